// The benchmark: gate, interleaved rounds, report. `cargo xtask bench` builds what is timed and calls this
// with the folder of the built modules, the native program, and a line about the compiler.
//
// Everything runs in one headless Chromium, in turns, several rounds; what is counted is the CPU time of the
// page's main thread, so that other programs disturb little.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { launchOptions } from '../tests/pages/browsers.mjs';
import { report } from './report.mjs';
import { serve } from './server.mjs';
import { timePage } from './page_time.mjs';
import { workloads } from './workloads.mjs';

const [built, native, compiler] = process.argv.slice(2);
const ROUNDS = 11;
const SECONDS = 0.2; // of CPU, for one measurement
const GROWTH = { n: [100, 300, 1000, 5000], width: [4, 16, 64, 256], depth: [1, 2] };

const server = await serve({ '/built/': `${built}/` });
const browser = await chromium.launch(launchOptions.chromium);
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.goto(`${server.url}bench/page.html`);
  await page.waitForFunction(() => window.bench, undefined, { timeout: 120_000 });
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });

  /** CPU seconds of the main thread so far. */
  const cpu = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'ThreadTime').value;
  };
  const seconds = async (name, count) => {
    const start = await cpu();
    await page.evaluate(([name, count]) => window.bench.run(name, count), [name, count]);
    return (await cpu()) - start;
  };

  const risks = await gate(page);
  const tasks = await page.evaluate(() => window.bench.tasks);
  const results = await timed(tasks, seconds);
  const growth = [];
  for (const depth of GROWTH.depth) {
    for (const n of GROWTH.n) {
      for (const width of GROWTH.width) {
        const cell = [n, depth, width];
        const name = await page.evaluate((cell) => window.bench.growth(...cell), cell);
        const [rates] = Object.values(await timed([name], seconds, 3));
        growth.push({ n, depth, width, rate: median(rates) });
      }
    }
  }
  await page.close();
  const six = await timePage(browser, server.url);
  const machine = {
    processor: os.cpus()[0].model.trim(),
    cores: os.cpus().length,
    system: `${os.type()} ${os.release()}`,
    browser: `Chromium ${browser.version()}`,
    node: process.version,
    compiler,
  };
  report({ machine, risks, results, growth, six, rounds: ROUNDS });
} finally {
  await browser.close();
  await server.close();
}

/** Every peer must have trained to the same risk: to 9 digits in f64, to 4 in f32. */
async function gate(page) {
  const risks = {};
  for (const name of await page.evaluate(() => window.bench.gated)) {
    const [workload] = name.split(' ');
    const risk = await page.evaluate((name) => window.bench.gate(name), name);
    risks[workload] ??= risk;
    const tolerance = name.includes('tf') ? 1e-4 : 1e-9;
    if (!(Math.abs(risk / risks[workload] - 1) < tolerance)) {
      throw new Error(`${name}: risk ${risk} after 1001 steps, and not ${risks[workload]}`);
    }
  }
  for (const [name, { risk }] of Object.entries(runNative(() => 1))) {
    if (!(Math.abs(risk / risks[name] - 1) < 1e-9)) {
      throw new Error(`native ${name}: risk ${risk} after 1001 steps, and not ${risks[name]}`);
    }
  }
  return risks;
}

/** Counts a CPU-second, by round, of each task and of the native program, in turns. */
async function timed(tasks, seconds, rounds = ROUNDS) {
  const counts = {};
  for (const name of tasks) {
    // Grow until the compilers are done and the clock is fine enough.
    for (let count = 1, warm = 0; warm < 2; ) {
      const spent = await seconds(name, count);
      if (spent > SECONDS / 2) warm += 1;
      count = Math.ceil(count * Math.min(8, Math.max(0.5, SECONDS / Math.max(spent, 1e-3))));
      counts[name] = count;
    }
  }
  const rates = Object.fromEntries(tasks.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of tasks) {
      rates[name].push(counts[name] / (await seconds(name, counts[name])));
    }
    if (!tasks.includes('peak')) continue;
    const natives = runNative((name) => counts[`${name} bare`]);
    for (const [name, { rate }] of Object.entries(natives)) {
      (rates[`${name} native`] ??= []).push(rate);
    }
  }
  return rates;
}

function runNative(steps) {
  const folder = mkdtempSync(join(os.tmpdir(), 'iw-lab-bench-'));
  const path = join(folder, 'workloads.json');
  const given = Object.values(workloads).map(({ name, n, depth, width, tanh, numbers }) => ({
    ...{ name, n, depth, width, tanh, numbers },
    steps: Math.ceil(steps(name)),
  }));
  writeFileSync(path, JSON.stringify(given));
  const output = execFileSync(native, [path], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return JSON.parse(output);
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
