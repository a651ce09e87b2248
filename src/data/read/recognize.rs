//! How a text is told to be of one of the formats.

use super::delimiter::Delimiter;
use super::format::Format;
use super::{arff, json, markdown, svmlight, vowpal_wabbit};

/// The format of a text by its beginning, whole lines of it. Delimited text is what is left.
pub(super) fn format(beginning: &str) -> Format {
    let delimited = Format::Delimited(Delimiter::Comma);
    match beginning.trim_start().chars().next() {
        Some('[' | '{') if json::looks_like(beginning) => {
            return if json::looks_like_weka(beginning) {
                Format::WekaJson
            } else {
                Format::Json
            };
        }
        None => return delimited,
        _ => {}
    }
    if arff::looks_like(beginning) {
        Format::Arff
    } else if markdown::looks_like(beginning) {
        Format::Markdown
    } else if vowpal_wabbit::looks_like(beginning) {
        Format::VowpalWabbit
    } else if svmlight::looks_like(beginning) {
        Format::SvmLight
    } else {
        delimited
    }
}
