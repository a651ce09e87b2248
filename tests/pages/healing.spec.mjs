// A lab whose program fails is made again where it was, with the same bits; one that fails twice stops and says so.
//
// `TRAPS=1000 npx playwright test healing -g many` injects that many faults into one lab and into five.
import { expect, nextFrames, part, pause, test, trainsBeyond } from './lab_test.mjs';

const TRAPS = Number(process.env.TRAPS ?? 6);
const AGAIN = /The lab had a fault and was started again where it was: nothing you made is lost/;
const HOW = ['trap', 'panic', 'overflow'];

/** The page's only lab, or one of them, as its script knows it. */
const HOST = '[data-iw-lab]';

/** Makes a lab fail; its step and the state of every run before and after, and how many milliseconds it took. */
const fail = (page, how, selector = HOST) =>
  page.evaluate(
    async ([how, selector]) => {
      const { labs } = await import(new URL('iw_lab.js', location.href));
      const all = [...labs.values()];
      const state = () => all.map((lab) => [lab.step, ...[0, 1, 2].map((run) => Array.from(lab.run(run) ?? []).join())]);
      const lab = labs.get(document.querySelector(selector));
      const before = state();
      const begun = performance.now();
      lab.fail(how);
      return { before, after: state(), ms: performance.now() - begun };
    },
    [how, selector],
  );

/** Whether every run of a lab has the bits of a ladder that was trained to the same step without any fault. */
const hasTheBitsOfScripts = (page, query) =>
  page.evaluate(
    async ([query, selector]) => {
      const { Lab, labs } = await import(new URL('iw_lab.js', location.href));
      const lab = labs.get(document.querySelector(selector));
      const plain = new Lab(query);
      plain.advance(lab.step);
      const same = [0, 1, 2].map((run) => {
        const [taken, , , ...theta] = lab.run(run);
        return taken === plain.step && theta.join() === Array.from(plain.parameters(run)).join();
      });
      plain.free();
      return same;
    },
    [query, HOST],
  );

/** Lets a minute pass for the page, so that a fault is the first within a minute again. */
const laterMinutes = (page) =>
  page.addInitScript(() => {
    const now = performance.now.bind(performance);
    let skipped = 0;
    performance.now = () => now() + skipped;
    globalThis.skipAMinute = () => (skipped += 61_000);
  });

const expectFault = async (complaints, count) => {
  await expect.poll(() => complaints.filter((text) => text.includes('had a fault')).length).toBe(count);
  complaints.length = 0;
};

for (const how of HOW) {
  test(`after a ${how} the lab is back at the same step with the same bits`, async ({ page, open, complaints }) => {
    const query = 'speed=10';
    await open(query);
    await trainsBeyond(page, 100);
    const { before, after } = await fail(page, how);
    expect(after).toEqual(before);
    await expect(part.notices(page)).toContainText(AGAIN);
    await trainsBeyond(page, before[0][0] + 20);
    await pause(page);
    expect(await hasTheBitsOfScripts(page, query)).toEqual([true, true, true]);
    await expectFault(complaints, 1);
  });
}

test('what was looked at is looked at again, its past measured again', async ({ page, open, complaints }) => {
  await open();
  await trainsBeyond(page, 200);
  await pause(page);
  await page.keyboard.press('Home');
  await expect.poll(() => part.step(page)).toBe(1);
  for (let k = 0; k < 5; k += 1) await page.keyboard.press('ArrowRight');
  await expect.poll(() => part.step(page)).toBe(6);
  const numbers = await part.readouts(page).allTextContents();
  await fail(page, 'trap');
  await expect.poll(() => part.step(page)).toBe(6);
  await expect.poll(() => part.readouts(page).allTextContents()).toEqual(numbers);
  await expectFault(complaints, 1);
});

test('rows that were typed and rows that are trained on outlive a fault', async ({ page, open, complaints }) => {
  await open();
  await trainsBeyond(page, 10);
  // More rows than a link carries.
  const rows = Array.from({ length: 300 }, (_, k) => `${Math.sin(k)},${Math.cos(3 * k)},${k % 3 ? 'a' : 'b'}`);
  const dialog = page.getByRole('dialog', { name: 'Own data' });
  await page.locator('.lab').first().evaluate((lab, text) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    lab.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, ['x1,x2,y', ...rows].join('\n'));
  await expect(dialog).toBeVisible();
  await fail(page, 'panic');
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole('textbox')).toHaveValue(/x1,x2,y/);
  await dialog.getByRole('button', { name: 'Use these rows' }).click();
  await trainsBeyond(page, 50);
  const count = () =>
    page.evaluate(async (selector) => {
      const { labs } = await import(new URL('iw_lab.js', location.href));
      return labs.get(document.querySelector(selector)).own.length;
    }, HOST);
  const kept = await count();
  expect(kept).toBe(7 + 5 * 300);
  await expectFault(complaints, 1);
});

