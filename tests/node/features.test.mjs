// Models linear in features against the reference numbers, with the draws of the reference.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lab, close, csv, json, labOn, norm, refusal, table } from './reference.mjs';

const { config, models } = json('feature_models.json');
const { draws } = json('feature_models_draws.json');
const moons = table('moons200.csv');
const rows = {
  moons40: config.moons40_rows.map((row) => moons[row]),
  train100: moons.filter((row) => row.split === 'train'),
};
const byName = { polynomial: 'degree', fourier: 'count', relu: 'count', tangent: 'width' };

/** The lab of a model of the file, with these weights. */
function labOf({ id, model }, weights) {
  const size = model.k ?? model.h ?? model.D;
  const bias = model.kind === 'tangent' || model.bias ? 'all' : 'none';
  const more = model.kind === 'fourier' ? `&bandwidth=${model.sigma}` : model.act === 1 ? '&activation=tanh' : '';
  const query = `model=features&features=${model.kind}&${byName[model.kind]}=${size}&bias=${bias}${more}&weights=${weights}`;
  const lab = new Lab(query);
  lab.loadCsv(csv(rows[model.data].map(({ x1, x2, y }) => [x1, x2, y > 0 ? 'orange' : 'blue'])));
  const { omega, b, theta0 } = draws[id];
  const given = theta0 ?? omega?.flatMap((unit, k) => [...unit, b[k]]);
  if (given) lab.setDraws(Float64Array.from(given));
  return lab;
}

for (const reference of models) {
  const { id, D, checksum, max_margin: limit, runs } = reference;
  const lab = () => labOf(reference, runs.map((run) => run.ratio).join());

  test(`features of ${id}`, () => {
    const points = rows[reference.model.data].flatMap(({ x1, x2 }) => [x1, x2]);
    const phi = lab().features(Float64Array.from(points));
    assert.equal(phi.length, reference.n * D);
    close(phi.slice(0, 5), checksum.phi_row0_first5, 1e-13, 'the first row');
    const sum = phi.reduce((total, value) => total + value, 0);
    close(sum, checksum.phi_sum, 1e-13 * phi.reduce((total, value) => total + Math.abs(value), 0), 'sum');
    const at = lab().features(Float64Array.from(checksum.phi_grid_point));
    close(at.slice(0, 5), checksum.phi_at_point_first5, 1e-13, 'a point');
  });

  test(`descent, limit and warped time of ${id}`, () => {
    const trained = lab();
    if (id === 'poly8') {
      assert.ok(trained.notices.some((notice) => notice.includes('A learning rate of 0.0004 would do')));
    }
    const here = trained.reference();
    assert.equal(here.separability, reference.separable ? 'separable' : 'not separable');
    if (limit) {
      close(here.margin, limit.gamma, 1e-10 * limit.gamma, 'γ');
      assert.deepEqual([...here.support], limit.support);
      close(limit.support.map((row) => here.dual[row]), limit.p_star, 1e-8, 'p*');
      if (limit.direction) close(here.direction, limit.direction, 1e-9, 'direction');
      close(here.rate.support, limit.late_rates.support_min_eig, 1e-6, 'rate');
      close(here.rate.others, limit.late_rates.other_rows, 1e-8, 'rate of the others');
    }
    trained.advance(1e4);
    const tolerance = id === 'poly8' ? 1e-9 : 1e-10;
    runs.forEach((run, k) => {
      if (run.gd_diverged_at) {
        assert.equal(trained.metrics(k).divergedAt, run.gd_diverged_at);
        return;
      }
      const theta = trained.parameters(k);
      close(theta.slice(0, 5), run.gd[10000].theta_first5, tolerance, run.ratio);
      close(norm(theta), run.gd[10000].norm, 10 * tolerance, run.ratio);
      close(trained.scores(k, Float64Array.of(0.3, -0.4))[0], run.gd[10000].f_at_point, 10 * tolerance, run.ratio);
    });
    if (!limit || runs.some((run) => run.gd_diverged_at)) return;
    for (const time of ['1e6', '1e30', '1e300']) {
      trained.warp(Number(time.slice(2)));
      runs.forEach((run, k) => {
        const size = norm(trained.parameters(k));
        close(size, run.warp.at[time].norm, 1e-7 * size, `${run.ratio} at ${time}`);
        close(trained.metrics(k).lnRisk, run.warp.at[time].log_loss, 1e-6, `${run.ratio} at ${time}`);
      });
    }
  });
}

test('draws of the wrong number and features of networks are refused', () => {
  const lab = new Lab('model=features&features=relu&count=3');
  const drawn = lab.draws();
  assert.equal(drawn.length, 9);
  assert.match(refusal(() => lab.setDraws(new Float64Array(8))), /9 draws, 8 were given/);
  assert.match(refusal(() => lab.setDraws(drawn.map(() => NaN))), /not a finite number/);
  assert.deepEqual(lab.draws(), drawn);
  assert.match(refusal(() => lab.features(new Float64Array(3))), /pairs/);
  assert.match(refusal(() => new Lab('').features(new Float64Array(2))), /model=features/);
  const line = new Lab('model=linear');
  assert.deepEqual([...line.features(Float64Array.of(2, 3))], [2, 3, 1]);
  assert.match(refusal(() => line.setDraws(new Float64Array(1))), /0 draws/);
});
