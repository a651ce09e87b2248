#!/usr/bin/env bash
# In Vowpal Wabbit a feature written twice is neither its sum nor the last one.
#
# Package  vowpalwabbit 9.11.9 (PyPI)
# Bet      `a:1 a:2` in one row is `a:3`: features are hashed into a sum, so predictions agree, and so does training.
# Instead  Prediction adds them, and so does training with --sgd. The default update (adaptive, normalized) takes each
#          occurrence for a feature of its own size: the squared gradients and the scale that it keeps are those of 1
#          and 2, not of 3, and a trained model differs from that of the summed row.
# Seen     score of `a:1` after one row of label 1, learning rate 0.05: default 0.046272 against 0.045512;
#          --adaptive 0.117082 against 0.100000; --sgd 0.282843 against 0.282843
# Meets    Whoever writes counts or hashed columns as repeated features, where a converter to svmlight or Orange's basket
#          would have added them up: the same data set, another model.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check vowpalwabbit==9.11.9
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
from vowpalwabbit import Workspace


def trained(row, options):
    model = Workspace(f"--quiet -l 0.05 {options}")
    model.learn(row)
    score, twice, summed = (model.predict(query) for query in ("|f a:1", "|f a:1 a:2", "|f a:3"))
    model.finish()
    assert abs(twice - summed) < 1e-6, "prediction adds up"
    return score


expected = {"": (0.046272, 0.045512), "--adaptive": (0.117082, 0.1), "--sgd": (0.282843, 0.282843)}
for options, pair in expected.items():
    seen = trained("1 |f a:1 a:2", options), trained("1 |f a:3", options)
    print(f"{options or 'default':10} a:1 a:2 gives {seen[0]:.6f}, a:3 gives {seen[1]:.6f}")
    assert all(abs(value - known) < 2e-6 for value, known in zip(seen, pair)), options
PY
