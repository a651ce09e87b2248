#!/usr/bin/env bash
# CatBoost's metric "AUC" on one weighted pool is two numbers, depending on which function is asked.
#
# Package  catboost 1.2.10 (PyPI), beside scikit-learn 1.9.1
# Bet      On a Pool with weights the metric named "AUC" counts them, as "Logloss" does beside it, and the same name
#          on the same pool means the same number everywhere in the library.
# Instead  In training (evals_result, best iteration, early stopping) and in model.eval_metrics "AUC" ignores the
#          weights; catboost.utils.eval_metric("AUC", weight=...) counts them; catboost.utils.get_roc_curve ignores
#          those of its pool. Logloss counts them throughout.
# Seen     fit and eval_metrics 0.854286, area under get_roc_curve 0.854286, utils.eval_metric 0.845406;
#          scikit-learn 0.854286 unweighted, 0.845406 weighted
# Meets    Whoever trains on importance weights and picks the iteration by AUC: the pick is made for the unweighted
#          mix, not for the test mix that the weights stand for.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check catboost==1.2.10 scikit-learn==1.9.1 pandas==3.1.1 numpy==2.4.6
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
import numpy as np
from catboost import CatBoostClassifier, Pool
from catboost.utils import eval_metric, get_roc_curve
from sklearn.metrics import log_loss, roc_auc_score

draw = np.random.default_rng(0)
x = draw.normal(size=(60, 2))
y = (x[:, 0] + draw.normal(size=60) > 0).astype(int)
weight = draw.integers(1, 20, size=60).astype(float)
pool = Pool(x, y, weight=weight)
model = CatBoostClassifier(
    iterations=3, depth=2, eval_metric="AUC", custom_metric=["Logloss"],
    verbose=False, allow_writing_files=False, thread_count=1,
)
model.fit(pool, eval_set=pool)
history = model.get_evals_result()["validation"]
score = model.predict_proba(pool)[:, 1]
raw = model.predict(pool, prediction_type="RawFormulaVal")
false_positive, true_positive, _ = get_roc_curve(model, pool)

plain, weighted = roc_auc_score(y, score), roc_auc_score(y, score, sample_weight=weight)
seen = {
    "fit": history["AUC"][-1],
    "eval_metrics": model.eval_metrics(pool, ["AUC"])["AUC"][-1],
    "get_roc_curve": np.trapezoid(true_positive, false_positive),
    "utils.eval_metric": eval_metric(y, raw, "AUC", weight=weight)[0],
}
print({name: round(float(value), 6) for name, value in seen.items()})
print(f"scikit-learn: {plain:.6f} unweighted, {weighted:.6f} weighted")
assert abs(plain - weighted) > 0.005
for name in ("fit", "eval_metrics", "get_roc_curve"):
    assert abs(seen[name] - plain) < 1e-6, name
assert abs(seen["utils.eval_metric"] - weighted) < 1e-6
assert abs(history["Logloss"][-1] - log_loss(y, score, sample_weight=weight)) < 1e-6
assert abs(history["Logloss"][-1] - log_loss(y, score)) > 1e-3
PY
