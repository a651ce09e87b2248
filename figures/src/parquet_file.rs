//! A table as Parquet, without anything that changes from day to day.

use anyhow::Result;
use iw_lab::export::table::{Column, Table, Values};
use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use std::sync::Arc;

/// The bytes of a file. Numbers that are not defined are null.
pub fn bytes(table: &Table) -> Result<Vec<u8>> {
    let fields = table
        .columns
        .iter()
        .map(field)
        .collect::<Result<Vec<_>>>()?;
    let schema = Type::group_type_builder("rows")
        .with_fields(fields)
        .build()?;
    let properties =
        WriterProperties::builder().set_created_by("Importance Weighting Lab".to_owned());
    let mut bytes = Vec::new();
    let mut writer =
        SerializedFileWriter::new(&mut bytes, Arc::new(schema), Arc::new(properties.build()))?;
    let mut group = writer.next_row_group()?;
    for column in &table.columns {
        let Some(mut writer) = group.next_column()? else {
            break;
        };
        match &column.values {
            Values::Whole(values) => {
                writer
                    .typed::<Int32Type>()
                    .write_batch(values, None, None)?;
            }
            Values::Real(values) => {
                let levels: Vec<i16> = values
                    .iter()
                    .map(|value| i16::from(value.is_some()))
                    .collect();
                let defined: Vec<f64> = values.iter().flatten().copied().collect();
                writer
                    .typed::<DoubleType>()
                    .write_batch(&defined, Some(&levels), None)?;
            }
            Values::Text(values) => {
                let values: Vec<ByteArray> =
                    values.iter().map(|text| text.as_str().into()).collect();
                writer
                    .typed::<ByteArrayType>()
                    .write_batch(&values, None, None)?;
            }
        }
        writer.close()?;
    }
    group.close()?;
    writer.close()?;
    Ok(bytes)
}

fn field(column: &Column) -> Result<Arc<Type>> {
    let (physical, logical, repetition) = match column.values {
        Values::Whole(_) => (Physical::INT32, None, Repetition::REQUIRED),
        Values::Real(_) => (Physical::DOUBLE, None, Repetition::OPTIONAL),
        Values::Text(_) => (
            Physical::BYTE_ARRAY,
            Some(LogicalType::String),
            Repetition::REQUIRED,
        ),
    };
    let field = Type::primitive_type_builder(column.name, physical)
        .with_logical_type(logical)
        .with_repetition(repetition);
    Ok(Arc::new(field.build()?))
}
