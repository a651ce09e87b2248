// Sweeps, histories, figures and scripts, as scripts have them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Lab, Sweep, labOn, read, refusal } from './reference.mjs';

const LINK = 'v=1&weights=16:1,1:1&n_orange=20&n_blue=20&width=5&sweep=seed:1..4;lr:0.1,0.2&sweep_steps=40';
const MEASURES = ['testError', 'trainError', 'populationError', 'lnRisk', 'fractionOrange', 'normalizedMargin', 'parameterNorm'];

const all = (sweep) => Array.from({ length: sweep.cells }, (_, i) => sweep.run(i));

test('a cell is what advance makes of its link at each recorded step', () => {
  for (const link of [LINK, 'init=standard&sweep=seed:1..2&sweep_steps=9', 'keep_orange=1&keep_blue=1&model=linear&data=separable&sweep=lr:1,2&sweep_steps=99']) {
    const sweep = new Sweep(link);
    for (const i of [0, sweep.cells - 1]) {
      const rows = sweep.run(i);
      assert.equal(rows.link, sweep.cellLink(i));
      const lab = new Lab(rows.link);
      rows.t.forEach((t, k) => {
        lab.advance(t - lab.step);
        rows.runs.forEach((run, number) => {
          const metrics = lab.metrics(number);
          for (const measure of MEASURES) assert.ok(Object.is(run[measure][k], metrics[measure]), `${link} ${measure} at ${t}`);
          assert.equal(run.statuses[k], metrics.status);
          assert.equal(run.divergedAt, rows.t.length - 1 === k ? metrics.divergedAt : run.divergedAt);
        });
      });
    }
  }
});

test('rows survive being posted, in any order, and are summarized', () => {
  const sweep = new Sweep(LINK);
  assert.deepEqual([sweep.cells, sweep.notices, sweep.query], [8, [], LINK]);
  const rows = all(sweep);
  const summary = sweep.summary(rows);
  assert.deepEqual(sweep.summary(structuredClone(rows).reverse()), summary);
  assert.equal(summary.curves.length, 4);
  const [curve] = summary.curves;
  assert.deepEqual([curve.weighting, curve.setting, curve.runs, curve.used], ['16:1', 'Learning rate 0.1', 4, 4]);
  const mine = rows.filter(({ link }) => !link.includes('lr=0.2')).map(({ runs }) => runs[0].testError.at(-1));
  const mean = mine.reduce((sum, x) => sum + x, 0) / 4;
  const deviation = Math.sqrt(mine.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 3);
  assert.ok(Math.abs(curve.mean.at(-1) - mean) < 1e-15);
  // Student's t for 3 degrees of freedom.
  assert.ok(Math.abs(curve.half.at(-1) - (3.18244630528371 * deviation) / 2) < 1e-13);
  assert.ok(summary.curves[0].difference.every((x) => x === 0), 'the baseline against itself');
  assert.ok(Number.isNaN(sweep.summary(rows.slice(0, 1)).curves[0].half[0]), 'one seed shows no spread');
  assert.equal(sweep.summary(rows, 'ln_risk', 1).baseline, 1);
});

test('what is no sweep, no cell, no row and no measure is said in words', () => {
  for (const [link, said] of [['', /changes nothing/], ['sweep=seed:1..1000000', /10000/], ['sweep=wdith:3', /wdith/], [undefined, /changes nothing/], ['sweep=seed:', /no value/]]) {
    const sweep = new Sweep(link);
    assert.ok(sweep.cells >= 1 && sweep.cells <= 10_000);
    assert.match(sweep.notices.join('; '), said);
  }
  const sweep = new Sweep(LINK);
  for (const i of [8, -1, 0.5, NaN, Infinity, undefined]) {
    assert.match(refusal(() => sweep.run(i)), /8 cells, numbered 0 to 7/);
    assert.match(refusal(() => sweep.cellLink(i)), /8 cells/);
  }
  for (const rows of [undefined, null, 5, {}, 'rows', [1], [{}], [{ link: 'v=1', t: [1], runs: [], notices: [] }]]) {
    assert.match(refusal(() => sweep.summary(rows)), /run gives/);
  }
  assert.match(refusal(() => sweep.summary([], 'error')), /is no measure/);
  assert.equal(sweep.summary([]).curves.length, 0);
  const foreign = new Sweep('width=2&sweep=seed:9&sweep_steps=2').run(0);
  assert.match(sweep.summary([foreign]).notices.join(), /no cell of this sweep/);
});

