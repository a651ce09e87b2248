// What page tests of the theory share: rows in a link, what the lines of the plane show, the time axis.
import { expect, nextFrames, part } from './lab_test.mjs';

/** Where the plane's square begins on the canvas of its lines, in CSS pixels. */
const LEFT = 40;
const TOP = 8;

/** A link on rows [x1, x2, y] or [x1, x2, y, weight], as the lab itself writes it. */
export async function linkOn(page, rows, query) {
  return page.evaluate(async ([rows, query]) => {
    const { default: init, Lab } = await import('./iw_lab.js');
    await init();
    const header = ['x1', 'x2', 'y', 'weight'].slice(0, rows[0].length);
    const lab = new Lab(query);
    lab.loadCsv([header, ...rows].map((row) => row.join(',')).join('\n'));
    const text = lab.query;
    lab.free();
    return text;
  }, [rows, query]);
}

/** ln t that the slider says. */
export const lnT = async (page) => Number(await part.time(page).getAttribute('aria-valuenow'));

/** The step that is shown, or none where time is warped, as it is here beyond 10^6. */
export async function stepShown(page) {
  if ((await lnT(page)) > 6 * Math.LN10 + 0.001) return undefined;
  const spoken = await part.time(page).getAttribute('aria-valuetext');
  const [, step] = /^t = ([\d,]+)\. /.exec(spoken) ?? [];
  return step === undefined ? undefined : Number(step.replaceAll(',', ''));
}

/** Waits for two animation frames: the one in which input is answered, and the one after. */
export const nextFrame = (page) => nextFrames(page, 2);

/** The labels along the bottom of a chart, as an image. */
export const ticksOf = (chart) =>
  chart.locator('canvas').evaluate((canvas) => {
    const strip = document.createElement('canvas');
    const ratio = canvas.width / canvas.getBoundingClientRect().width;
    [strip.width, strip.height] = [canvas.width, Math.round(12 * ratio)];
    strip.getContext('2d').drawImage(canvas, 0, strip.height - canvas.height);
    return strip.toDataURL();
  });

/** The same once it stays: curves are drawn in turns, a few to a frame. */
export async function settledTicksOf(page, chart) {
  const stays = async () => {
    const before = await ticksOf(chart);
    await nextFrames(page, 30);
    return (await ticksOf(chart)) === before;
  };
  await expect.poll(stays).toBe(true);
  return ticksOf(chart);
}

/** Goes through warped time to its end. */
export async function warpToTheEnd(page) {
  const warp = page.getByRole('button', { name: /^Skip ahead/ });
  await warp.click();
  await expect(warp).toBeHidden();
  await expect.poll(() => lnT(page), { timeout: 150_000 }).toBeGreaterThan(1000 * Math.LN10 - 0.01);
  await expect(warp).toBeVisible();
}

/** Where time stands on the slider, in its pixels: the axis of src/view/time_axis.rs, warped beyond 10^6. */
export function placeOf(log10t, width) {
  const [left, right, gap] = [36, width - 36, 28];
  const trained = left + 0.4645 * (right - left - gap);
  if (log10t <= 6) return left + (log10t / 6) * (trained - left);
  return trained + gap + (Math.log(log10t / 6) / Math.log(1000 / 6)) * (right - trained - gap);
}

/** The range of x1 and x2 that the plane shows of these rows. */
function ranges(rows) {
  const of = (axis) => [Math.min(...rows.map((row) => row[axis])), Math.max(...rows.map((row) => row[axis]))];
  const ends = [of(0), of(1)];
  const half = 0.55 * Math.max(...ends.map(([low, high]) => high - low));
  return ends.map(([low, high]) => [(low + high) / 2 - half, (low + high) / 2 + half]);
}

/** Ink on the plane's lines along one row at a share of its height: [from, to] of each stretch, in CSS pixels of
 *  the square. */
export async function inkAlong(page, share) {
  const side = (await part.plane(page).boundingBox()).width;
  const spans = await part.plane(page).locator('canvas').nth(2).evaluate((canvas, y) => {
    const copy = document.createElement('canvas');
    [copy.width, copy.height] = [canvas.width, canvas.height];
    const context = copy.getContext('2d', { willReadFrequently: true });
    context.drawImage(canvas, 0, 0);
    const ratio = canvas.width / canvas.getBoundingClientRect().width;
    const { data } = context.getImageData(0, Math.round(y * ratio), copy.width, 1);
    const found = [];
    for (let x = 0; x < copy.width; x += 1) {
      const [r, g, b, alpha] = data.subarray(4 * x, 4 * x + 4);
      const ink = alpha > 150 && r + g + b < 300;
      const last = found[found.length - 1];
      if (ink && last && last[1] === x) last[1] = x + 1;
      else if (ink) found.push([x, x + 1]);
    }
    return found.map((ends) => ends.map((x) => x / ratio));
  }, TOP + share * side);
  return spans.map((ends) => ends.map((x) => x - LEFT));
}

/** Where the boundary of θ crosses that row, in the same pixels. */
export async function crossing(page, rows, theta, share) {
  const side = (await part.plane(page).boundingBox()).width;
  const [[low, high], [bottom, top]] = ranges(rows);
  const x2 = top - share * (top - bottom);
  const x1 = -(theta[1] * x2 + (theta[2] ?? 0)) / theta[0];
  return ((x1 - low) / (high - low)) * side;
}
