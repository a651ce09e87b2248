#!/usr/bin/env bash
# The weighted mean of the same four losses is three numbers in three libraries.
#
# Package  onnxruntime 1.32.0 and mlx 0.32.4 (PyPI), @tensorflow/tfjs 4.22.0 (npm)
# Bet      Where losses take weights and the reduction is the mean, it is the weighted mean, sum(w l) / sum(w).
# Instead  ONNX divides by the sum of weights. MLX divides by the number of rows. TensorFlow.js by default divides
#          by the number of rows whose weight is not 0: there 1e-30 and 0 are different weights.
# Seen     losses .241311 2.169846 .976061 .717736, weights 3 .5 1 0: ONNX 0.618871, MLX 0.696230, TensorFlow.js
#          0.928306; with 1e-30 for the 0 TensorFlow.js says 0.696230. All weights times 10: ONNX the same, the others
#          ten times as much.
# Meets    Whoever carries a learning rate from one library to another under importance weights that do not have
#          mean 1, or sets the weights of left-out rows to 0: the step is another size.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check onnxruntime==1.32.0 onnx==1.23.2 mlx==0.32.4 mlx-cpu==0.32.4 \
    numpy==2.3.5
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" @tensorflow/tfjs@4.22.0
cat > tfjs.cjs <<'JS'
console.warn = () => {};
const tf = require('@tensorflow/tfjs');
const losses = tf.tensor1d([0.2413113, 2.1698460, 0.9760613, 0.7177359]);
// The absolute difference from 0 hands the losses through to the reduction.
const mean = (weights) => tf.losses.absoluteDifference(tf.zeros([4]), losses, tf.tensor1d(weights)).dataSync()[0];
console.log([[3, 0.5, 1, 0], [30, 5, 10, 0], [3, 0.5, 1, 1e-30]].map(mean).join(' '));
JS
cat > mean.py <<'PY'
import subprocess

import mlx.core as mx
import mlx.nn as nn
import numpy as np
import onnxruntime
from onnx import TensorProto, helper

scores = np.array([[2, -1, 0.5], [0, 1, 3], [-0.5, 0.2, 0.1], [1, 1, -2]], "float32")
labels = np.array([0, 1, 2, 0])
losses = -np.log((np.exp(scores) / np.exp(scores).sum(1, keepdims=True))[np.arange(4), labels])


def by_mlx(weights):
    weights = mx.array(np.array(weights, "float32"))
    return float(nn.losses.cross_entropy(mx.array(scores), mx.array(labels), weights=weights, reduction="mean"))


def by_onnx(weights):
    # ONNX has weights per class: give each row a class of its own, whose negated score is its loss.
    node = helper.make_node("NegativeLogLikelihoodLoss", ["scores", "labels", "weights"], ["mean"], reduction="mean")
    graph = helper.make_graph(
        [node], "mean",
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [4, 4]),
         helper.make_tensor_value_info("labels", TensorProto.INT64, [4]),
         helper.make_tensor_value_info("weights", TensorProto.FLOAT, [4])],
        [helper.make_tensor_value_info("mean", TensorProto.FLOAT, [])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    inputs = {"scores": np.diag(-losses).astype("float32"), "labels": np.arange(4, dtype="int64"),
              "weights": np.array(weights, "float32")}
    return float(session.run(None, inputs)[0])


settings = [3, 0.5, 1, 0], [30, 5, 10, 0], [3, 0.5, 1, 1e-30]
by_tfjs = [float(text) for text in subprocess.run(["node", "tfjs.cjs"], check=True, capture_output=True,
                                                  text=True).stdout.split()]
seen = {"onnxruntime": [by_onnx(w) for w in settings], "mlx": [by_mlx(w) for w in settings], "tfjs": by_tfjs}
print("weights", *settings)
for name, means in seen.items():
    print(f"{name:12}", *(f"{mean:.6f}" for mean in means))
total = float((np.array(settings[0]) * losses).sum())
expected = {"onnxruntime": [total / 4.5] * 3, "mlx": [total / 4, total * 10 / 4, total / 4],
            "tfjs": [total / 3, total * 10 / 3, total / 4]}
for name, means in expected.items():
    assert np.allclose(seen[name], means, rtol=1e-5), name
PY
venv/bin/python mean.py
