// The interface itself: links, steps, parameters, the shapes it promises and how it refuses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lab, close, labOn, read, refusal } from './reference.mjs';

test('no link throws: what it says wrongly is noticed', () => {
  const wrong = {
    'nonsense': 1, '&&&': 0, '=': 1, 'model=cubic': 1, 'lr=-1': 1, 'lr=NaN': 1, 'width=1e9': 1, 'depth=0': 1,
    'weights=': 1, 'weights=0:0': 1, 'weights=-1:1,nan:2': 1, 'weights=1:1,x': 1, 'seed=1.5': 1, 'v=9': 1,
    'data=csv': 1, 'data=csv&points=%%%': 1, 'points=AAAA': 1, '%E0%A4%A': 1, 'run=7': 1, '\u0000': 1, '🦀=🦀': 1,
    [`weights=${Array(50).fill('1:1')}`]: 1, ['x'.repeat(100_000)]: 1, [`lr=${'9'.repeat(10_000)}`]: 1,
  };
  for (const [query, least] of Object.entries(wrong)) {
    const lab = new Lab(query);
    assert.ok(lab.notices.length >= least, `${query.slice(0, 40)} is noticed`);
    assert.ok(lab.notices.every((notice) => notice.length < 1000), 'briefly');
    lab.advance(1);
    assert.ok(lab.runCount >= 1);
    lab.free();
  }
});

test('a link says what differs from the defaults, and says it again', () => {
  assert.equal(new Lab().query, '');
  assert.equal(new Lab('').query, new Lab(undefined).query);
  for (const query of [
    'v=1&weights=1:1,5:1&data=overlap&model=linear&loss=logistic',
    'v=1&weights=density&noise=0.15&depth=2&width=9&activation=leaky&slope=0.2&bias=input&init=fanin&lr=0.05&l2=1e-3',
    'v=1&data=separable&seed=7&model=linear&bias=none&optimizer=normalized',
  ]) {
    const lab = new Lab(query);
    assert.deepEqual(lab.notices, []);
    assert.equal(lab.query, query);
    assert.equal(new Lab(`#${query}`).query, query);
  }
});

test('steps are whole numbers, and a refusal takes none', () => {
  const lab = new Lab('width=4');
  lab.advance(3);
  for (const steps of [NaN, -1, 1.5, Infinity, -Infinity, 1e300, undefined, null, '3', [3], true, 3n]) refusal(() => lab.advance(steps));
  assert.equal(lab.step, 3);
  lab.advance(0);
  assert.equal(lab.step, 3);
});

test('parameters are taken whole or not at all', () => {
  const lab = new Lab('model=linear&weights=1:1,5:1');
  lab.advance(10);
  const before = lab.parameters(0);
  for (const wrong of [[], [1, 2], [1, 2, 3, 4], [1, NaN, 3], [1, 2, Infinity]]) {
    refusal(() => lab.setParameters(0, Float64Array.from(wrong)));
    assert.deepEqual(lab.parameters(0), before);
  }
  lab.setParameters(1, Float64Array.of(1, 2, 3));
  assert.deepEqual([...lab.parameters(1)], [1, 2, 3]);
  assert.deepEqual(lab.parameters(0), before, 'the other run stays');
  close(lab.scores(1, Float64Array.of(1, 1, 0, 0, -2, 0.5)), [6, 3, 2], 1e-15, 'scores');
  lab.parameters(1).fill(9);
  assert.deepEqual([...lab.parameters(1)], [1, 2, 3], 'what is handed out is a copy');
  assert.match(refusal(() => lab.scores(0, Float64Array.of(1))), /pairs/);
});

test('a number that is no run is refused, and the runs there are said', () => {
  const lab = new Lab('model=linear&data=separable&weights=1:1,5:1');
  const points = Float64Array.of(1, 1);
  for (const run of [2, -1, 1.5, 0.1, NaN, Infinity, 2 ** 32, 2 ** 32 + 1, 2 ** 53, undefined, null, 'first', '0', '', true, [0], {}, Symbol('0'), 0n]) {
    for (const call of ['parameters', 'metrics', 'optimum', 'dual', 'residual']) {
      assert.match(refusal(() => lab[call](run)), /2 runs, numbered 0 to 1/, `${call}(${String(run)})`);
    }
    assert.match(refusal(() => lab.scores(run, points)), /2 runs/);
    assert.match(refusal(() => lab.setParameters(run, lab.parameters(0))), /2 runs/);
    assert.match(refusal(() => lab.bound(run, 1)), /2 runs/);
  }
  assert.match(refusal(() => new Lab('weights=1:1').parameters(1)), /1 run, number 0/);
});

