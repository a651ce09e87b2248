#!/usr/bin/env bash
# Orange reads the decimals of a basket file as other numbers: 1.5 becomes 5.1.
#
# Package  Orange3 3.40.0 (PyPI), Python 3.11
# Bet      `weight=1.5` in a .basket file is the number 1.5, as in every other file that Orange reads.
# Instead  The digits before the point are counted among the decimals: 1.5 is read as 5.1, 2.25 as 5.022,
#          0.125 as 5.002, 3.0 as 0.3. Whole numbers are right, so a file of counts never shows it.
#          No warning. Values are 32-bit floats on top.
# Seen     1.5 -> 5.1   2.25 -> 5.022   0.125 -> 5.00201   12.75 -> 5.082   3.0 -> 0.3   10 -> 10
# Meets    Whoever keeps sparse rows with feature values or importance weights in Orange's own sparse format,
#          and compares what Orange trains with what this lab trains from the same numbers.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check Orange3==3.40.0 numpy==2.3.5
cd "$folder"
"$folder/venv/bin/python" -W ignore - <<'PY'
from Orange.data import Table

expected = {"1.5": 5.1, "2.25": 5.022, "0.125": 5.00201, "12.75": 5.082, "3.0": 0.3, "10": 10.0}
for text, misread in expected.items():
    with open("rows.basket", "w") as file:
        file.write(f"weight={text}\nweight=1\n")
    seen = Table.from_file("rows.basket").X.toarray().ravel()
    print(f"{text} is read as {seen[0]:g}")
    assert abs(seen[0] - misread) < 1e-5, "Orange reads this decimal otherwise now"
    assert seen[1] == 1.0
PY
