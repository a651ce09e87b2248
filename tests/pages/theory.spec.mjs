// The theory on the page: across the seam into warped time, where boundaries end, what curves stand against.
import { readFileSync } from 'node:fs';
import { expect, part, test } from './lab_test.mjs';
import { crossing, inkAlong, linkOn, lnT, nextFrame, placeOf, settledTicksOf, stepShown, ticksOf, warpToTheEnd } from './theory.mjs';

const rowsOf = (name) =>
  readFileSync(new URL(`../reference/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').slice(0, 3).map(Number));

const SEPARABLE = rowsOf('sep40.csv');
const OVERLAP = rowsOf('overlap100.csv');
const LADDER = 'model=linear&bias=all&init=zero&speed=1000&weights=16:1,5:1,2:1,1:1,1:5,1:16';

/** What the scripting interface says of the state that the page shows: θ and angle to the limit of each run. */
async function truth(page) {
  const step = await stepShown(page);
  const log10t = (await lnT(page)) / Math.LN10;
  return page.evaluate(async ([step, log10t]) => {
    const { default: init, Lab } = await import('./iw_lab.js');
    await init();
    const query = location.hash.slice(1);
    if (globalThis.truth?.query !== query) globalThis.truth = { query, lab: new Lab(query) };
    const { lab } = globalThis.truth;
    if (step === undefined) {
      lab.warp(log10t);
    } else {
      if (lab.step > step || lab.log10t > 6.9) lab.reset();
      lab.advance(step - lab.step);
    }
    const { direction } = lab.reference();
    const norm = (a) => Math.hypot(...a);
    return Array.from({ length: lab.runCount }, (_, run) => {
      const theta = Array.from(lab.parameters(run));
      const apart = (sign) => norm(theta.map((x, k) => x / norm(theta) + sign * direction[k]));
      return { theta, degrees: (Math.atan2(apart(-1), apart(1)) * 360) / Math.PI };
    });
  }, [step, log10t]);
}

/** The latest step that was taken. */
async function latestStep(page) {
  const text = await page.getByRole('button', { name: /^Go to latest/ }).textContent();
  return Number(text.replace(/[^0-9]/g, ''));
}

/** The state that is shown, beside the truth: read-outs of every run, and the boundary of the selected one. */
async function isRight(page, what) {
  const runs = await truth(page);
  const angles = await part.readouts(page).locator('tbody tr:visible td:nth-child(3)').allTextContents();
  expect(angles.length, what).toBe(runs.length);
  angles.forEach((text, run) => {
    const shown = Number.parseFloat(text);
    // Two digits are shown.
    expect(Math.abs(shown / runs[run].degrees - 1), `${what}: run ${run} shows ${text}, not ${runs[run].degrees}`).toBeLessThan(0.06);
  });
  const expected = await crossing(page, SEPARABLE, runs[0].theta, 0.5);
  const ink = await inkAlong(page, 0.5);
  const on = ink.some(([from, to]) => from <= expected + 1.5 && to >= expected - 1.5);
  expect(on, `${what}: no ink at ${expected}, but at ${JSON.stringify(ink)}`).toBe(true);
}

test('dragging across the seam and back shows the right state at every t, within a frame', async ({ page, open }) => {
  test.setTimeout(240_000);
  await open();
  await open(await linkOn(page, SEPARABLE, LADDER));
  await warpToTheEnd(page);
  const slider = part.time(page);
  const latest = Math.log10(await latestStep(page));
  const { x, y, width, height } = await slider.boundingBox();
  const times = [4, 3.5, 3, 2, 1, 2.5, 3.9, 4.5, 5.5, 5.9, 6.2, 6.4, 8, 12, 30, 100, 300, 999, 100, 20, 7, 6.3, 5, 3, 2];
  await page.mouse.move(x + placeOf(times[0], width), y + height / 2);
  await page.mouse.down();
  for (const log10t of times) {
    await page.mouse.move(x + placeOf(log10t, width), y + height / 2);
    await nextFrame(page);
    const shown = (await lnT(page)) / Math.LN10;
    // Between the last step and the seam nothing is known: the last step is shown. Records are 1/48 of a decade
    // apart, warped ones 2.6 % of log t; the pointer lands on whole pixels.
    const pixel = (0.001 * log10t) / (placeOf(1.001 * log10t, width) - placeOf(log10t, width));
    const [goal, slack] = log10t > latest && log10t < 6 ? [latest, 0.001] : [log10t, log10t < 6 ? 0.03 : 0.013 * log10t + pixel];
    expect(Math.abs(shown - goal), `at 10^${log10t} t is 10^${shown}`).toBeLessThan(slack);
    expect((await stepShown(page)) === undefined, `10^${log10t} is warped or not`).toBe(log10t > 6);
    await isRight(page, `at 10^${log10t}`);
  }
  await page.mouse.up();
});

test('walking across the seam by keyboard shows the right state at every t, within a frame', async ({ page, open }) => {
  test.setTimeout(240_000);
  await open();
  await open(await linkOn(page, SEPARABLE, LADDER));
  await warpToTheEnd(page);
  const slider = part.time(page);
  const latest = await latestStep(page);
  const seen = [];
  const press = async (key) => {
    await slider.press(key);
    await nextFrame(page);
    await isRight(page, `after ${key}`);
    seen.push(await lnT(page));
  };
  await press('Home');
  expect(seen[0]).toBe(0);
  await press('End');
  expect(await stepShown(page)).toBe(latest);
  const before = await part.readouts(page).textContent();
  // Over the seam, on, and back.
  for (const key of ['ArrowRight', 'ArrowRight', 'Shift+ArrowRight', 'ArrowLeft', 'ArrowLeft']) await press(key);
  while ((await stepShown(page)) === undefined) await press('ArrowLeft');
  expect(await stepShown(page)).toBe(latest);
  expect(await part.readouts(page).textContent()).toBe(before);
  await press('ArrowLeft');
  expect(await stepShown(page)).toBeLessThan(latest);
  await press('End');
  await press('End');
  expect(await lnT(page)).toBeCloseTo(1000 * Math.LN10, 2);
});

test('at t = 1e100 the six boundaries of a separable ladder are one line on screen', async ({ page, open }) => {
  test.setTimeout(240_000);
  await open();
  await open(await linkOn(page, SEPARABLE, LADDER));
  await warpToTheEnd(page);
  await page.getByRole('button', { name: /^t = 10\^100,/ }).click();
  await expect.poll(() => lnT(page)).toBeCloseTo(100 * Math.LN10, 2);
  await nextFrame(page);
  const runs = await truth(page);
  for (const share of [0.35, 0.5, 0.65]) {
    const places = [];
    for (const { theta } of runs) places.push(await crossing(page, SEPARABLE, theta, share));
    const middle = (Math.min(...places) + Math.max(...places)) / 2;
    const spread = Math.max(...places) - Math.min(...places);
    // Half of a stroke's width apart at most: one line.
    expect(spread, `at ${share} of the height`).toBeLessThan(2.75 / 2);
    const ink = (await inkAlong(page, share)).filter(([from, to]) => to > middle - 40 && from < middle + 40);
    const drawn = Math.max(...ink.map((ends) => ends[1])) - Math.min(...ink.map((ends) => ends[0]));
    expect(ink.length, JSON.stringify(ink)).toBeGreaterThan(0);
    expect(drawn, JSON.stringify(ink)).toBeLessThan(7);
  }
});

test('on rows that cannot be separated they stay apart for ever, by half the logarithm of the ratio', async ({ page, open }) => {
  test.setTimeout(240_000);
  await open();
  // Solid lines only: one run selected at a time would do, but the two outermost are told apart by far.
  const query = 'model=linear&bias=all&init=zero&speed=1000&weights=5:1,1:5';
  await open(await linkOn(page, OVERLAP, query));
  await expect(page.getByRole('button', { name: /^Skip ahead/ })).toBeHidden();
  await expect(part.plane(page)).toHaveAccessibleName(/½ ln 25 = 1\.61 apart in score, and parallel/);
  const measured = [];
  for (const step of [10_000, 30_000, 100_000]) {
    await expect.poll(() => stepShown(page), { timeout: 60_000 }).toBeGreaterThan(step);
    const theta = await page.evaluate(async () => {
      const { default: init, Lab } = await import('./iw_lab.js');
      await init();
      const lab = new Lab(location.hash.slice(1));
      return [0, 1].map((run) => Array.from(lab.optimum(run)));
    });
    for (const share of [0.3, 0.4, 0.5, 0.6, 0.7]) {
      const places = [];
      for (const optimum of theta) places.push(await crossing(page, OVERLAP, optimum, share));
      // ½ ln 25 in score is this far along the row.
      const shift = (0.5 * Math.log(25)) / theta[0][0];
      const unit = (await crossing(page, OVERLAP, [1, 0, -1], share)) - (await crossing(page, OVERLAP, [1, 0, 0], share));
      expect(Math.abs(places[1] - places[0]) / (Math.abs(shift) * unit)).toBeCloseTo(1, 6);
      const ink = await inkAlong(page, share);
      const near = places.map((place) => ink.find(([from, to]) => from < place + 2 && to > place - 2));
      // The second line is dashed: a row may fall between two dashes.
      if (near.every(Boolean)) {
        const [a, b] = near.map(([from, to]) => (from + to) / 2);
        measured.push(Math.abs(b - a) / (Math.abs(shift) * unit));
      }
    }
  }
  expect(measured.length).toBeGreaterThan(1);
  for (const ratio of measured) expect(Math.abs(ratio - 1)).toBeLessThan(0.05);
});

test('curves stand against steps, ln t or dual time, and a press on one goes there', async ({ page, open }) => {
  test.setTimeout(240_000);
  await open('model=linear&init=zero&data=separable&n_orange=20&n_blue=20&keep_orange=1&keep_blue=1&speed=1000&weights=5:1,1:5');
  await warpToTheEnd(page);
  const chart = page.locator('figure', { hasText: 'Angle to the max-margin direction' });
  await expect(chart).toContainText(/The angle of 5:1 is .+° now; v ln t \+ ρ predicts .+°, and the bound from KL\(p\* ‖ w\) allows up to .+°\./);
  await page.getByText('More curves').click();
  const dual = page.locator('figure', { hasText: 'KL(p* ‖ q), the dual' });
  await expect(dual).toContainText(/KL\(p\* ‖ w\) is .+ at the weights, and KL\(p\* ‖ q\) is 0 now/);
  await expect(dual).toContainText(/mirror descent promises at most KL\/τ = /);
  const times = {};
  for (const across of ['steps', 'lnt', 'dual']) {
    const menu = page.getByRole('combobox', { name: 'Curves against' });
    const before = await settledTicksOf(page, chart);
    const chosen = await menu.inputValue();
    await menu.selectOption(across);
    // A press means what is drawn: the new axis has to be.
    if (chosen !== across) await expect.poll(() => ticksOf(chart)).not.toBe(before);
    const { x, y, width, height } = await chart.locator('canvas').boundingBox();
    times[across] = [];
    for (const share of [0.3, 0.6, 0.8]) {
      const shown = await lnT(page);
      await page.mouse.click(x + share * width, y + height / 2);
      await expect.poll(() => lnT(page)).not.toBe(shown);
      times[across].push(await lnT(page));
      expect((await stepShown(page)) === undefined).toBe((await lnT(page)) > 6 * Math.LN10);
    }
    expect(times[across].every((time, k) => k === 0 || time > times[across][k - 1]), JSON.stringify(times)).toBe(true);
  }
  // On a linear scale of ln t almost all is warped time.
  expect(times.lnt[0]).toBeGreaterThan(300);
  expect(times.dual[0]).toBeLessThan(100);
  expect(new URL(page.url()).hash).toContain('across=dual');
});

test('a homogeneous network is warped, marked as approximate, with its error', async ({ page, open }) => {
  test.setTimeout(240_000);
  await open('data=separable&n_orange=20&n_blue=20&keep_orange=1&keep_blue=1&bias=input&width=16&weights=5:1,1:5&speed=1000');
  await warpToTheEnd(page);
  await expect(page.getByText(/^approximate: .+ off at step 20,535$/)).toBeVisible();
  await expect(part.plane(page)).toHaveAccessibleName(/At t = 10\^1000\b.+ This time is approximate: .+ its parameters are off by .+ of their length at most\./);
  const off = Number(/off by ([\d.]+) of/.exec(await part.plane(page).getAttribute('aria-label'))[1]);
  expect(off).toBeGreaterThan(1e-5);
  expect(off).toBeLessThan(0.01);
  // Tanh is not homogeneous.
  await open('data=separable&bias=input&activation=tanh');
  await expect(page.getByRole('button', { name: /^Skip ahead/ })).toBeHidden();
});
