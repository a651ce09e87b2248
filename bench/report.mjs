// The table of ratios, printed and written to docs/performance.md.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { titles } from './workloads.mjs';

const PEERS = {
  lab: 'the lab, `advance`',
  bare: 'its kernel, bare',
  scalar: 'scalar wasm, `libm`',
  javascript: 'JavaScript, typed arrays',
  'tf wasm': 'TensorFlow.js wasm (f32)',
  'tf cpu': 'TensorFlow.js cpu (f32)',
  native: 'the same kernel, native',
};

/** Floating-point operations of a step of W1 as one would count them: see `counted` in the text. */
const W1_OPERATIONS = 1000 * 64 * 11.4;
/** Rounds in a unit of the peak task, times operations in a round. */
const PEAK_OPERATIONS = 1000 * 12 * 2 * 2;

const TEXT = fileURLToPath(new URL('performance.template.md', import.meta.url));
const OUTPUT = fileURLToPath(new URL('../docs/performance.md', import.meta.url));

/** Prints the tables and writes them into the page. */
export function report({ machine, risks, results, growth, six, rounds }) {
  const rates = rateTable(results);
  const ratios = ratioTable(results);
  const tables = [...[1, 2].map((depth) => growthTable(growth, depth)), spreadText(growth)].join('\n\n');
  const filled = readFileSync(TEXT, 'utf8')
    .replace('{{machine}}', machineText(machine))
    .replace('{{rounds}}', rounds)
    .replace('{{risks}}', riskText(risks))
    .replace('{{rates}}', rates)
    .replace('{{ratios}}', ratios)
    .replace('{{growth}}', tables)
    .replace('{{six}}', sixText(six));
  writeFileSync(OUTPUT, filled);
  console.log(`${machineText(machine)}\n\n${rates}\n\n${ratios}\n\n${tables}\n\n${sixText(six)}`);
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function count(value) {
  return value < 100 ? value.toPrecision(3) : Math.round(value).toLocaleString('en-US');
}

function markdown(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, i) => (i === 0 ? '---' : '---:'));
  return [head, rule, ...rows].map(line).join('\n');
}

function machineText({ processor, cores, system, browser, node, compiler }) {
  return `${processor}, ${cores} cores, ${system}; headless ${browser}, Node ${node}, ${compiler}.`;
}

function riskText(risks) {
  return Object.entries(risks)
    .map(([name, risk]) => `${name} ${risk.toPrecision(9)}`)
    .join(', ');
}

/** Steps (fields, for W4) a CPU-second: median, and the range in parentheses. */
function rateTable(results) {
  const rows = Object.entries(titles).map(([workload, title]) => [
    title,
    ...Object.keys(PEERS).map((peer) => {
      const values = results[`${workload} ${peer}`];
      if (!values) return '';
      return `${count(median(values))} (${count(Math.min(...values))}–${count(Math.max(...values))})`;
    }),
  ]);
  return markdown(['a CPU-second', ...Object.values(PEERS)], rows);
}

function ratioTable(results) {
  const rate = (name) => (results[name] ? median(results[name]) : NaN);
  const ratio = (a, b) => {
    const value = rate(a) / rate(b);
    return Number.isNaN(value) ? '' : value.toFixed(2);
  };
  const workloads = ['W1', 'W2', 'W3', 'L', 'W4'];
  const rows = [
    ...['javascript', 'tf wasm', 'tf cpu', 'scalar', 'native', 'bare'].map((peer) => [
      `the lab over ${PEERS[peer]}`,
      ...workloads.map((workload) =>
        ratio(`${workload} ${workload === 'W4' ? 'bare' : 'lab'}`, `${workload} ${peer}`),
      ),
    ]),
  ];
  const peak = rate('peak') * PEAK_OPERATIONS;
  const w1 = rate('W1 lab') * W1_OPERATIONS;
  return [
    markdown(['ratio of medians', ...workloads], rows),
    '',
    `A ladder of three runs at n = 100: the lab's \`advance\` over three bare kernels ${ratio('ladder lab', 'ladder bare')}.`,
    '',
    `Multiply-add peak of f64 in wasm, measured: ${(peak / 1e9).toFixed(1)} GFLOP/s. W1 as counted below: ` +
      `${(w1 / 1e9).toFixed(1)} GFLOP/s, ${(w1 / peak).toFixed(2)} of the peak.`,
  ].join('\n');
}

/** Steps a CPU-second and nanoseconds per example and parameter, by n and width. */
function growthTable(growth, depth) {
  const cells = growth.filter((cell) => cell.depth === depth);
  const widths = [...new Set(cells.map(({ width }) => width))];
  const ns = [...new Set(cells.map(({ n }) => n))];
  const rows = ns.map((n) => [
    `n = ${n}`,
    ...widths.map((width) => {
      const cell = cells.find((cell) => cell.n === n && cell.width === width);
      return `${count(cell.rate)} (${cost(cell).toFixed(3)})`;
    }),
  ]);
  const name = depth === 1 ? 'one hidden layer' : 'two hidden layers';
  return markdown([name, ...widths.map((width) => `width ${width}`)], rows);
}

/** By which factor the cost per example and parameter differs, past the smallest sizes. */
function spreadText(growth) {
  const large = growth.filter(({ n, width }) => n > 100 && width > 16);
  const factor = (depth) => {
    const costs = large.filter((cell) => cell.depth === depth).map(cost);
    return (Math.max(...costs) / Math.min(...costs)).toFixed(2);
  };
  return (
    `Past the smallest sizes (n of 300 and more, width of 64 and more) the largest cost is ${factor(1)} times the ` +
    `least with one hidden layer and ${factor(2)} times with two.`
  );
}

/** Nanoseconds a step takes for each example and parameter. */
function cost({ n, width, depth, rate }) {
  const parameters = 4 * width + 1 + (depth - 1) * width * (width + 1);
  return 1e9 / rate / n / parameters;
}

function sixText({ steps, cpu, frames, worst, width }) {
  const ms = (share) => `${frames[Math.floor(share * (frames.length - 1))].toFixed(1)} ms`;
  const over = frames.filter((frame) => frame > 1000 / 60).length;
  return (
    `The page at ${width} px, six ratios of the 2-64-1 net at n = 100, every chart and the film strip drawn: ` +
    `${steps.toLocaleString('en-US')} steps of every run in ${cpu.toFixed(1)} s of main-thread CPU. A frame takes ` +
    `${ms(0.5)} of it (median; 95 % of them at most ${ms(0.95)}, all at most ${ms(1)}, and ${over} of ` +
    `${frames.length} more than 16.7 ms), once the page is loaded. The longest task, loading included, took ` +
    `${worst.toFixed(1)} ms.`
  );
}
