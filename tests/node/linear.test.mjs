// Gradient descent on linear models against the reference numbers, from t = 1 to a million.
import { test } from 'node:test';
import { close, degrees, json, labOn, read } from './reference.mjs';

const ratios = (runs) => runs.map((run) => run.ratio_orange_blue).join();

/** Starts every run where the reference starts, and checks what it says of each t. */
function follow(lab, runs, tolerance, check) {
  runs.forEach((run, k) => lab.setParameters(k, Float64Array.from(run.theta0 ?? lab.parameters(k).fill(0))));
  const times = Object.keys(runs[0].gd).map(Number).sort((a, b) => a - b);
  for (const t of times) {
    lab.advance(t - lab.step);
    runs.forEach((run, k) => {
      const at = run.gd[t];
      close(lab.parameters(k), at.theta ?? at, tolerance(t), `${run.ratio_orange_blue} at ${t}`);
      check?.(k, at);
    });
  }
}

for (const file of ['linear_sep40.json', 'linear_sep40_theta0.json']) {
  for (const [bias, key] of [['none', 'nobias'], ['all', 'bias']]) {
    test(`${file}, bias=${bias}`, () => {
      const { svm, runs } = json(file)[key];
      const lab = labOn(read('sep40.csv'), `model=linear&bias=${bias}&weights=${ratios(runs)}`);
      follow(lab, runs, () => 1e-11, (k, at) => {
        const measured = lab.metrics(k);
        close(Math.exp(measured.lnRisk), at.loss, 1e-12, 'loss');
        close(measured.normalizedMargin, at.norm_margin, 1e-11, 'normalized margin');
        close(degrees(lab.parameters(k), svm.direction), at.angle_to_svm_deg, 1e-9, 'angle');
      });
      lab.advance(1e6 - lab.step);
      runs.forEach((run, k) => close(lab.parameters(k), run.gd_1e6, 1e-9, `${run.ratio_orange_blue} at 1e6`));
    });
  }
}

for (const [bias, key] of [['none', 'nobias'], ['all', 'bias']]) {
  test(`linear_overlap100.json, bias=${bias}`, () => {
    const runs = json('linear_overlap100.json')[key];
    const lab = labOn(read('overlap100.csv'), `model=linear&bias=${bias}&init=zero&weights=${ratios(runs)}`);
    follow(lab, runs, () => 1e-11);
    runs.forEach((run, k) => {
      const measured = lab.metrics(k);
      close(measured.trainError, (run.train_err_orange + run.train_err_blue) / 2, 1e-15, 'training error');
      close(Math.exp(measured.lnRisk), run.loss_star, 1e-11, 'loss');
      close(lab.optimum(k), run.theta_star, 1e-11, `optimum of ${run.ratio_orange_blue}`);
    });
  });
}

test('linear_partial40.json', () => {
  const { runs } = json('linear_partial40.json');
  const lab = labOn(read('partial40.csv'), `model=linear&bias=none&init=zero&weights=${ratios(runs)}`);
  follow(lab, runs, () => 1e-9);
});
