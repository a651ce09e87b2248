#!/usr/bin/env bash
# The Adadelta of TensorFlow.js begins as plain gradient descent.
#
# Package  @tensorflow/tfjs 4.22.0 (npm)
# Bet      Adadelta's first step does not depend on the size of the gradient (Zeiler 2012: it is divided by a mean
#          square that holds the present gradient), and is sqrt(epsilon / (1 - rho)) learning rates, as in optax and Keras.
# Instead  TensorFlow.js divides by the mean square from before this gradient. At first that is 0, so the ratio is
#          sqrt(epsilon) / sqrt(epsilon) = 1 and the step is learning rate times gradient: 3,162 times Zeiler's for
#          epsilon 1e-8, rho 0.9 and gradient 1, and 316,228 times at gradient 100.
# Seen     learning rate 0.01, rho 0.9, epsilon 1e-8: gradients 1, 10, 100 give steps 0.01, 0.1, 1;
#          Zeiler's rule gives 3.162e-6 for each
# Meets    Whoever tries the optimizers of the peers in the browser: one step may throw the parameters far off, and
#          what follows starts from there.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" @tensorflow/tfjs@4.22.0
cat > step.cjs <<'JS'
const assert = require('node:assert');
console.warn = () => {};
const tf = require('@tensorflow/tfjs');

const [rate, rho, epsilon] = [0.01, 0.9, 1e-8];
function firstStep(make, gradient) {
  const x = tf.variable(tf.scalar(0));
  make().minimize(() => x.mul(gradient), false, [x]);
  return -x.dataSync()[0];
}
for (const gradient of [1, 10, 100]) {
  const step = firstStep(() => tf.train.adadelta(rate, rho, epsilon), gradient);
  const zeiler = (rate * gradient * Math.sqrt(epsilon)) / Math.sqrt((1 - rho) * gradient ** 2 + epsilon);
  const adam = firstStep(() => tf.train.adam(rate), gradient);
  console.log(`gradient ${gradient}: adadelta ${step}, Zeiler's rule ${zeiler}, adam ${adam}`);
  assert(Math.abs(step / (rate * gradient) - 1) < 1e-5);
  assert(Math.abs(zeiler / 3.1622775e-6 - 1) < 1e-5);
  assert(Math.abs(adam / rate - 1) < 1e-4);
}
JS
node step.cjs
