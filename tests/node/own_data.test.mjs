// A person's own data: what is used, what is left out, and what a bad file leaves as it was.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Lab, labOn, read, refusal } from './reference.mjs';

const penguins = readFileSync(new URL('../data/penguins.csv', import.meta.url), 'utf8');
const chinstrap = 'x1=bill_length_mm&x2=bill_depth_mm&class=species&orange=Chinstrap&blue=Adelie&standardize=1';

test('penguins train, and the lines left out are named', () => {
  const lab = new Lab('model=linear&weights=1:1,5:1');
  lab.loadCsv(penguins, chinstrap);
  const notices = lab.notices.join('\n');
  assert.match(notices, /219 rows used\. 125 left out: 124 of a third class, 1 without a number\./);
  assert.match(notices, /Line 5: .*missing/);
  assert.match(notices, /Lines 154–277: the class is "Gentoo"/);
  const start = lab.metrics(0).lnRisk;
  lab.advance(2000);
  for (const run of [0, 1]) {
    const measured = lab.metrics(run);
    assert.equal(measured.status, 'training');
    assert.ok(measured.lnRisk < start - 0.5 && measured.trainError < 0.1, JSON.stringify(measured));
    assert.ok(Number.isNaN(measured.testError) && Number.isNaN(measured.populationError));
  }
});

test('own data rides in the link while it fits, bit for bit', () => {
  const lab = labOn(read('moons200.csv'), 'width=8&weights=1:1,16:1');
  const again = new Lab(lab.query);
  assert.deepEqual(again.notices, []);
  assert.equal(again.query, lab.query);
  for (const each of [lab, again]) each.advance(100);
  assert.deepEqual(again.parameters(1), lab.parameters(1));
  assert.equal(again.metrics(1).testError, lab.metrics(1).testError);

  const many = new Lab();
  many.loadCsv(penguins, chinstrap);
  assert.ok(!many.query.includes('points='), '219 rows do not fit');
});

/** Files that are refused, with what the reason says. */
const refused = {
  'nothing': ['', /empty|no /i],
  'blanks': [' \n \n', /empty|no /i],
  'a header alone': ['x1,x2,y\n', /row/],
  'words only': ['x1,x2,y\na,b,1\nc,d,-1\n', /line 2/i],
  'rows cut short': ['x1,x2,y\n1\n2\n', /Choose the class column .*The columns are x1, x2, y/],
  'no such weight': ['x1,x2,y,weight\n1,2,1,-1\n2,3,-1,NaN\n', /line 2/i],
  'numbers too large': ['x1,x2,y\n1e200,1,1\n1e300,2,-1\n', /line 2/i],
  'no finite number': ['x1,x2,y\nNaN,1,1\ninf,2,-1\n', /line 2/i],
  'no such split': ['x1,x2,y,split\n1,1,1,maybe\n2,2,-1,perhaps\n', /line 2/i],
  'one column': ['y\n1\n-1\n', /column/],
  'binary': ['\u0000\u0001\u0002PK\u0003\u0004\u0000\u0000', /text|column|row/i],
};

for (const [name, [text, reason]] of Object.entries(refused)) {
  test(`refused: ${name}`, () => {
    const lab = labOn(read('sep40.csv'), 'model=linear&weights=1:1,5:1');
    lab.warp(20);
    const state = () => [lab.query, lab.step, lab.log10t, lab.parameters(0), lab.parameters(1), lab.notices];
    const before = state();
    assert.match(refusal(() => lab.loadCsv(text)), reason);
    assert.deepEqual(state(), before);
    lab.advance(5);
    assert.equal(lab.step, before[1] + 5);
  });
}

test('options that name nothing are refused', () => {
  const lab = new Lab();
  for (const options of ['x1=nowhere', 'x1=bill_length_mm&x2=bill_length_mm', 'orange=Dodo', 'standardize=maybe', 'what=1']) {
    const before = lab.query;
    refusal(() => lab.loadCsv(penguins, options));
    assert.equal(lab.query, before);
  }
});

/** Files of which the good is used: text, rows used, and what the notices say of the rest. */
const used = {
  'a byte-order mark and CRLF': ['\uFEFFx1,x2,y\r\n1,2,1\r\n-1,-2,-1\r\n', 2, /2 rows used/],
  'semicolons and decimal commas': ['x1;x2;y\n1,5;2,5;1\n-1,5;-2;-1\n', 2, /2 rows used/],
  'tabs': ['x1\tx2\ty\n1\t2\t1\n-1\t-2\t-1\n', 2, /2 rows used/],
  'quotes': ['"x1","x2","y"\n"1","2","1"\n"-1","-2","-1"\n', 2, /2 rows used/],
  'a ragged row': ['x1,x2,y\n1,2,1\n7\n-1,-2,-1\n', 2, /Line 3:/],
  'a word among numbers': ['x1,x2,y\n1,2,1\nfoo,2,1\n-1,-2,-1\n', 2, /Line 3: .*foo/],
  'a third class': ['x1,x2,y\n1,2,a\n3,4,b\n-1,-2,a\n5,6,b\n1,1,c\n', 4, /Line 6: .*"c"/],
  'one class': ['x1,x2,y\n1,2,1\n2,3,1\n', 2, /Every row used is orange/],
};

for (const [name, [text, rows, notice]] of Object.entries(used)) {
  test(`used: ${name}`, () => {
    const lab = new Lab('model=linear&weights=1:1');
    lab.loadCsv(text);
    assert.match(lab.notices.join('\n'), notice);
    assert.equal(lab.dual(0).length, rows);
    lab.advance(10);
    assert.ok(lab.parameters(0).every(Number.isFinite));
  });
}
