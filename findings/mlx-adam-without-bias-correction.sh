#!/usr/bin/env bash
# MLX's Adam takes a first step of 3.16 learning rates, its Adamax one of a tenth.
#
# Package  mlx 0.32.4 (PyPI, CPU), beside optax 0.2.8
# Bet      The first step of Adam and of Adamax is one learning rate in each coordinate, whatever the gradient: that is
#          what the bias correction in the paper (Kingma and Ba 2015) is for.
# Instead  MLX corrects the bias of Adam only on request (bias_correction=True), and that of Adamax, which the paper
#          also has, never. The first steps are (1 - b1) / sqrt(1 - b2) = 3.162 and 1 - b1 = 0.1 learning rates.
# Seen     learning rate 0.01, gradients 1 and -10: Adam 0.0316228, Adamax 0.001; with bias_correction 0.01;
#          optax 0.01 for both
# Meets    Whoever compares "Adam with the same settings" across libraries, or reads the early part of a trajectory:
#          after 5 steps Adam is at 0.765 instead of 0.950, and Adamax at 0.987.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mlx-cpu==0.32.4 mlx==0.32.4 optax==0.2.8 jax==0.10.2 jaxlib==0.10.2 numpy==2.3.5
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
import jax.numpy as jnp
import mlx.core as mx
import mlx.optimizers as mlx
import numpy as np
import optax

curvature = np.array([1.0, 10.0], "float32")
start = np.array([1.0, -1.0], "float32")


def with_mlx(optimizer, steps=5):
    x, path = {"x": mx.array(start)}, []
    for _ in range(steps):
        x = optimizer.apply_gradients({"x": mx.array(curvature) * x["x"]}, x)
        path.append(np.array(x["x"]))
    return path


def with_optax(optimizer, steps=5):
    x, path = jnp.array(start), []
    state = optimizer.init(x)
    for _ in range(steps):
        update, state = optimizer.update(jnp.array(curvature) * x, state, x)
        x = optax.apply_updates(x, update)
        path.append(np.array(x))
    return path


paths = {
    "mlx Adam": with_mlx(mlx.Adam(0.01)),
    "mlx Adam, corrected": with_mlx(mlx.Adam(0.01, bias_correction=True)),
    "mlx Adamax": with_mlx(mlx.Adamax(0.01)),
    "optax adam": with_optax(optax.adam(0.01)),
    "optax adamax": with_optax(optax.adamax(0.01)),
}
first = {name: np.abs(path[0] - start) for name, path in paths.items()}
for name, path in paths.items():
    print(f"{name:20} first step {first[name]}, after 5 steps {path[-1]}")

near = lambda value, expected: np.allclose(value, expected, rtol=1e-3)
assert near(first["mlx Adam"], 0.01 * 0.1 / np.sqrt(0.001))
assert near(first["mlx Adamax"], 0.001)
assert near(first["mlx Adam, corrected"], 0.01)
assert near(first["optax adam"], 0.01) and near(first["optax adamax"], 0.01)
assert near(paths["mlx Adam"][-1][0], 0.7653) and near(paths["mlx Adamax"][-1][0], 0.98685)
assert near(paths["optax adam"][-1][0], 0.95005)
PY
