#!/usr/bin/env bash
# HiGHS calls separable data not separable when a feature is below 1e-9.
#
# Package  scipy 1.17.1 (PyPI), whose linprog is HiGHS
# Bet      The linear program "smallest |w| with y_i (w x_i + b) >= 1" has the solution w = 2.5e9 for
#          x = -5e-10, -4e-10, 4e-10, 5e-10 (wavelengths in meters): a solver that scales its matrix finds it, or warns.
# Instead  Entries of the matrix of at most 1e-9 are set to 0 before anything else, without a word, and the program
#          is reported infeasible. The boundary is sharp: one coefficient of 1e-8 gives the optimum, 1e-9 "infeasible".
# Seen     in meters: status 2, "The problem is infeasible."; in nanometers: status 0, w = 2.5
#          coefficient 1.1e-9: x = 9.09e8; 1e-9: infeasible
# Meets    Whoever tests separability by a linear program, the usual oracle for a max-margin claim: "infeasible" is read
#          as "no line separates the classes", and is a matter of units.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check scipy==1.17.1 numpy==2.4.6
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
import numpy as np
from scipy.optimize import linprog


def separate(x):
    y = np.array([-1.0, -1.0, 1.0, 1.0])
    # Variables: w+, w-, b with w = w+ - w-.
    rows = -np.column_stack([y * x, -y * x, y])
    return linprog([1, 1, 0], A_ub=rows, b_ub=-np.ones(4), bounds=[(0, None), (0, None), (None, None)])


meters = np.array([-5e-10, -4e-10, 4e-10, 5e-10])
found = separate(meters)
print("meters:    ", found.status, found.message)
assert found.status == 2 and found.x is None
found = separate(meters * 1e9)
print("nanometers:", found.status, found.x)
assert found.status == 0 and abs(found.x[0] - found.x[1] - 2.5) < 1e-9

# Independently: the solution is feasible in exact terms.
assert all(y * 2.5e9 * x >= 1 - 1e-12 for x, y in zip(meters, (-1, -1, 1, 1)))

for coefficient, status in ((1e-8, 0), (1.1e-9, 0), (1e-9, 2), (1e-10, 2)):
    found = linprog([1], A_ub=[[-coefficient]], b_ub=[-1], bounds=[(0, None)])
    print(f"smallest x with {coefficient:g} x >= 1: status {found.status}, x {found.x}")
    assert found.status == status
PY
