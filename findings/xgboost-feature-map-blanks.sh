#!/usr/bin/env bash
# XGBoost's tab-separated feature map cannot hold the names of the iris columns.
#
# Package  xgboost-cpu 3.2.0 (PyPI)
# Bet      In a feature map, `0<tab>petal width (cm)<tab>q`, the name is what stands between the tabs.
# Instead  The file is cut at blanks as well as tabs: "width" is taken for the type and the dump is refused, with a message
#          about types. A name whose second word is a type, such as "item q" on the last line, is accepted under its
#          first word.
# Seen     "unknown feature type, use i for indicator and q for quantity"; the last line `1<tab>item q<tab>q` is "item"
# Meets    Whoever names features as scikit-learn's own data sets do and wants trees in those names. Through
#          DMatrix(feature_names=...) the same names are taken whole.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check xgboost-cpu==3.2.0 numpy==2.4.6 scipy==1.17.1
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
import numpy as np
import xgboost as xgb

x = np.array([[1.0, 1.0], [1.0, 2.0], [1.0, 3.0], [1.0, 4.0]])
y = np.array([0, 0, 1, 1])
settings = dict(max_depth=1, min_child_weight=0, verbosity=0)
model = xgb.train(settings, xgb.DMatrix(x, y), 1)


def first_line(names):
    with open("features.txt", "w") as file:
        file.writelines(f"{index}\t{name}\tq\n" for index, name in enumerate(names))
    try:
        return model.get_dump(fmap="features.txt")[0].splitlines()[0]
    except xgb.core.XGBoostError as error:
        return "refused: " + str(error).splitlines()[0].split("feature_map.h")[-1]


blanks = first_line(["petal length (cm)", "petal width (cm)"])
underscores = first_line(["petal_length", "petal_width"])
cut = first_line(["petal_length", "item q"])
for seen in (blanks, underscores, cut):
    print(seen)
assert "unknown feature type" in blanks
assert underscores.startswith("0:[petal_width<")
assert cut.startswith("0:[item<")

named = xgb.train(settings, xgb.DMatrix(x, y, feature_names=["petal length (cm)", "petal width (cm)"]), 1)
print(named.get_dump()[0].splitlines()[0])
assert named.get_dump()[0].startswith("0:[petal width (cm)<")
PY
