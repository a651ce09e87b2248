// TensorFlow.js, as its guide says: variables, a loss, `optimizer.minimize`. Its numbers are f32.

/** A run of `workload` on the backend that is set. */
export function tensorflow(tf, workload) {
  const { n, depth, width, tanh, x, y, w, theta } = workload;
  const features = tf.tensor2d(x, [n, 2]);
  const classes = tf.tensor2d(y, [n, 1]);
  const weights = tf.tensor2d(w, [n, 1]);
  const scale = tf.scalar(1 / Math.sqrt(width));
  const sizes = depth === 0 ? [2, 1] : [2, ...Array(depth).fill(width), 1];
  const starts = [];
  const start = (value) => {
    const variable = tf.variable(value);
    starts.push([variable, value]);
    return variable;
  };
  let at = 0;
  const layers = sizes.slice(1).map((out, l) => {
    const size = out * sizes[l];
    const matrix = theta.slice(at, at + size);
    const bias = theta.slice(at + size, at + size + out);
    at += size + out;
    return {
      // Ours is [out][in], theirs [in][out].
      matrix: start(tf.transpose(tf.tensor2d(matrix, [out, sizes[l]]))),
      bias: start(tf.tensor1d(bias)),
    };
  });
  const scores = () =>
    layers.reduce((h, { matrix, bias }, l) => {
      const product = tf.matMul(h, matrix);
      const z = tf.add(l === 0 ? product : tf.mul(product, scale), bias);
      if (l === layers.length - 1) return z;
      return tanh ? tf.tanh(z) : tf.relu(z);
    }, features);
  const risk = () => tf.mean(tf.mul(weights, tf.exp(tf.neg(tf.mul(classes, scores())))));
  const optimizer = tf.train.sgd(0.1);
  return {
    restart: () => starts.forEach(([variable, value]) => variable.assign(value)),
    steps(count) {
      for (let i = 0; i < count; i++) optimizer.minimize(risk);
      layers[0].bias.dataSync(); // wait for the last one
    },
    risk: () => tf.tidy(() => risk().dataSync()[0]),
  };
}
