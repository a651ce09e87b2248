// The lab as anyone uses it: a link, a file, `advance`.

/** A lab with `workload` as its own data, one run for each of `weights`. */
export function lab(Lab, workload, weights) {
  const { n, depth, width, tanh, x, y, theta } = workload;
  const model =
    depth === 0
      ? 'model=linear'
      : `model=mlp&depth=${depth}&width=${width}&activation=${tanh ? 'tanh' : 'relu'}`;
  const made = new Lab(`v=1&${model}&weights=${weights.join(',')}`);
  const rows = Array.from({ length: n }, (_, i) => `${x[2 * i]},${x[2 * i + 1]},${y[i]}`);
  made.loadCsv(`x1,x2,y\n${rows.join('\n')}\n`);
  const restart = () => {
    for (let run = 0; run < made.runCount; run++) {
      made.setParameters(run, Float64Array.from(theta));
    }
  };
  restart();
  return {
    restart,
    steps: (count) => made.advance(count),
    risk: () => Math.exp(made.metrics(0).lnRisk),
  };
}
