#!/usr/bin/env bash
# Nesterov momentum in river and in optax hands out two different points of one trajectory.
#
# Package  river 0.26.1 and optax 0.2.8 (PyPI)
# Bet      The same learning rate and momentum 0.9 give the same parameters after every step, as for plain momentum.
# Instead  river keeps the point x and steps ahead to x - 0.9 v only to take the gradient; optax (like Keras and
#          TensorFlow.js) keeps the point ahead. Both are the same recursion, and the parameters one reads, evaluates
#          or saves after t steps differ by 0.9 v, which is largest in the first steps.
# Seen     curvatures 1 and 10 from (1, -1), learning rate 0.01: first step 0.01 in river, 0.019 in optax; after 5
#          steps the second parameter is -0.0845 in river and +0.1046 in optax. Momentum: the same in both.
# Meets    Whoever checks a Nesterov trajectory against a library: with one the check fails from the first step on,
#          at one recorded moment the predicted classes are even opposite.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check river==0.26.1 optax==0.2.8 jax==0.10.2 jaxlib==0.10.2 numpy==2.3.5
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
import jax.numpy as jnp
import numpy as np
import optax
from river import optim

curvature = {"a": 1.0, "b": 10.0}
start = {"a": 1.0, "b": -1.0}


def with_river(optimizer, steps=5):
    x, path = dict(start), []
    for _ in range(steps):
        x = optimizer.look_ahead(x)
        x = optimizer.step(x, {name: curvature[name] * x[name] for name in x})
        path.append(np.array([x["a"], x["b"]]))
    return path


def with_optax(optimizer, steps=5):
    x, path = jnp.array([1.0, -1.0]), []
    state = optimizer.init(x)
    for _ in range(steps):
        update, state = optimizer.update(jnp.array([1.0, 10.0]) * x, state, x)
        x = optax.apply_updates(x, update)
        path.append(np.array(x))
    return path


def by_hand(steps=5):
    x, v, ahead = np.array([1.0, -1.0]), np.zeros(2), []
    path = []
    for _ in range(steps):
        v = 0.9 * v + 0.01 * np.array([1.0, 10.0]) * (x - 0.9 * v)
        x = x - v
        path.append(x)
        ahead.append(x - 0.9 * v)
    return path, ahead


plain = with_river(optim.Momentum(lr=0.01, rho=0.9)), with_optax(optax.sgd(0.01, 0.9))
nesterov = with_river(optim.NesterovMomentum(lr=0.01, rho=0.9)), with_optax(optax.sgd(0.01, 0.9, nesterov=True))
for name, paths in (("momentum", plain), ("Nesterov", nesterov)):
    for library, path in zip(("river", "optax"), paths):
        print(f"{name} {library}: after 1 step {path[0]}, after 5 {path[-1]}")
here, ahead = by_hand()
close = lambda a, b: np.allclose(a, b, atol=1e-5)
assert close(plain[0], plain[1])
assert close(nesterov[0], here) and close(nesterov[1], ahead)
assert nesterov[0][-1][1] < -0.08 and nesterov[1][-1][1] > 0.1
PY
