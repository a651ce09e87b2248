#!/usr/bin/env bash
# In polars equal weights change a rolling standard deviation, and ddof stops working.
#
# Package  polars 2.1.0 (PyPI)
# Bet      rolling_std(3, weights=[1, 1, 1]) is rolling_std(3), and ddof means the same in both.
# Instead  With weights the sum of squares is divided by the sum of weights, whatever ddof says: the documented default
#          ddof=1 holds only without weights. The factor is sqrt(3/2) for a window of 3. Means agree.
# Seen     of 4, 8, 2: 3.055050 without weights, 2.494438 with weights 1, 1, 1, for ddof 1, 0 and 2 alike
# Meets    Whoever smooths a metric over steps or folds with a kernel and draws a band of one deviation: setting the
#          kernel to equal weights does not give the band without a kernel back.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check polars==2.1.0
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
import polars as pl

series = pl.Series([4.0, 8.0, 2.0, 6.0, 7.0])
plain = {ddof: series.rolling_std(3, ddof=ddof)[2] for ddof in (0, 1)}
weighted = {ddof: series.rolling_std(3, weights=[1.0, 1.0, 1.0], ddof=ddof)[2] for ddof in (0, 1, 2)}
default = series.rolling_std(3)[2], series.rolling_std(3, weights=[1.0, 1.0, 1.0])[2]
print("without weights, by ddof:    ", plain)
print("with weights 1 1 1, by ddof: ", weighted)
print("default:                     ", default)
mean = 14 / 3
squares = sum((value - mean) ** 2 for value in (4.0, 8.0, 2.0))
close = lambda a, b: abs(a - b) < 1e-9
assert close(plain[0], (squares / 3) ** 0.5) and close(plain[1], (squares / 2) ** 0.5)
assert all(close(value, plain[0]) for value in weighted.values())
assert close(default[0], plain[1]) and close(default[1], plain[0])
assert close(series.rolling_mean(3)[2], series.rolling_mean(3, weights=[1.0, 1.0, 1.0])[2])
PY
