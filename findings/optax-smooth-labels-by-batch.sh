#!/usr/bin/env bash
# optax smooths binary labels by an amount that depends on how many rows are in the batch.
#
# Package  optax 0.2.8 (PyPI), beside keras 3.15.1
# Bet      smooth_labels(y, 0.1) on a vector of 0 and 1 gives 0.05 and 0.95, as BinaryCrossentropy(label_smoothing=0.1)
#          of Keras uses on the same vector.
# Instead  The length of the last axis is taken for the number of classes. A vector of binary labels, the shape that
#          optax.sigmoid_binary_cross_entropy asks for, has one axis: the rows. So labels become 0.1/n and
#          1 - 0.1 + 0.1/n: smoothed downward only, and otherwise in the last, smaller batch of an epoch.
# Seen     n = 4: 0.925 and 0.025; n = 100: 0.901 and 0.001; Keras: 0.95 and 0.05 for every n
# Meets    Whoever sets label smoothing beside weights or focal loss for two classes: positives are pulled to 0.9,
#          negatives hardly at all, a class weighting that nobody asked for.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check optax==0.2.8 jax==0.10.2 jaxlib==0.10.2 keras==3.15.1 numpy==2.3.5
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
import os

os.environ["KERAS_BACKEND"] = "jax"
import jax.numpy as jnp
import keras
import numpy as np
import optax

for n in (4, 100):
    y = np.array([1.0, 0.0] * (n // 2), "float32")
    scores = np.linspace(-1, 3, n).astype("float32")
    smooth = np.array(optax.smooth_labels(jnp.array(y), 0.1))
    print(f"n = {n}: {smooth[:2]}")
    assert np.allclose(smooth[:2], [0.9 + 0.1 / n, 0.1 / n])
    by_optax = float(optax.sigmoid_binary_cross_entropy(scores, smooth).mean())
    by_keras = float(keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.1)(y, scores))
    by_hand = float(optax.sigmoid_binary_cross_entropy(scores, 0.9 * y + 0.05).mean())
    print(f"  mean loss: optax {by_optax:.6f}, keras {by_keras:.6f}, labels 0.95 and 0.05 by hand {by_hand:.6f}")
    assert abs(by_keras - by_hand) < 1e-6 < 1e-4 < abs(by_optax - by_hand)
PY
