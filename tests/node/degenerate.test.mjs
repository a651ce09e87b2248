// Degenerate rows: every call answers, in numbers or in words, and none breaks the lab.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lab, csv, labOn, numbersIn, refusal } from './reference.mjs';

const one = [1, 0.5, 1];
const sets = {
  'one class': [[1, 2, 1], [2, 1, 1], [3, 3, 1]],
  'one class at the origin': [[0, 0, -1], [0, 0, -1]],
  'one row': [one],
  'two rows, one each': [one, [-1, 0, -1]],
  'all equal, one class': [one, one, one],
  'all equal, both classes': [one, one, [1, 0.5, -1]],
  'the same point with both labels': [one, [1, 0.5, -1], [0.2, 1, 1]],
  'all at the origin': [[0, 0, 1], [0, 0, -1]],
  'a margin of 1e-10': [[1, 1e-10, 1], [1, -1e-10, -1], [0.3, 1, 1], [0.4, -1.5, -1]],
  'a margin of 1e-13': [[1, 1e-13, 1], [1, -1e-13, -1], [0.3, 1, 1], [0.4, -1.5, -1]],
  'on one line': [[1, 1, 1], [2, 2, 1], [-1, -1, -1], [-3, -3, -1]],
  'large and small': [[1e100, 1, 1], [-1e-100, 2, -1], [1, -1, -1]],
  'large': [[1e100, 1e100, 1], [-1e100, -1e100, -1]],
  'small': [[1e-200, 0, 1], [-1e-200, 1e-200, -1]],
  'some weights 0': [[...one, 0], [-1, 0, -1, 1], [2, 1, 1, 3]],
  'one weight above 0': [[...one, 0], [-1, 0, -1, 1e-300], [2, 1, 1, 0]],
  'weights far apart': [[...one, 1e-300], [-1, 0, -1, 1e300], [2, 1, 1, 1]],
  'all weights 0': [[...one, 0], [-1, 0, -1, 0]],
};

/** Calls everything; an Error with a message is an answer, a trap or a NaN is not. */
function interrogate(lab, what) {
  const ask = (name, call, types) => {
    try {
      const wrong = numbersIn(call()).filter((number) => !Number.isFinite(number));
      assert.deepEqual(wrong, [], `${what}: ${name}`);
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      assert.ok(error instanceof Error && error.constructor === Error, `${what}: ${name}: ${error}`);
      assert.ok(error.message.length > 10 && !/NaN|undefined|unwrap|panicked/.test(error.message), `${name}: ${error.message}`);
    }
  };
  ask('reference', () => lab.reference());
  for (let run = 0; run < lab.runCount; run++) {
    ask('optimum', () => lab.optimum(run));
    ask('dual', () => lab.dual(run));
    ask('residual', () => lab.residual(run));
    ask('bound', () => lab.bound(run, 0.5));
    ask('parameters', () => lab.parameters(run));
    ask('scores', () => lab.scores(run, Float64Array.of(0, 0, 1, 2)));
    const measured = lab.metrics(run);
    assert.ok(['training', 'converged', 'diverged', 'empty'].includes(measured.status));
    const { undefined: why, status, divergedAt, overflowed, ...numbers } = measured;
    const all = Object.values(numbers);
    if (why) assert.ok(all.every(Number.isNaN), `${what}: ${JSON.stringify(measured)}`);
    else assert.ok(!Number.isNaN(measured.lnRisk) && measured.trainError >= 0 && measured.parameterNorm >= 0, `${what}: ${JSON.stringify(measured)}`);
    assert.ok(all.every((number) => Number.isNaN(number) || Number.isFinite(number)), what);
    assert.ok(status !== 'empty' || why, what);
  }
}

for (const [name, rows] of Object.entries(sets)) {
  test(name, () => {
    const weights = rows[0].length === 4 ? 'file,1:1' : '1:1,1:0,5:1';
    for (const model of ['model=linear&bias=none', 'model=linear&bias=all', 'model=linear&loss=logistic', 'model=mlp&width=4']) {
      for (const more of ['', '&l2=0.1', '&optimizer=normalized']) {
        const lab = labOn(csv(rows), `${model}${more}&init=zero&weights=${weights}`);
        const what = `${name}, ${model}${more}`;
        interrogate(lab, what);
        lab.advance(50);
        interrogate(lab, `${what} at 50`);
        try {
          lab.warp(300);
        } catch (error) {
          assert.ok(error.constructor === Error && error.message.length > 10, `${what}: warp: ${error}`);
        }
        interrogate(lab, `${what} warped`);
        lab.reset();
        assert.equal(lab.step, 0);
      }
    }
  });
}

test('no row at all', () => {
  const lab = new Lab('model=linear&keep_orange=0&keep_blue=0');
  assert.equal(lab.metrics(0).status, 'empty');
  lab.advance(10);
  for (const ask of [() => lab.reference(), () => lab.dual(0), () => lab.warp(10)]) {
    assert.match(refusal(ask), /no row/);
  }
});

test('divergence is told, and the last finite state stays', () => {
  const lab = new Lab('init=standard&width=64&weights=1:1,16:1');
  lab.advance(10);
  const measured = lab.metrics(0);
  assert.equal(measured.status, 'diverged');
  assert.ok(measured.divergedAt <= 2 && ['loss', 'gradient', 'parameters'].includes(measured.overflowed));
  assert.ok(lab.parameters(0).every(Number.isFinite));
  assert.equal(lab.step, 10);
  lab.reset();
  assert.equal(lab.metrics(0).status, 'training');
});
