// Max margin, duals, residuals, warped time and optima against the reference numbers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { close, csv, json, labOn, norm, ofMargins, read, refusal } from './reference.mjs';

for (const file of ['linear_sep40.json', 'linear_sep40_theta0.json']) {
  for (const [bias, key] of [['none', 'nobias'], ['all', 'bias']]) {
    const reference = json(file);
    const { svm, runs } = reference[key];
    const weights = runs.map((run) => run.ratio_orange_blue).join();
    const lab = () => labOn(read('sep40.csv'), `model=linear&bias=${bias}&weights=${weights}`);

    test(`max margin and residual of ${file}, bias=${bias}`, () => {
      const limit = lab().reference();
      assert.equal(limit.separability, 'separable');
      close(limit.direction, svm.direction, 1e-10, 'direction');
      close(limit.margin, svm.margin, 1e-10, 'margin');
      close(limit.solution, svm.w_canonical, 1e-10, 'solution');
      assert.deepEqual([...limit.support], svm.sv);
      const dual = new Array(40).fill(0);
      svm.sv.forEach((row, k) => (dual[row] = svm.p_star[k]));
      close(limit.dual, dual, 1e-10, 'dual');
      if (bias === 'none') {
        assert.equal(limit.freeBias, undefined);
      } else {
        const textbook = reference.geometric_svm_free_bias;
        close(limit.freeBias.direction, textbook.direction, 1e-10, 'free-bias direction');
        close(limit.freeBias.offset, textbook.offset_b_over_norm, 1e-10, 'free-bias offset');
        close(limit.freeBias.margin, textbook.margin, 1e-10, 'free-bias margin');
      }
      runs.forEach((run, k) => close(lab().residual(k), run.rho_infinity, 1e-10, `ρ of ${run.ratio_orange_blue}`));
    });

    test(`warped time of ${file}, bias=${bias}`, () => {
      const warped = lab();
      runs.forEach((run, k) => warped.setParameters(k, Float64Array.from(run.theta0)));
      const solution = warped.reference().solution;
      warped.advance(1e4);
      for (const time of Object.keys(runs[0].warp_from_gd_1e4)) {
        const log10t = Number(time.slice(2));
        warped.warp(log10t);
        assert.equal(warped.log10t, log10t);
        runs.forEach((run, k) => {
          const at = run.warp_from_gd_1e4[time];
          const theta = warped.parameters(k);
          const what = `${run.ratio_orange_blue} at ${time}`;
          close(theta, at.theta, 1e-7, what);
          const measured = warped.metrics(k);
          close(measured.lnRisk, at.log_loss, 1e-7, `ln L, ${what}`);
          close(measured.normalizedMargin / svm.margin, at.norm_margin_over_gamma, 1e-9, `margin, ${what}`);
          if (log10t === 6) {
            // Plain descent lags behind the flow by |v| ½ ln(t/T₀)/t, no less and no more.
            const lag = norm(theta.map((value, j) => value - run.gd_1e6[j]));
            const expected = (norm(solution) * Math.log(100)) / 2 / 1e6;
            assert.ok(lag > 0.5 * expected && lag < 1.5 * expected, `lag ${lag}, expected ${expected}`);
          }
          const asymptote = [...solution].map((v, j) => v * log10t * Math.LN10 + run.rho_infinity[j]);
          if (log10t === 300) close(theta, asymptote, bias === 'all' ? 3e-6 : 1e-7, `asymptote of ${what}`);
          if (log10t === 100 && bias === 'none') close(theta, asymptote, 1e-9, `asymptote of ${what}`);
        });
      }
      warped.warp(1000);
      runs.forEach((_, k) => assert.ok(warped.parameters(k).every(Number.isFinite)));
    });
  }
}

for (const [bias, key] of [['none', 'nobias'], ['all', 'bias']]) {
  test(`linear_overlap100.json has optima and no residual, bias=${bias}`, () => {
    const runs = json('linear_overlap100.json')[key];
    const lab = labOn(read('overlap100.csv'), `model=linear&bias=${bias}&weights=${runs.map((run) => run.ratio_orange_blue)}`);
    assert.deepEqual(Object.keys(lab.reference()).filter((key) => key !== 'freeBias'), ['separability']);
    assert.equal(lab.reference().separability, 'not separable');
    const optima = runs.map((run, k) => {
      close(lab.optimum(k), run.theta_star, 1e-11, run.ratio_orange_blue);
      assert.match(refusal(() => lab.residual(k)), /separable/);
      return lab.optimum(k);
    });
    assert.match(refusal(() => lab.warp(100)), /rest/);
    // With a bias, class weights translate the boundary by ½ ln r and turn nothing.
    if (bias === 'all') runs.forEach((run, k) => {
      const [orange, blue] = run.ratio_orange_blue.split(':').map(Number);
      const [x1, x2, b] = optima[0];
      close(optima[k], [x1, x2, b + Math.log(orange / blue) / 2], 1e-11, 'translated');
    });
  });
}

