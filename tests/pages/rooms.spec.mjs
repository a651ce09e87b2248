// The page in every window: what is watched together is in sight together, nothing is cut, nothing lies on something else.
import { expect, nextFrames, part, test, trainsBeyond } from './lab_test.mjs';

const SIZES = [
  [320, 568], [360, 640], [390, 844], [600, 560], [768, 1024], [844, 390],
  [1024, 768], [1280, 720], [1366, 650], [1440, 789], [1920, 1080], [2560, 1440],
];

/** 400 % of 1280x1024, and 200 % of 1280x720. */
const ZOOMED = [[320, 256], [640, 360]];

/** What has to be in sight together: plane, Play, clock and timeline. */
const watched = (page) => [
  part.plane(page),
  page.getByRole('button', { name: /^(Play|Pause)$/ }),
  page.getByRole('group', { name: 'Training' }).getByRole('status'),
  part.time(page),
];

const boxesOf = (locators) => Promise.all(locators.map((locator) => locator.boundingBox()));

const overlap = (a, b) =>
  Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > 1 &&
  Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > 1;

/** Pairs of parts that lie on each other, and texts that are wider than the room they have. */
const faults = (page) =>
  page.evaluate(() => {
    const root = document.querySelector('[data-iw-lab]').shadowRoot;
    const seen = (element) => element.checkVisibility() && element.getBoundingClientRect().width > 1;
    const all = (selector) => [...root.querySelectorAll(selector)].filter(seen);
    const name = (element) => `${element.localName}.${element.className} ${element.textContent.slice(0, 24)}`;
    const found = [];
    const width = document.documentElement.clientWidth;
    for (const element of all('button:not(.skip), select, h1, .what, .clock, .speed, .readouts td, .readouts th, .key span, canvas:not(.layer)')) {
      const { left, right } = element.getBoundingClientRect();
      if (left < -1 || right > width + 1) found.push(`beyond the page: ${name(element)}`);
    }
    for (const element of all('h1, .what, .clock, .menu button, .tab, .readouts .number, .row .label')) {
      if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline') {
        found.push(`cut: ${name(element)}`);
      }
    }
    const parts = all('.menu, h1, .square, .transport, .timeline, .film, .readouts');
    for (const [k, a] of parts.entries()) {
      for (const b of parts.slice(k + 1)) {
        const [p, q] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
        const across = Math.min(p.right, q.right) - Math.max(p.left, q.left);
        const down = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
        // A plane and a transport that stay at hand lie over what scrolls under them.
        const stays = [a, b].some((part) => getComputedStyle(part.closest('.plane, .dock') ?? part).position === 'sticky');
        if (across > 1 && down > 1 && !stays) found.push(`${name(a)} on ${name(b)}`);
      }
    }
    return found;
  });

