// What is timed: down-sampled moons, 1 orange in 5, weights 4:1, exponential loss, learning rate 0.1.

/** Steps after which every program begins again: the linear model would come to rest. */
export const RESTART = 1000;

/** Mulberry32: a small generator with 32 bits of state. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A point of one of two half circles, with noise .2. */
function moon(sign, uniform, normal) {
  const angle = Math.PI * uniform();
  const [a, b] =
    sign > 0
      ? [Math.cos(angle), Math.sin(angle)]
      : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
  return [a - 0.5 + 0.2 * normal(), b - 0.25 + 0.2 * normal()];
}

/** n examples of two features, a model and its start, as numbers in a row: x of each example, y, w, θ. */
export function workload(name, { n, depth, width, tanh = false }) {
  const uniform = generator(2021);
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const x = [];
  const y = [];
  for (let i = 0; i < n; i++) {
    const sign = i % 5 === 0 ? 1 : -1;
    x.push(...moon(sign, uniform, normal));
    y.push(sign);
  }
  // 4:1 over one orange in five, rescaled to mean 1.
  const mean = (4 * 0.2 + 1 * 0.8);
  const w = y.map((y) => (y > 0 ? 4 : 1) / mean);
  const sizes = depth === 0 ? [2, 1] : [2, ...Array(depth).fill(width), 1];
  const nParameters = sizes.slice(1).reduce((sum, out, l) => sum + out * (sizes[l] + 1), 0);
  const theta = depth === 0 ? [0, 0, 0] : Array.from({ length: nParameters }, normal);
  return { name, n, depth, width, tanh, numbers: [...x, ...y, ...w, ...theta], x, y, w, theta };
}

/** The workloads of the table. */
export const workloads = {
  W1: workload('W1', { n: 1000, depth: 1, width: 64 }),
  W2: workload('W2', { n: 1000, depth: 0, width: 1 }),
  W3: workload('W3', { n: 500, depth: 2, width: 8, tanh: true }),
  L: workload('L', { n: 100, depth: 1, width: 64 }),
};

/** What each is, in words. */
export const titles = {
  W1: 'W1: 2-64-1 ReLU, n = 1000',
  W2: 'W2: linear with bias, n = 1000',
  W3: 'W3: 2-8-8-1 tanh, n = 500',
  L: 'L: the default 2-64-1 ReLU, n = 100',
  W4: 'W4: 256 × 256 field of W1’s net, evaluated and painted',
};
