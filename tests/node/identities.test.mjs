// Identities that importance weights obey, and edge cases with known answers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lab, close, csv, degrees, json, labOn, ofMargins, read, table } from './reference.mjs';

const edge = json('edge_cases.json');
const sep40 = table('sep40.csv').map(({ x1, x2, y }) => [x1, x2, y]);
const homogeneous = (rows, weights = '1:1') => labOn(csv(rows), `model=linear&bias=none&init=zero&weights=${weights}`);

for (const name of Object.keys(edge).filter((name) => name.startsWith('tiny_margin'))) {
  test(name, () => {
    const { z, gamma, direction } = edge[name];
    for (const sign of [() => 1, undefined]) {
      const limit = homogeneous(ofMargins(z, sign)).reference();
      assert.equal(limit.separability, 'separable');
      close(limit.margin, gamma, 1e-10 * gamma, 'margin');
      // The stored directions are themselves off by up to their rounding over the margin.
      close(limit.direction, direction, Math.max(1e-10, 3e-16 / gamma), 'direction');
      close(limit.direction, [0, 1], 1e-15, 'direction, by symmetry');
    }
  });
}

for (const name of ['touching_hull', 'opposite_duplicates']) {
  test(name, () => {
    const limit = homogeneous(ofMargins(edge[name].z)).reference();
    assert.equal(limit.separability, 'partly');
    assert.deepEqual([...limit.separableRows], edge[name].separable_part_rows);
    close(limit.direction, edge[name].limit_direction, 1e-10, 'direction');
  });
}

for (const name of ['zero_dual_sv', 'degenerate_3sv']) {
  test(name, () => {
    const { z, w, direction, margin, warp, gd_1e4, rho_infinity } = edge[name];
    const lab = homogeneous(ofMargins(z).map((row, k) => [...row, w[k]]), 'file');
    const limit = lab.reference();
    close(limit.direction, direction, 1e-10, 'direction');
    close(limit.margin, margin, 1e-10, 'margin');
    assert.deepEqual([...limit.support], [...z.keys()], 'every row is on the margin');
    if (rho_infinity) close(lab.residual(0), rho_infinity, 1e-10, 'ρ');
    lab.advance(1e4);
    if (gd_1e4) close(lab.parameters(0), gd_1e4, 1e-11, 'plain descent');
    for (const [time, theta] of Object.entries(warp)) {
      lab.warp(Number(time.slice(2)));
      close(lab.parameters(0), theta, 1e-7, time);
    }
  });
}

test('class weights are a bias shift, for a line at 100,000 steps', () => {
  const { ratio, theta0, theta, equivalent } = edge.class_weight_is_bias_shift;
  const weighted = labOn(read('sep40.csv'), `model=linear&bias=all&weights=${ratio}`);
  const shifted = labOn(read('sep40.csv'), `model=linear&bias=all&weights=1:1&lr=${equivalent.eta}`);
  weighted.setParameters(0, Float64Array.from(theta0));
  shifted.setParameters(0, Float64Array.of(theta0[0], theta0[1], equivalent.bias_coef0));
  for (const t of [1, 100, 1e4, 1e5]) {
    weighted.advance(t - weighted.step);
    shifted.advance(t - shifted.step);
    const back = shifted.parameters(0);
    back[2] += equivalent.then_add_to_bias_coef;
    close(back, weighted.parameters(0), 1e-12, `at ${t}`);
    if (theta[t]) close(weighted.parameters(0), theta[t], 1e-11, `at ${t}`);
  }
});

test('class weights are a bias shift, for a network at 10,000 steps', () => {
  const query = 'data=moons&n_orange=20&n_blue=20&width=8&activation=tanh&weights=';
  const shift = Math.log(16) / 2;
  const weighted = new Lab(`${query}16:1`);
  // Mean-1 weights w₊, w₋ of the ratio on n₊ and n₋ training rows; the step is η √(w₊ w₋).
  const [nOrange, nBlue] = [4, 16];
  const scale = (nOrange + nBlue) / (16 * nOrange + nBlue);
  const shifted = new Lab(`${query}1:1&lr=${0.1 * scale * Math.sqrt(16)}`);
  const start = shifted.parameters(0);
  start[start.length - 1] -= shift;
  shifted.setParameters(0, start);
  for (const lab of [weighted, shifted]) lab.advance(1e4);
  const back = shifted.parameters(0);
  back[back.length - 1] += shift;
  close(back, weighted.parameters(0), 1e-12, 'θ');
});

test('with weights p*, descent goes straight to the limit', () => {
  const { theta } = edge.pstar_weights_straight_path;
  const limit = labOn(read('sep40.csv'), 'model=linear&bias=all&weights=1:1').reference();
  const rows = sep40.map((row, k) => [...row, limit.dual[k]]);
  const lab = labOn(csv(rows), 'model=linear&bias=all&init=zero&weights=file');
  for (const t of Object.keys(theta)) {
    lab.advance(t - lab.step);
    close(lab.parameters(0), theta[t], 1e-11, `at ${t}`);
    assert.ok(degrees(lab.parameters(0), limit.direction) < 1e-9);
    close(lab.dual(0), limit.dual, 1e-12, 'the dual stays');
  }
});

test('a row twice is its weight doubled, and weights know no scale, in steps and in warped time', () => {
  const weight = (row) => (row === 6 ? 2 : 1);
  const query = 'model=linear&bias=all&init=zero&weights=file';
  const doubled = labOn(csv(sep40.map((row, k) => [...row, weight(k)])), query);
  const scaled = labOn(csv(sep40.map((row, k) => [...row, 8 * weight(k)])), query);
  const twice = labOn(csv(sep40.flatMap((row, k) => (weight(k) === 2 ? [[...row, 1], [...row, 1]] : [[...row, 1]]))), query);
  const at = [
    [(lab) => lab.advance(1000), 1e-11],
    [(lab) => lab.warp(12), 1e-7],
    [(lab) => lab.warp(300), 1e-6],
  ];
  for (const [go, tolerance] of at) {
    for (const lab of [doubled, scaled, twice]) go(lab);
    assert.deepEqual(scaled.parameters(0), doubled.parameters(0), 'scaled by 8, bit for bit');
    close(twice.parameters(0), doubled.parameters(0), tolerance, 'a row twice');
  }
  close(twice.residual(0), doubled.residual(0), 1e-10, 'ρ');
  close(twice.reference().margin, doubled.reference().margin, 1e-14, 'margin');
});

test('a weight of 0 removes its row, and moves the limit if the row is a support vector', () => {
  const query = 'model=linear&bias=all&init=zero&weights=file,1:1';
  const { support } = labOn(read('sep40.csv'), 'model=linear&bias=all').reference();
  const other = [...sep40.keys()].find((row) => !support.includes(row));
  for (const removed of [support[0], other]) {
    const lab = labOn(csv(sep40.map((row, k) => [...row, k === removed ? 0 : 1])), query);
    const without = labOn(csv(sep40.filter((_, k) => k !== removed)), query);
    for (const each of [lab, without]) each.advance(1000);
    close(lab.parameters(0), without.parameters(1), 1e-11, 'at 1000');
    for (const each of [lab, without]) each.warp(1000);
    close(lab.parameters(0), without.parameters(1), 1e-6, 'at t = 1e1000');
    const apart = degrees(lab.parameters(0), lab.parameters(1));
    assert.ok(removed === other ? apart < 0.1 : apart > 1, `row ${removed}: ${apart}° apart`);
    assert.equal(lab.dual(0)[removed], 0);
  }
});