for (const [width, height] of [...SIZES, ...ZOOMED]) {
  test(`${width}x${height}: plane, Play, clock and timeline are in sight together`, async ({ page, open }) => {
    await page.setViewportSize({ width, height });
    await open();
    await trainsBeyond(page, 100);
    const boxes = await boxesOf(watched(page));
    for (const box of boxes) {
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.y + box.height).toBeLessThanOrEqual(height + 1);
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width + 1);
    }
    for (const [k, a] of boxes.entries()) {
      for (const b of boxes.slice(k + 1)) expect(overlap(a, b)).toBe(false);
    }
    expect(await faults(page)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}

test('between 440 and 1200 px the plane never shrinks as the page grows', async ({ page, open }) => {
  await open();
  let before = 0;
  for (let width = 440; width <= 1200; width += 40) {
    await page.setViewportSize({ width, height: 800 });
    const widthNow = async () => (await part.plane(page).boundingBox()).width;
    const stays = async () => {
      const [first] = [await widthNow(), await nextFrames(page, 5)];
      return (await widthNow()) === first;
    };
    await expect.poll(stays).toBe(true);
    const box = await part.plane(page).boundingBox();
    expect(box.width, `at ${width} px`).toBeGreaterThanOrEqual(before);
    before = box.width;
  }
});

test('a press on the enlarged plane and timeline is where the pointer is', async ({ page, open }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await open('size=presentation');
  await trainsBeyond(page, 1000);
  await page.keyboard.press('Space');
  const { width, height } = await part.time(page).boundingBox();
  const places = [0.2, 0.4];
  const times = [];
  for (const place of places) {
    await part.time(page).click({ position: { x: place * width, y: height / 2 } });
    times.push(Number(await part.time(page).getAttribute('aria-valuenow')));
  }
  const end = Number(await part.time(page).getAttribute('aria-valuemax'));
  // The axis begins and ends 36 of its own pixels within the track.
  const scale = Number(await page.locator('.lab').evaluate((lab) => lab.style.getPropertyValue('--scale')));
  const inset = (36 * scale) / width;
  for (const [k, place] of places.entries()) {
    expect(Math.abs(times[k] / end - (place - inset) / (1 - 2 * inset))).toBeLessThan(0.02);
  }
});

test('P enlarges everything for the last row, and back', async ({ page, open }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await open();
  const heightOfHead = async () => (await page.getByRole('columnheader').first().boundingBox()).height;
  const before = await heightOfHead();
  await page.keyboard.press('p');
  await expect.poll(heightOfHead).toBeGreaterThan(1.4 * before);
  await expect.poll(() => new URL(page.url()).hash).toContain('size=presentation');
  await page.keyboard.press('p');
  await expect.poll(heightOfHead).toBe(before);
});

test('a page that is written from right to left does not mirror the lab', async ({ page, open }) => {
  await open();
  const place = () => part.plane(page).boundingBox();
  const before = await place();
  await page.evaluate(() => (document.documentElement.dir = 'rtl'));
  await nextFrames(page, 3);
  const after = await place();
  // The page's own scroll bar may be on its other side.
  expect(Math.abs(after.x - before.x)).toBeLessThan(20);
  expect(after.width).toBe(before.width);
});

test.describe('with a coarse pointer', () => {
  for (const [width, height] of [[390, 844], [844, 390], [1024, 768]]) {
    test(`${width}x${height}: whatever is pressed is 44 px large`, async ({ page, browser, browserName, site }) => {
      test.skip(browserName !== 'chromium', 'only Chromium can be given a coarse pointer');
      await page.close();
      const context = await browser.newContext({ viewport: { width, height }, hasTouch: true, isMobile: true });
      const phone = await context.newPage();
      await phone.goto(site);
      await trainsBeyond(phone, 10);
      const small = await phone.evaluate(() => {
        const root = document.querySelector('[data-iw-lab]').shadowRoot;
        for (const group of root.querySelectorAll('details.group')) group.open = true;
        return [...root.querySelectorAll('button:not(.skip), select, summary, input')]
          .filter((element) => element.checkVisibility())
          .map((element) => [element, element.getBoundingClientRect()])
          .filter(([element, { height, width }]) => {
            // What is pressed beside a word of a line reaches above and below it.
            const after = getComputedStyle(element, '::after');
            const reach = after.content === 'none' ? 0 : 28;
            return height + reach < 43.5 || width < 23.5;
          })
          .map(([element, box]) => `${element.className} ${element.textContent.slice(0, 20)} ${box.width}x${box.height}`);
      });
      expect(small).toEqual([]);
      await context.close();
    });
  }
});

test('nothing to be pressed is lower than 24 px', async ({ page, open }) => {
  await open();
  await trainsBeyond(page, 10);
  const small = await page.evaluate(() => {
    const root = document.querySelector('[data-iw-lab]').shadowRoot;
    return [...root.querySelectorAll('button:not(.skip), select, summary, input')]
      .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 23.5)
      .map((element) => `${element.localName}.${element.className} ${element.textContent.slice(0, 20)}`);
  });
  expect(small).toEqual([]);
});
