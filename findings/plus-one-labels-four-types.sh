#!/usr/bin/env bash
# A label column of +1 and -1 has four types in four readers.
#
# Package  pandas 3.1.1, polars 2.1.0, pyarrow 26.0.1, duckdb 2.0.1 (PyPI)
# Bet      +1 and -1, the labels of every margin method, are whole numbers wherever 1 and -1 are.
# Instead  pandas: whole numbers. pyarrow: no whole numbers but floats, since only its float parser takes a plus.
#          polars and DuckDB: text, so "+1" is not equal to 1 and -1 is the text "-1".
# Seen     int64 [1, -1, 1]; double [1.0, -1.0, 1.0]; String ['+1', '-1', '+1']; VARCHAR ['+1', '-1', '+1'].
#          Without the plus all four say whole numbers.
# Meets    Whoever turns an svmlight file into a table and computes y * f(x) or filters y = 1: nothing matches, or
#          the join of one table read by two readers is empty.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1 polars==2.1.0 pyarrow==26.0.1 duckdb==2.0.1 numpy==2.4.6
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
import duckdb
import pandas as pd
import polars as pl
import pyarrow.csv


def types(plus):
    with open("labels.csv", "w") as file:
        file.write(f"y,x\n{plus}1,0.5\n-1,1.5\n{plus}1,2.5\n")
    frame = pd.read_csv("labels.csv")["y"]
    series = pl.read_csv("labels.csv")["y"]
    column = pyarrow.csv.read_csv("labels.csv")["y"]
    relation = duckdb.sql("select y from read_csv('labels.csv')")
    return {
        "pandas": (str(frame.dtype), frame.tolist()),
        "pyarrow": (str(column.type), column.to_pylist()),
        "polars": (str(series.dtype), series.to_list()),
        "duckdb": (str(relation.types[0]), [row[0] for row in relation.fetchall()]),
    }


signed, plain = types("+"), types("")
for name in signed:
    print(f"{name:8} {signed[name]}   without the plus {plain[name]}")
assert signed == {
    "pandas": ("int64", [1, -1, 1]),
    "pyarrow": ("double", [1.0, -1.0, 1.0]),
    "polars": ("String", ["+1", "-1", "+1"]),
    "duckdb": ("VARCHAR", ["+1", "-1", "+1"]),
}
assert {kind for kind, _ in plain.values()} == {"int64", "Int64", "BIGINT"}
PY
