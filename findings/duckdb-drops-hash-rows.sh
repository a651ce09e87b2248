#!/usr/bin/env bash
# DuckDB drops the rows of a table whose first cell begins with #, without a word.
#
# Package  duckdb 2.0.1 (PyPI)
# Bet      read_csv guesses delimiter, header and types; a data row in the middle of a regular table stays a row. A
#          comment sign has to be asked for, as in pandas, polars and pyarrow.
# Instead  The sniffer also guesses "comment = '#'" as soon as that makes a column numeric. Of rows 1, 2, #3, 4 it
#          returns three, and of a palette whose first column is a color it keeps the rows that have none.
# Seen     read_csv: [(1, 0.5), (2, 1.5), (4, 3.5)]; with comment='' all four rows, the column as text
# Meets    Whoever marks some rows by hand ("#3" for a doubtful one), or numbers runs "#1": counts, class balance and
#          every weight made from them are off by rows that no message mentions.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.1
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
import duckdb

with open("rows.csv", "w") as file:
    file.write("id,x\n1,0.5\n2,1.5\n#3,2.5\n4,3.5\n")
guessed = duckdb.sql("from read_csv('rows.csv')").fetchall()
told = duckdb.sql("from read_csv('rows.csv', comment='')").fetchall()
print("guessed:       ", guessed)
print("comment = none:", told)
assert guessed == [(1, 0.5), (2, 1.5), (4, 3.5)]
assert told == [("1", 0.5), ("2", 1.5), ("#3", 2.5), ("4", 3.5)]
PY
