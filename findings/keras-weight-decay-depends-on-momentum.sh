#!/usr/bin/env bash
# In Keras weight decay with momentum 0.9 is a tenth of the penalty it looks like.
#
# Package  keras 3.15.1 (PyPI), beside optax 0.2.8
# Bet      SGD(momentum=0.9, weight_decay=1) ends where the loss plus 1/2 |x|^2 is least: decay of plain SGD is L2
#          (only for Adam do the two differ), and momentum does not move a minimum.
# Instead  Every Keras optimizer decays decoupled from the gradient: x is multiplied by 1 - lr * decay outside the
#          momentum, which multiplies the gradient's pull by 1 / (1 - momentum) but not the decay's. The resting point
#          is that of the penalty (1 - momentum) * decay / 2 |x|^2: it moves with the momentum.
# Seen     loss (x - 1)^2 / 2, decay 1: without momentum x = 0.5; momentum 0.9: 0.909091.
#          optax.add_decayed_weights before sgd: 0.5 at both.
# Meets    Whoever compares L2 across optimizers ("momentum does not change the optimum"): here it does, by a factor
#          of ten in the penalty, and the importance weights come back or go with it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check keras==3.15.1 optax==0.2.8 jax==0.10.2 jaxlib==0.10.2 numpy==2.3.5
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
import os

os.environ["KERAS_BACKEND"] = "jax"
import jax.numpy as jnp
import keras
import numpy as np
import optax


def with_keras(momentum, steps=300):
    optimizer = keras.optimizers.SGD(0.05, momentum=momentum, weight_decay=1.0)
    x = keras.Variable(np.array([0.0], "float32"))
    optimizer.build([x])
    for _ in range(steps):
        optimizer.apply([jnp.array(x.value) - 1])
    return float(np.array(x.value)[0])


def with_optax(momentum, steps=300):
    optimizer = optax.chain(optax.add_decayed_weights(1.0), optax.sgd(0.05, momentum))
    x = jnp.array([0.0])
    state = optimizer.init(x)
    for _ in range(steps):
        update, state = optimizer.update(x - 1, state, x)
        x = optax.apply_updates(x, update)
    return float(x[0])


for momentum in (0.0, 0.9):
    keras_rest, optax_rest = with_keras(momentum), with_optax(momentum)
    print(f"momentum {momentum}: keras rests at {keras_rest:.6f}, optax at {optax_rest:.6f}")
    assert abs(optax_rest - 0.5) < 1e-3
    assert abs(keras_rest - 1 / (1 + (1 - momentum))) < 1e-3
PY
