#!/usr/bin/env bash
# Nadam is three optimizers: first steps of 1.06, 1.47 and 1.90 learning rates in Keras, optax and river.
#
# Package  keras 3.15.1 and optax 0.2.8, both on jax 0.10.2, and river 0.26.1 (PyPI)
# Bet      Nadam with the same learning rate, b1, b2 and epsilon gives the same trajectory in all, as Adam does.
# Instead  Keras warms the momentum up (b1 (1 - 0.5 * 0.96^t), the schedule of Dozat 2016) and divides by its running
#          product; optax looks ahead with constant b1 and corrects the two parts for t + 1 and t steps; river looks
#          ahead with constant b1 and corrects both for t. Nothing in the signatures tells.
# Seen     learning rate 0.01: first step 0.010628 in Keras, 0.014737 in optax, 0.019000 in river; after 5 steps from 1:
#          0.960630, 0.942373, 0.931004. Adam with the same settings: 0.950047 in all.
# Meets    Whoever adds "Nesterov" to Adam on a remedy board and checks it against a library: which one decides, and they
#          are further apart than any is from Adam.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check keras==3.15.1 optax==0.2.8 jax==0.10.2 jaxlib==0.10.2 river==0.26.1 numpy==2.3.5
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
import os

os.environ["KERAS_BACKEND"] = "jax"
import jax.numpy as jnp
import keras
import numpy as np
import optax
from river import optim

settings = {"keras": dict(beta_1=0.9, beta_2=0.999, epsilon=1e-8), "optax": dict(b1=0.9, b2=0.999, eps=1e-8)}


def with_keras(name, steps=5):
    optimizer = getattr(keras.optimizers, name)(0.01, **settings["keras"])
    x = keras.Variable(np.array([1.0], "float32"))
    optimizer.build([x])
    path = []
    for _ in range(steps):
        optimizer.apply([jnp.array(x.value)])
        path.append(float(np.array(x.value)[0]))
    return path


def with_optax(make, steps=5):
    optimizer = make(0.01, **settings["optax"])
    x = jnp.array([1.0])
    state, path = optimizer.init(x), []
    for _ in range(steps):
        update, state = optimizer.update(x, state, x)
        x = optax.apply_updates(x, update)
        path.append(float(x[0]))
    return path


def with_river(make, steps=5):
    optimizer = make(lr=0.01, beta_1=0.9, beta_2=0.999, eps=1e-8)
    x, path = {"x": 1.0}, []
    for _ in range(steps):
        x = optimizer.step(x, dict(x))
        path.append(float(x["x"]))
    return path


nadam = with_keras("Nadam"), with_optax(optax.nadam), with_river(optim.Nadam)
adam = with_keras("Adam"), with_optax(optax.adam), with_river(optim.Adam)
for name, paths in (("Nadam", nadam), ("Adam", adam)):
    for library, path in zip(("keras", "optax", "river"), paths):
        print(f"{name:5} {library}: first step {1 - path[0]:.6f}, after 5 steps {path[-1]:.6f}")

close = lambda value, expected: abs(value - expected) < 1e-5
assert close(1 - nadam[0][0], 0.010628) and close(1 - nadam[1][0], 0.014737) and close(1 - nadam[2][0], 0.019)
assert close(nadam[0][-1], 0.960630) and close(nadam[1][-1], 0.942373) and close(nadam[2][-1], 0.931004)
assert all(close(path[-1], 0.950047) for path in adam)
# What each computes in its first step, where the gradient and both bias-corrected moments are 1.
u1, u2 = (0.9 * (1 - 0.5 * 0.96**t) for t in (1, 2))
assert close(1 - nadam[0][0], 0.01 * (u2 * 0.1 / (1 - u1 * u2) + (1 - u1) / (1 - u1)))
assert close(1 - nadam[1][0], 0.01 * (0.9 * 0.1 / (1 - 0.9**2) + 0.1 / (1 - 0.9)))
assert close(1 - nadam[2][0], 0.01 * (0.9 + 0.1 / (1 - 0.9)))
PY