test('a file that is no text is refused, and the lab stays as it was', () => {
  const lab = new Lab('model=linear');
  lab.advance(5);
  const before = lab.parameters(0);
  for (const file of [5, null, undefined, {}, [1, 2], true, Symbol('x'), new Uint8Array(3)]) {
    assert.match(refusal(() => lab.loadCsv(file)), /takes the text of a file/);
  }
  const text = read('sep40.csv');
  for (const options of [5, {}, true]) assert.match(refusal(() => lab.loadCsv(text, options)), /options as text/);
  assert.deepEqual([lab.step, lab.query, lab.parameters(0)], [5, 'v=1&model=linear', before]);
  for (const options of [undefined, null, '']) {
    lab.loadCsv(text, options);
    assert.equal(lab.step, 0);
    assert.match(lab.query, /data=csv/);
  }
});

test('a freed lab refuses everything', () => {
  const lab = new Lab();
  lab.free();
  for (const use of [() => lab.advance(1), () => lab.step, () => lab.parameters(0), () => lab.loadCsv('x'), () => lab.reset(), () => lab.notices]) {
    assert.match(refusal(use), /was freed: build another one with new Lab/);
  }
  lab.free();
  lab.free();
  const next = new Lab('width=2');
  next.advance(1);
  assert.equal(next.step, 1);
});

test('warped time is told apart from steps, and left by them', () => {
  const lab = labOn(read('sep40.csv'), 'model=linear&weights=1:1,5:1');
  assert.equal(lab.log10t, -Infinity);
  lab.advance(100);
  assert.equal(lab.log10t, 2);
  for (const log10t of [NaN, 3.9, -1, 1000.1, Infinity]) refusal(() => lab.warp(log10t));
  assert.equal(lab.step, 100, 'a refusal takes no step');
  lab.warp(4);
  assert.deepEqual([lab.step, lab.log10t], [1e4, 4]);
  const handover = lab.parameters(0);
  lab.warp(1000);
  assert.deepEqual([lab.step, lab.log10t], [1e4, 1000]);
  close(lab.dual(0).reduce((sum, q) => sum + q), 1, 1e-12, 'Σ q');
  lab.warp(6);
  const direct = labOn(read('sep40.csv'), 'model=linear&weights=1:1,5:1');
  direct.warp(6);
  assert.deepEqual(lab.parameters(1), direct.parameters(1), 'back from later or straight there');
  lab.advance(0);
  assert.deepEqual(lab.parameters(0), handover, 'steps go on from the step');
  lab.reset();
  assert.equal(lab.log10t, -Infinity);
});

test('warped time begins where parameters were set', () => {
  const lab = labOn(read('sep40.csv'), 'model=linear&weights=1:1');
  lab.advance(20_000);
  lab.warp(4);
  lab.setParameters(0, Float64Array.of(5, 4, 0));
  assert.match(refusal(() => lab.warp(4)), /20000/);
  lab.warp(5);
  assert.equal(lab.log10t, 5);
});

test('a run that diverges before flow takes over is not warped', () => {
  const lab = labOn(read('sep40.csv'), 'model=linear&weights=1:1,5:1');
  lab.setParameters(1, Float64Array.of(-300, -300, 0));
  assert.match(refusal(() => lab.warp(10)), /diverged/);
  assert.equal(lab.metrics(1).status, 'diverged');
  assert.equal(lab.log10t, 4, 'it tells of the steps it took');
});

test('what cannot be computed is said in words', () => {
  const said = (query, call) => refusal(() => call(new Lab(query)));
  assert.match(said('model=mlp', (lab) => lab.warp(10)), /linear/);
  assert.match(said('model=mlp', (lab) => lab.dual(0)), /linear/);
  assert.match(said('model=mlp', (lab) => lab.bound(0, 1)), /linear/);
  assert.match(said('model=mlp', (lab) => lab.optimum(0)), /linear/);
  assert.match(said('model=mlp', (lab) => lab.residual(0)), /linear/);
  assert.match(said('data=separable&model=linear', (lab) => lab.optimum(0)), /penalty/);
  assert.match(said('data=separable&model=linear&l2=0.1', (lab) => lab.warp(10)), /l2=0/);
  assert.match(said('data=separable&model=linear&l2=0.1', (lab) => lab.residual(0)), /l2=0/);
  assert.match(said('data=separable&model=linear&optimizer=normalized', (lab) => lab.warp(10)), /optimizer=gd/);
  assert.match(said('data=separable&model=linear&optimizer=normalized', (lab) => lab.residual(0)), /optimizer=gd/);
  assert.match(said('data=overlap&model=linear', (lab) => lab.residual(0)), /separable/);
  const large = (lab) => lab.setParameters(0, Float64Array.of(1e308, 1e308, 1e308));
  assert.match(said('model=linear', (lab) => (large(lab), lab.dual(0))), /too large/);
  assert.match(said('model=linear', (lab) => (large(lab), lab.bound(0, 1))), /finite/);
});

