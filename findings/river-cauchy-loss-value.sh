#!/usr/bin/env bash
# river's Cauchy loss has the value of another loss than its gradient.
#
# Package  river 0.26.1 (PyPI)
# Bet      The gradient of every loss in river.optim.losses is the derivative of its value, as finite differences say.
# Instead  Cauchy()(y, p) returns |y - p|, the absolute error, for every C, while its gradient is that of
#          the Cauchy loss, (p - y) / (1 + ((p - y) / C)^2). Its value does not depend on C; the other losses agree.
# Seen     at error 3 and C = 2: value 3.0, gradient 0.923077; the derivative of the value is 1,
#          the Cauchy loss there is 2.357310
# Meets    Whoever logs or early-stops on a robust loss, or normalizes steps by it (step g/L): curve and updates belong
#          to two losses. A gradient check is what a person who adds a loss here does first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check river==0.26.1 numpy==2.4.6
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
import math

from river.optim import losses

h = 1e-5
grid = [(y, p) for y in (-1.0, 0.0, 1.0, 2.5) for p in (-2.2, -0.7, 0.35, 1.7, 4.2)]


def wrong(loss):
    slopes = ((loss.gradient(y, p), (loss(y, p + h) - loss(y, p - h)) / (2 * h)) for y, p in grid)
    return sum(abs(gradient - slope) > 1e-3 * (1 + abs(slope)) for gradient, slope in slopes)


checked = {}
for name in ("Absolute", "Cauchy", "EpsilonInsensitiveHinge", "Hinge", "Huber", "Log", "Poisson", "Quantile", "Squared"):
    checked[name] = wrong(getattr(losses, name)())
print(f"points of {len(grid)} where gradient and finite difference part:", checked)
assert all((count > 0) == (name == "Cauchy") for name, count in checked.items())

c = 2.0
loss = losses.Cauchy(C=c)
value, gradient = loss(0.0, 3.0), loss.gradient(0.0, 3.0)
cauchy = c * c / 2 * math.log1p((3.0 / c) ** 2)
print(f"error 3, C = 2: value {value}, gradient {gradient:.6f}; Cauchy loss {cauchy:.6f}")
assert value == 3.0 == losses.Cauchy(C=50.0)(0.0, 3.0)
assert abs(gradient - 3.0 / (1 + (3.0 / c) ** 2)) < 1e-12
assert abs(cauchy - value) > 0.5
PY