test('linear_partial40.json is partly separable', () => {
  const { runs, ...reference } = json('linear_partial40.json');
  const lab = labOn(read('partial40.csv'), `model=linear&bias=none&weights=${runs.map((run) => run.ratio_orange_blue)}`);
  const limit = lab.reference();
  assert.equal(limit.separability, 'partly');
  assert.deepEqual([...limit.separableRows], reference.separable_part_rows);
  close(limit.direction, reference.limit_direction, 1e-10, 'direction');
  runs.forEach((run, k) => close(lab.optimum(k)[0], run.core_optimum_theta1, 1e-11, `core of ${run.ratio_orange_blue}`));
  assert.match(refusal(() => lab.warp(6)), /rest/);
});

test('remedies_sep40.json, the optima of a penalty', () => {
  const remedies = json('remedies_sep40.json').l2_and_polytail;
  for (const l2 of Object.keys(remedies[0].l2_opt)) {
    const lab = labOn(read('sep40.csv'), `model=linear&bias=all&l2=${l2}&weights=${remedies.map((run) => run.ratio)}`);
    remedies.forEach((run, k) => close(lab.optimum(k), run.l2_opt[l2], 1e-9, `λ = ${l2}, ${run.ratio}`));
    assert.match(refusal(() => lab.warp(6)), /penalty/);
  }
});

test('late θ is v ln t + ρ, however many support vectors hold the limit and wherever the run began', () => {
  // One, two and three support vectors; with fewer of them than dimensions ρ depends on the path.
  const sets = [
    [[0.3, -0.7, 1], [-2, 1.5, -1], [1.2, -2.5, 1]],
    [[1, 2, 1], [1, 2, 1]],
    [[2, 1, 1], [1.5, 2, 1], [-1, -1, -1], [-3, -0.5, -1]],
    [[1, 0, 1], [-0.9, 1, -1], [2, 1.5, 1], [-1.7, 0.4, -1]],
    [[3, 3, 1]],
  ];
  for (const rows of sets) {
    for (const bias of ['none', 'all']) {
      for (const loss of ['exponential', 'logistic']) {
        const lab = () => labOn(csv(rows.map((row, k) => [...row, 1 + 2 * k])), `model=linear&bias=${bias}&loss=${loss}&init=zero&weights=file,5:1`);
        for (const start of [[0, 0, 0], [1, -2, 0.5]]) {
          const [asked, warped] = [lab(), lab()];
          const from = start.slice(0, bias === 'all' ? 3 : 2);
          for (const each of [asked, warped]) each.setParameters(0, Float64Array.from(from));
          warped.warp(1000);
          const { solution, support } = warped.reference();
          const far = 1000 * Math.LN10;
          const what = `${JSON.stringify(rows)}, bias=${bias}, ${loss}, ${support.length} support vectors`;
          const expected = [...warped.parameters(0)].map((value, k) => value - far * solution[k]);
          close(asked.residual(0), expected, 1e-8, what);
          asked.advance(100);
          close(asked.residual(0), expected, 1e-8, `${what}, later`);
          assert.equal(asked.step, 100, 'asking takes no step');
        }
      }
    }
  }
});

test('where there is no residual, or it cannot be told whether there is, the lab says which', () => {
  const { z, w } = json('edge_cases.json').zero_dual_sv;
  const withoutDual = labOn(csv(ofMargins(z).map((row, k) => [...row, w[k]])), 'model=linear&bias=none&init=zero&weights=file');
  assert.match(refusal(() => withoutDual.residual(0)), /ln ln t/);
  const near = labOn(csv(ofMargins([[1, 1e-10], [-1, 1e-10]])), 'model=linear&bias=none&init=zero&weights=1:1');
  assert.equal(near.reference().separability, 'undecided');
  for (const ask of [() => near.residual(0), () => near.warp(10), () => near.optimum(0)]) assert.match(refusal(ask), /too close to 0/);
  assert.equal(near.step, 0);
  // Years as they are: |z| is 2000, and a step of .1 overshoots.
  const years = labOn('x1,x2,y\n2019,1,1\n2020,-3,-1\n2021,4,1\n2022,-2,-1', 'model=linear&bias=none&init=zero&weights=1:1');
  assert.equal(years.reference().separability, 'separable');
  years.advance(10);
  assert.equal(years.metrics(0).status, 'diverged');
  assert.match(refusal(() => years.residual(0)), /smaller lr/);
});

test('a run comes to rest where its optimum says, plain or loss-normalized', () => {
  for (const optimizer of ['gd', 'normalized']) {
    const lab = labOn(read('overlap100.csv'), `model=linear&init=zero&l2=0.1&optimizer=${optimizer}&weights=1:1,1:20`);
    lab.advance(1e4);
    for (const run of [0, 1]) close(lab.parameters(run), lab.optimum(run), 1e-11, `${optimizer}, run ${run}`);
  }
});