test('the bound has its terms, and refuses a margin that is none', () => {
  const lab = new Lab('model=linear');
  lab.advance(1000);
  for (const margin of [0, -1, NaN, Infinity]) assert.match(refusal(() => lab.bound(0, margin)), /margin/);
  const [tight, wide] = [lab.bound(0, 0.1), lab.bound(0, 1)];
  for (const { empirical, complexity, confidence, total } of [tight, wide]) {
    close(total, empirical + complexity + confidence, 1e-15, 'total');
    assert.ok(empirical >= 0 && complexity > 0 && confidence > 0);
  }
  assert.ok(tight.empirical <= wide.empirical);
  close(tight.complexity, 10 * wide.complexity, 1e-12, 'the second term is as 1/g');
  // 3 max(v) √(ln(2/δ)/2n) with the true weights 4 and 1/4 of a 1:4 against 4:1 split, n = 100.
  close(tight.confidence, 12 * Math.sqrt(Math.log(40) / 200), 1e-12, 'the third term');
});

test('the bound is the formula with the true weights, and refuses where there are none', () => {
  const rows = [[1, 2, 1, 'train'], [0.5, -1, 1, 'train'], [-1, 0.3, -1, 'train'], [2, 1, 1, 'test'], [-2, 1, -1, 'test'], [-1, -1, -1, 'test']];
  const lab = labOn(`x1,x2,y,split\n${rows.map((row) => row.join()).join('\n')}`, 'model=linear&weights=9:1');
  lab.setParameters(0, [3, -1, 0.5]);
  // P_s = (2, 1)/3, P_t = (1, 2)/3: v = ½ for orange and 2 for blue.
  const [v, z] = [[0.5, 0.5, 2], [[1, 2, 1], [0.5, -1, 1], [1, -0.3, -1]]];
  const u = z.map(([a, b, c]) => (3 * a - b + 0.5 * c) / Math.hypot(3, 1, 0.5));
  const g = 1.2;
  const bound = lab.bound(0, g);
  close(bound.empirical, u.reduce((sum, u, k) => sum + v[k] * Math.min(1, Math.max(0, 1 - u / g)), 0) / 3, 1e-15, 'empirical');
  close(bound.complexity, ((2 / g) * Math.sqrt(z.reduce((sum, row, k) => sum + v[k] ** 2 * row.reduce((s, x) => s + x * x, 0), 0))) / 3, 1e-15, 'complexity');
  close(bound.confidence, 6 * Math.sqrt(Math.log(2 / 0.05) / 6), 1e-14, 'confidence');

  const untrained = labOn('x1,x2,y,split\n1,2,1,train\n2,1,1,train\n-1,0,-1,test', 'model=linear&weights=1:1');
  assert.match(refusal(() => untrained.bound(0, 1)), /Keep some blue/);
});

test('what a script should know of its weights is noticed', () => {
  const notices = (query) => new Lab(query).notices.join('; ');
  assert.match(notices('model=linear&weights=1:0,1:1'), /^the run 1:0 removes 80 rows of weight 0$/);
  assert.match(notices('weights=file,1:1'), /no weight column/);
  const lab = new Lab('model=linear&weights=file');
  lab.loadCsv('x1,x2,y,weight\n1,2,1,0\n3,1,-1,2\n0,1,1,3');
  assert.match(lab.notices.join('; '), /the run file removes 1 row of weight 0/);
  lab.loadCsv('x1,x2,y\n1,2,1\n3,1,-1');
  assert.match(lab.notices.join('; '), /no weight column/);
  assert.match(new Lab({ model: 'linear' }).notices.join(), /no text/);
  for (const nothing of [undefined, null, '']) assert.deepEqual(new Lab(nothing).notices, []);
});

