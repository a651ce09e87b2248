// Files as programs write them and as people type them: each gets the roles that tests/files/table.json gives it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Lab, refusal } from './reference.mjs';

const folder = new URL('../files/', import.meta.url);
const text = (name) => readFileSync(new URL(name, folder), 'utf8');
const table = JSON.parse(text('table.json'));

test('every file of the table gets its roles', () => {
  assert.ok(table.length >= 80);
  for (const entry of table) {
    const lab = new Lab('weights=1:1');
    lab.loadData(text(entry.file), entry.companion ? { companion: text(entry.companion) } : undefined);
    const data = lab.data();
    const left = data.leftOut.reduce((sum, { lines }) => sum + lines.length, 0);
    assert.deepEqual(
      [data.format, data.features, data.classes, data.weight, data.split, data.used, left],
      [entry.format, entry.features, { orange: entry.orange, blue: entry.blue }, entry.weight, entry.split, entry.used, entry.leftOut],
      entry.file,
    );
    assert.equal(lab.runCount, entry.weight ? 2 : 1, entry.file);
    lab.advance(10);
    assert.equal(lab.metrics(0).status, 'training', entry.file);
  }
});

test('options as an object and as text say the same', () => {
  const [a, b] = [new Lab(), new Lab()];
  const file = text('sklearn_wine.csv');
  a.loadData(file, { x1: 'proline', x2: 3, class: 'target', orange: 0, standardize: false });
  b.loadData(file, 'x1=proline&x2=3&class=target&orange=0&standardize=0');
  assert.deepEqual(a.data(), b.data());
  assert.deepEqual(a.data().features, ['proline', 'malic_acid']);
  assert.equal(a.data().standardized, null);
});

test('a file that is refused changes nothing, and the notices of the link stay', () => {
  const lab = new Lab('colour=1');
  const state = () => [lab.query, lab.notices, lab.data(), lab.runCount, lab.parameters(0)];
  const before = state();
  assert.ok(before[1].length > 0);
  for (const [file, options] of [
    ['a,b,c\n1,high,x\n2,low,y\n3,high,x\n'],
    ['@relation x\n@data\n'],
    ['u,v,k\n1,2,a\n2,1,b\n', { class: 'nowhere' }],
    ['u,v,k\n1,2,a\n2,1,b\n', { colour: 1 }],
    ['u,v,k\n1,2,a\n2,1,b\n', { class: {} }],
    ['u,v,k\n1,2,a\n2,1,b\n', ['class', 'k']],
    [12],
  ]) {
    refusal(() => lab.loadData(file, options));
    assert.deepEqual(state(), before);
  }
  assert.match(refusal(() => lab.loadData('a,b,c\n1,high,x\n2,low,y\n3,high,x\n')), /line 2: "high"/);
});

test('rows go out and come back to the same bits', () => {
  for (const format of ['csv', 'arff', 'svmlight']) {
    const lab = new Lab('model=linear&weights=1:1,file');
    lab.loadData(text('pandas_weights.csv'));
    const again = new Lab('model=linear&weights=1:1,file');
    again.loadData(lab.exportData(format), { standardize: false, orange: format === 'svmlight' ? 1 : lab.data().classes.orange });
    assert.equal(again.data().format, format);
    for (const each of [lab, again]) each.advance(50);
    for (const run of [0, 1]) assert.deepEqual(again.parameters(run), lab.parameters(run), format);
  }
});

test('what generated data and a link say of themselves', () => {
  assert.deepEqual(new Lab().data(), {
    format: 'generated', features: ['x₁', 'x₂'], classes: { orange: 'orange', blue: 'blue' },
    weight: null, split: 'split', standardized: null, used: 200, leftOut: [],
  });
  const lab = new Lab();
  lab.loadData(text('pandas_weights.csv'));
  const again = new Lab(lab.query).data();
  assert.deepEqual([again.format, again.features, again.weight], ['link', ['length', 'width'], 'weight']);
  assert.deepEqual(again.standardized, lab.data().standardized);
});
