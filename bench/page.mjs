// Runs in the browser: everything that is timed, by name. run.mjs does the timing.

import init, { Lab } from '/dist/iw_lab.js';
import { javascript } from './peers/javascript.mjs';
import { lab } from './peers/lab.mjs';
import { tensorflow } from './peers/tensorflow.mjs';
import { instantiate, kernel } from './peers/wasm.mjs';
import { RESTART, workload, workloads } from './workloads.mjs';

const { tf } = window;
await init();
const lanes = await instantiate('/built/lanes.wasm');
const scalar = await instantiate('/built/scalar.wasm');
tf.wasm.setWasmPaths('/bench/node_modules/@tensorflow/tfjs-backend-wasm/dist/');

const makers = {
  lab: (workload) => lab(Lab, workload, ['4:1']),
  bare: (workload) => kernel(lanes, workload, ''),
  scalar: (workload) => kernel(scalar, workload, 'scalar_'),
  javascript,
  'tf wasm': (workload) => tensorflow(tf, workload),
  'tf cpu': (workload) => tensorflow(tf, workload),
};
const backends = { 'tf wasm': 'wasm', 'tf cpu': 'cpu' };
const canvas = document.querySelector('canvas').getContext('2d');
const image = canvas.createImageData(256, 256);
const colors = Uint32Array.from({ length: 2048 }, (_, i) => 0xff000000 | (i * 8191));

/** What can be timed: name -> function of a count. */
const tasks = {};
const gates = {};

async function select(peer) {
  if (backends[peer]) await tf.setBackend(backends[peer]);
}

/** Steps of `runs` in turns, from the start again and again. */
function training(runs) {
  return (count) => {
    for (let left = count; left > 0; left -= RESTART) {
      for (const run of runs) {
        run.restart();
        run.steps(Math.min(left, RESTART));
      }
    }
  };
}

for (const peer of Object.keys(makers)) {
  await select(peer);
  for (const [name, given] of Object.entries(workloads)) {
    const run = makers[peer](given);
    tasks[`${name} ${peer}`] = training([run]);
    gates[`${name} ${peer}`] = () => {
      run.steps(1001);
      return run.risk();
    };
    if (name !== 'W1' || !['bare', 'scalar', 'javascript'].includes(peer)) continue;
    tasks[`W4 ${peer}`] = (count) => {
      for (let i = 0; i < count; i++) {
        if (peer === 'javascript') run.field(new Uint32Array(image.data.buffer), colors);
        else image.data.set(run.field());
        canvas.putImageData(image, 0, 0);
      }
    };
  }
}

const ladder = ['16:1', '1:1', '1:5'];
tasks['ladder lab'] = training([lab(Lab, workloads.L, ladder)]);
tasks['ladder bare'] = training(ladder.map(() => kernel(lanes, workloads.L, '')));

/** Rounds of 12 chains of 2 lanes, a multiplication and an addition each. */
tasks['peak'] = (count) => lanes.multiply_add(1000 * count, 0.5, 0.5);

/** A task of the growth tables: made when asked for. */
function growth(n, depth, width) {
  const name = `growth ${n} ${depth} ${width}`;
  tasks[name] ??= training([kernel(lanes, workload(name, { n, depth, width }), '')]);
  return name;
}

window.bench = {
  tasks: Object.keys(tasks),
  growth,
  run: async (name, count) => {
    await select(name.slice(name.indexOf(' ') + 1));
    tasks[name](count);
  },
  /** The risk after 1001 steps; call it before anything is timed. */
  gate: async (name) => {
    await select(name.slice(name.indexOf(' ') + 1));
    return gates[name]();
  },
  gated: Object.keys(gates),
};