test('how features were standardized is noticed, with the numbers to do it again', () => {
  const rows = [[39.1, 18.7, 'a'], [46.5, 17.9, 'b'], [40.3, 18, 'a'], [50, 19.5, 'b'], [36.7, 19.3, 'a'], [51.3, 19.2, 'b']];
  const text = `length,depth,kind\n${rows.map((row) => row.join()).join('\n')}`;
  const lab = labOn(text, 'model=linear');
  const told = /x1 = \(length - ([\d.]+)\)\/([\d.]+), x2 = \(depth - ([\d.]+)\)\/([\d.]+)/.exec(lab.notices.join('; '));
  const [m1, d1, m2, d2] = told.slice(1).map(Number);
  const mean = (k) => rows.reduce((sum, row) => sum + row[k], 0) / 6;
  const deviation = (k) => Math.sqrt(rows.reduce((sum, row) => sum + (row[k] - mean(k)) ** 2, 0) / 6);
  close([m1, d1, m2, d2], [mean(0), deviation(0), mean(1), deviation(1)], 1e-13, 'mean and deviation');
  // The first step from 0, of plain features in these units: ½ η (1/n) Σ y x under the logistic loss.
  const line = labOn(text, 'model=linear&init=zero&loss=logistic&weights=1:1');
  line.advance(1);
  const y = (row) => (row[2] === rows[0][2] ? 1 : -1);
  const expected = [0, 1].map((k) => (0.05 * rows.reduce((sum, row) => sum + (y(row) * (row[k] - [m1, m2][k])) / [d1, d2][k], 0)) / 6);
  const [a, b] = line.parameters(0);
  const sign = Math.sign(a) * Math.sign(expected[0]);
  close([a, b], expected.map((value) => sign * value), 1e-15, 'the first step');
  assert.doesNotMatch(labOn(read('sep40.csv'), 'model=linear').notices.join(), /standardized/);
});

test('what a script gives is checked before memory is taken for it', () => {
  const lab = new Lab('model=linear&weights=1:1');
  const before = lab.parameters(0);
  for (const wrong of [{ length: -1 }, { length: 1e9 }, { length: 3 }, '1,2,3', 5, null, undefined, new Map(), new DataView(new ArrayBuffer(24)), ['1', '2', '3'], [1, 2, , 3].slice(0, 3), new Array(2 ** 32 - 1), new Array(1e9)]) {
    assert.ok(refusal(() => lab.setParameters(0, wrong)).length > 20);
    assert.ok(refusal(() => lab.scores(0, wrong)).length > 20 || wrong.length === undefined);
    assert.deepEqual(lab.parameters(0), before);
  }
  assert.match(refusal(() => lab.scores(0, new Float64Array(120_000_000))), /up to 1000000 points, 60000000 were given: ask for a part/);
  assert.match(refusal(() => lab.setParameters(0, new Float64Array(120_000_000))), /3 parameters, 120000000 were given/);
  assert.equal(lab.scores(0, new Float64Array(2_000_000)).length, 1_000_000);
  assert.deepEqual([...lab.scores(0, [])], []);
  assert.match(refusal(() => lab.loadCsv('x'.repeat(30_000_000))), /up to 20000000 characters/);
  lab.advance(1);
  assert.equal(lab.step, 1);
  lab.free();
});

test('a bound whose terms overflow is refused', () => {
  const lab = new Lab('model=linear');
  lab.advance(10);
  const small = lab.bound(0, 1e-300);
  assert.ok(Object.values(small).every(Number.isFinite), 'terms that do not overflow are given');
  for (const margin of [1e-308, 5e-324, '1', null]) assert.match(refusal(() => lab.bound(0, margin)), /margin above 0/, String(margin));
  for (const time of ['5', null, [5]]) assert.match(refusal(() => lab.warp(time)), /log10 t from 4/);
});

test('a run that cannot be measured has no number and says why', () => {
  const overflowing = new Lab('v=1&lr=58.69');
  overflowing.advance(50);
  const empty = new Lab('keep_orange=0&keep_blue=0&weights=1:1');
  let undefinedRuns = 0;
  for (const lab of [overflowing, empty]) {
    for (let run = 0; run < lab.runCount; run++) {
      const measured = lab.metrics(run);
      const numbers = ['lnRisk', 'trainError', 'testError', 'populationError', 'fractionOrange', 'normalizedMargin', 'parameterNorm', 'gradientNorm'];
      assert.equal(Number.isNaN(measured.lnRisk), measured.undefined !== undefined);
      if (!measured.undefined) continue;
      undefinedRuns += 1;
      assert.match(measured.undefined, /no row to train on|overflow/);
      for (const name of numbers) assert.ok(Number.isNaN(measured[name]), `${name}: ${measured[name]}`);
    }
  }
  assert.ok(undefinedRuns >= 2, 'both labs have such a run');
});

test('a link is read up to its limit, and notices are few', () => {
  for (const query of ['seed=3&'.repeat(65_536), 'points=AAAA&'.repeat(80_000), Array.from({ length: 250_000 }, (_, k) => `k${k}`).join('&'), '&'.repeat(1e6), `width=3&${'x'.repeat(1e6)}`]) {
    const lab = new Lab(query);
    assert.match(lab.notices.join('\n'), /longer than 8192 characters|and \d+ more/, query.slice(0, 20));
    assert.ok(lab.notices.length <= 21);
    assert.ok(lab.notices.join('').length < 5000);
    lab.free();
  }
  assert.match(new Lab(Array.from({ length: 57 }, (_, k) => `k${k}`).join('&')).notices.at(-1), /^and 37 more$/);
});