test('a history is of the run alone, and refused where parameters were set', () => {
  const lab = new Lab('weights=16:1,1:1&width=4');
  lab.advance(30);
  const history = lab.history(1);
  assert.deepEqual([...history.t], [0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 30]);
  const metrics = lab.metrics(1);
  for (const measure of MEASURES) assert.equal(history[measure].at(-1), metrics[measure]);
  assert.match(refusal(() => lab.history(2)), /2 runs/);
  lab.setParameters(1, lab.parameters(0));
  assert.match(refusal(() => lab.history(1)), /were set/);
  const own = labOn(read('sep40.csv'), 'model=linear&weights=1:1');
  own.advance(5);
  assert.equal(own.history(0).trainError.at(-1), own.metrics(0).trainError);
});

test('figures are SVG with the moment inside, in the formats there are', () => {
  const lab = new Lab('width=4&n_orange=20&n_blue=20&seed=5');
  lab.advance(20);
  for (const name of ['data', 'boundaries', 'plane', 'curve', 'panels']) {
    for (const width of [85, 170]) {
      const svg = lab.figure(name, { width, theme: 'dark', measure: 'train_error' });
      assert.match(svg, new RegExp(`^<svg [^>]*width="${width}mm"`));
      assert.ok(svg.includes(`data-link="${lab.query.replaceAll('&', '&amp;')}" data-step="20" data-hash="h`));
      assert.doesNotMatch(svg, /NaN|undefined/);
    }
  }
  assert.equal(lab.figure('curve'), lab.figure('curve', {}));
  assert.match(lab.figure('curve', { caption: true, address: 'https://lab.example/' }), /https:\/\/lab\.example\/#v=1&amp;/);
  assert.match(refusal(() => lab.figure('pie')), /data, boundaries, plane, curve, panels/);
  assert.match(refusal(() => lab.figure('curve', { width: 100 })), /85 or 170/);
  assert.match(refusal(() => lab.figure('curve', { theme: 'blue' })), /light or dark/);
  const sweep = new Sweep('width=3&n_orange=20&n_blue=20&sweep=seed:1..3&sweep_steps=20');
  const rows = all(sweep);
  assert.equal(sweep.figure(rows), sweep.figure(rows.toReversed()));
  assert.match(sweep.figure(rows), /mean of 3 seeds, 95 % band/);
  assert.equal(sweep.csv(rows).split('\n').length, 1 + 3 * 3 * rows[0].t.length + 1);
});

test('what is drawn natively is what is drawn here', () => {
  const target = process.env.CARGO_TARGET_DIR ?? new URL('../../target', import.meta.url).pathname;
  const native = JSON.parse(readFileSync(`${target}/tmp/figures.json`, 'utf8'));
  const lab = new Lab(native.link);
  lab.advance(native.step);
  for (const [name, svg] of Object.entries(native.figures)) assert.equal(lab.figure(name), svg, name);
  const sweep = new Sweep(native.sweep);
  const rows = all(sweep);
  assert.equal(sweep.figure(rows), native.sweepFigure);
  assert.equal(sweep.csv(rows), native.csv);
  lab.history(0);
  assert.equal(lab.pythonScript(0), native.script);
  assert.equal(lab.citation('https://lab.example/'), native.citation);
});
