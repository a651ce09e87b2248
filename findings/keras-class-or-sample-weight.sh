#!/usr/bin/env bash
# Keras takes class weights or sample weights, not both.
#
# Package  keras 3.15.1 (PyPI, on jax 0.10.2), beside scikit-learn 1.9.1
# Bet      class_weight and sample_weight of fit multiply, row by row, as in scikit-learn.
# Instead  Keras refuses the pair, for arrays and for a PyDataset that yields weights. scikit-learn takes both, and
#          fits the same as with the product given as sample_weight.
# Seen     ValueError: "You cannot `class_weight` and `sample_weight` at the same time."
#          ValueError: "You cannot specify `class_weight` and `sample_weight` at the same time."
# Meets    Whoever balances classes and carries importance weights too, the ordinary case under label shift: the
#          scikit-learn line does not carry over, the product has to be made by hand.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check keras==3.15.1 jax==0.10.2 jaxlib==0.10.2 scikit-learn==1.9.1 numpy==2.3.5
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
import os

os.environ["KERAS_BACKEND"] = "jax"
import keras
import numpy as np
from sklearn.linear_model import LogisticRegression

draw = np.random.default_rng(0)
x = draw.normal(size=(8, 2)).astype("float32")
y = np.array([0, 1] * 4)
weight = np.arange(1, 9).astype("float32")
by_class = {0: 1.0, 1: 5.0}


class Batches(keras.utils.PyDataset):
    def __len__(self):
        return 1

    def __getitem__(self, index):
        return x, y, weight


def refusal(*arguments, **weights):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, use_bias=False)])
    model.compile(keras.optimizers.SGD(0.1), keras.losses.BinaryCrossentropy(from_logits=True))
    try:
        model.fit(*arguments, verbose=0, **weights)
    except ValueError as error:
        return str(error)


seen = {
    "arrays, both": refusal(x, y, class_weight=by_class, sample_weight=weight),
    "PyDataset, both": refusal(Batches(), class_weight=by_class),
    "class weights": refusal(x, y, class_weight=by_class),
    "product by hand": refusal(x, y, sample_weight=weight * np.where(y == 1, 5, 1)),
}
for name, message in seen.items():
    print(f"{name}: {message}")
assert all("at the same time" in seen[name] for name in ("arrays, both", "PyDataset, both"))
assert seen["class weights"] is None and seen["product by hand"] is None

both = LogisticRegression(class_weight=by_class, tol=1e-8).fit(x, y, weight).coef_
product = LogisticRegression(tol=1e-8).fit(x, y, weight * np.where(y == 1, 5, 1)).coef_
print("scikit-learn, both:", both, "product:", product)
assert np.allclose(both, product, rtol=1e-5)
PY