test('a lab that fails twice within a minute stops, says so, and can be tried again', async ({ page, open, complaints }) => {
  await open('speed=10');
  await trainsBeyond(page, 50);
  const told = await page.evaluateHandle((selector) => {
    const messages = [];
    document.querySelector(selector).addEventListener('error', (event) => messages.push(event.message));
    return messages;
  }, HOST);
  await fail(page, 'trap');
  const { before } = await fail(page, 'panic');
  await expect(page.getByRole('alert')).toContainText('it had a fault twice within a minute');
  await expect(page.getByRole('alert')).toContainText('a test asked for this');
  expect(await told.evaluate((messages) => messages.length)).toBe(1);
  await expect(page.getByRole('button', { name: 'Copy the link' })).toBeVisible();
  await page.getByRole('button', { name: 'Try again' }).click();
  await trainsBeyond(page, before[0][0]);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expectFault(complaints, 2);
});

/** A page with five labs in a column. */
const openFive = async (page, site) => {
  await page.goto(site);
  await page.getByRole('application').waitFor();
  await page.evaluate(async () => {
    const { labs, mount } = await import(new URL('iw_lab.js', location.href));
    for (const lab of labs.values()) lab.free();
    document.body.replaceChildren();
    const links = ['', 'model=linear&data=separable', 'loss=logistic&lr=0.5', 'activation=tanh', 'data=overlap&model=linear'];
    for (const [at, link] of links.entries()) {
      const host = document.createElement('div');
      host.id = `lab-${at}`;
      document.body.append(host);
      mount(host, `speed=10${link && '&'}${link}`);
    }
  });
  await trainsBeyond(page, 20);
};

test('the other labs of the page come back with the one that failed', async ({ page, site, complaints }) => {
  await openFive(page, site);
  const { before, after } = await fail(page, 'trap', '#lab-1');
  expect(before.length).toBe(5);
  expect(after).toEqual(before);
  for (let at = 0; at < 5; at += 1) {
    await expect(page.locator(`#lab-${at}`).getByRole('status', { name: 'Notices' })).toContainText(AGAIN);
  }
  // A second fault of one of them stops that one only.
  await fail(page, 'panic', '#lab-1');
  await expect(page.getByRole('alert')).toHaveCount(1);
  await expect(page.getByRole('application')).toHaveCount(4);
  await expectFault(complaints, 2);
});

/** Reads how long the page's own thread has computed, in ms, whatever else the machine does. */
async function threadTime(page) {
  const browser = await page.context().newCDPSession(page);
  await browser.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await browser.send('Performance.getMetrics');
    return 1000 * metrics.find(({ name }) => name === 'TaskDuration').value;
  };
}

for (const [name, count] of [['one lab', 1], ['five labs', 5]]) {
  test(`many faults, ${name}: each is back at the same step with the same bits`, async ({ page, site, open, complaints, browserName }) => {
    test.setTimeout(60_000 + TRAPS * 2_000);
    await laterMinutes(page);
    if (count === 1) await open('speed=10');
    else await openFive(page, site);
    await trainsBeyond(page, 20);
    const times = [];
    const busy = browserName === 'chromium' ? await threadTime(page) : async () => NaN;
    let cpu = 0;
    for (let k = 0; k < TRAPS; k += 1) {
      await page.evaluate(() => globalThis.skipAMinute());
      const selector = count === 1 ? HOST : `#lab-${k % count}`;
      const begun = await busy();
      const { before, after, ms } = await fail(page, HOW[k % 2], selector);
      cpu += (await busy()) - begun;
      expect(before.length).toBe(count);
      expect(after).toEqual(before);
      times.push(ms);
      await nextFrames(page, 2);
      complaints.length = 0;
    }
    times.sort((a, b) => a - b);
    const of = (share) => times[Math.floor(share * (times.length - 1))].toFixed(1);
    console.log(`${times.length} faults, ${name}: back after ${of(0.5)} ms (median), ${of(1)} ms (longest); the page's thread computed for ${(cpu / TRAPS).toFixed(1)} ms`);
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
}

test('a canvas that the browser took and gave back is drawn again', async ({ page, open }) => {
  await open();
  await trainsBeyond(page, 20);
  await pause(page);
  const marks = page.locator('canvas').nth(1);
  const pixels = () =>
    marks.evaluate((canvas) => {
      // Through another canvas: a browser may warn of reading one that is drawn on.
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
      copy.drawImage(canvas, 0, 0);
      return copy.getImageData(0, 0, canvas.width, canvas.height).data.join();
    });
  const drawn = await pixels();
  await marks.evaluate((canvas) => canvas.getContext('2d').reset());
  expect(/[1-9]/.test(await pixels())).toBe(false);
  await marks.evaluate((canvas) => canvas.dispatchEvent(new Event('contextrestored')));
  await expect.poll(async () => (await pixels()) === drawn).toBe(true);
});
