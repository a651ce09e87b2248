// Networks from given parameters against the reference numbers: risk, gradient, outputs, descent.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { close, closeRelative, json, labOn, norm, read, table } from './reference.mjs';

const points = table('moons200.csv').filter((row) => row.split === 'train').map((row) => [row.x1, row.x2]);

/** The link of a reference network: the third input coordinate is bias=input. */
function link({ L, h, bias, d, slope, ratio }) {
  const activation = slope ? `&activation=leaky&slope=${slope}` : '';
  const biases = bias ? 'all' : d === 3 ? 'input' : 'none';
  return `model=mlp&depth=${L}&width=${h}&bias=${biases}&init=ntk&weights=${ratio.join(':')}${activation}`;
}

for (const reference of json('mlp.json')) {
  test(link(reference.config), () => {
    const lab = labOn(read('moons200.csv'), link(reference.config));
    const rows = table(reference.params_csv);
    lab.setParameters(0, Float64Array.from(rows, (row) => row.theta0));
    assert.equal(lab.parameters(0).length, reference.n_params);

    const start = lab.metrics(0);
    closeRelative(Math.exp(start.lnRisk), reference.loss, 1e-12, 'loss');
    closeRelative(start.gradientNorm, reference.grad_norm, 1e-12, 'gradient norm');
    closeRelative(start.gradientNorm, norm(rows.map((row) => row.grad)), 1e-12, 'gradient norm of the file');
    const scores = lab.scores(0, Float64Array.from(points.slice(0, 5).flat()));
    scores.forEach((score, k) => closeRelative(score, reference.outputs_first5[k], 1e-12, `output ${k}`));

    const gradientOfOneStep = lab.parameters(0);
    lab.advance(1);
    lab.parameters(0).forEach((theta, k) => {
      close((gradientOfOneStep[k] - theta) / 0.1, rows[k].grad, 1e-12, `slope ${k}`);
    });

    for (const [t, loss] of Object.entries(reference.gd_loss)) {
      lab.advance(t - lab.step);
      const measured = lab.metrics(0);
      closeRelative(Math.exp(measured.lnRisk), loss, 1e-10, `loss at ${t}`);
      closeRelative(measured.parameterNorm, reference.gd_param_norm[t], 1e-10, `norm at ${t}`);
      close(lab.parameters(0).slice(0, 5), reference.theta_first5[t], 1e-9, `θ at ${t}`);
    }
  });
}
