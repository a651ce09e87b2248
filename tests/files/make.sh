#!/bin/sh
# Writes the files of this folder that Weka wrote, from weka_in.arff. WEKA is the path of weka.jar.
set -e
java -cp "$WEKA" weka.filters.AllFilter -i weka_in.arff -o weka.arff
java -cp "$WEKA" weka.filters.unsupervised.instance.NonSparseToSparse -i weka_in.arff -o weka_sparse.arff
java -cp "$WEKA" weka.core.converters.CSVLoader r_csv_plain.csv > weka_from_csv.arff
java -cp "$WEKA" weka.core.converters.SVMLightSaver -i weka_from_csv.arff -o weka_svmlight.svm -c last
java -cp "$WEKA" weka.core.converters.LibSVMSaver -i weka_from_csv.arff -o weka_libsvm.libsvm -c last
for mode in csv markdown json; do
  sqlite3 -header :memory: ".mode csv" ".import r_csv_plain.csv birds" ".mode $mode" ".output sqlite.$mode" \
    "select cast(length as real) as length, cast(width as real) as width, kind from birds;"
done
