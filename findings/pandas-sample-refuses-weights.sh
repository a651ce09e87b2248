#!/usr/bin/env bash
# pandas refuses to draw two of three rows by weights 16:1:1.
#
# Package  pandas 3.1.1 (PyPI)
# Bet      DataFrame.sample(2, weights=...) draws without replacement by weight, one row after the other, as
#          numpy's Generator.choice(replace=False, p=...) does with the same weights.
# Instead  Whenever n * max(weight) exceeds the sum of weights it raises, even for two draws by 4:2:1. Three draws of
#          three rows by any unequal weights are refused, though only one outcome is possible.
# Seen     ValueError: "Weighted sampling cannot be achieved with replace=False. ..." for two of 16:1:1, two of 4:2:1,
#          three of 3:2:2; two of 3:2:2 are drawn, and numpy draws two of 16:1:1
# Meets    Whoever draws a batch from an importance-weighted table: a ladder of weights 16:1 is beyond the limit for
#          small tables or large batches, so code that worked on mild weights stops on strong ones.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1 numpy==2.4.6
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
import numpy as np
import pandas as pd

rows = pd.DataFrame({"x": [1, 2, 3]})


def refused(n, weights):
    try:
        rows.sample(n, weights=weights, random_state=0)
    except ValueError as error:
        print(n, weights, "->", error)
        return "replace=False" in str(error)
    print(n, weights, "-> drawn")
    return False


assert refused(2, [16, 1, 1])
assert refused(2, [4, 2, 1])
assert refused(3, [3, 2, 2])
assert not refused(2, [3, 2, 2])
assert not refused(3, [1, 1, 1])

drawn = np.random.default_rng(0).choice([1, 2, 3], 2, replace=False, p=np.array([16, 1, 1]) / 18)
print("numpy draws", drawn)
assert len(set(drawn.tolist())) == 2
PY
