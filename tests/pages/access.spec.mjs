// The page is usable by everyone: axe finds nothing, nothing scrolls sideways, reduced motion is honored.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, part, test, trainsBeyond, write } from './lab_test.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe objects to, in words. */
async function objections(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.flat().join(' ')).join(', ')}`);
  });
}

const sizes = { desktop: [1280, 860], embedded: [600, 560], phone: [390, 844] };

for (const [name, [width, height]] of Object.entries(sizes)) {
  for (const theme of ['light', 'dark']) {
    test(`${name}, ${theme}: axe objects to nothing`, async ({ page, open }) => {
      await page.setViewportSize({ width, height });
      await open(`theme=${theme}`);
      await trainsBeyond(page, 10);
      await page.keyboard.press('Space');
      expect(await objections(page)).toEqual([]);
    });
  }

  test(`${name}: nothing scrolls sideways`, async ({ page, open }) => {
    await page.setViewportSize({ width, height });
    await open();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}

test('the dialog of own data: axe objects to nothing', async ({ page, open }) => {
  await open();
  await page.getByRole('button', { name: 'Load or paste data…' }).click();
  expect(await objections(page)).toEqual([]);
});

for (const theme of ['light', 'dark']) {
  test(`${theme}: with help open, with a notice and with a refused text, axe objects to nothing`, async ({ page, open }) => {
    await open(`theme=${theme}&nonsense=1`);
    await expect(part.notices(page)).toBeVisible();
    expect(await objections(page)).toEqual([]);
    const noise = page.getByRole('textbox', { name: 'Noise' });
    await write(noise, 'abc');
    await expect(noise).toHaveAttribute('aria-invalid', 'true');
    expect(await objections(page)).toEqual([]);
    await page.getByRole('button', { name: 'Help' }).click();
    await expect(page.getByRole('dialog', { name: 'Help' })).toContainText('What is an importance weight?');
    expect(await objections(page)).toEqual([]);
  });
}

test('in colors of the reader\'s own everything is told apart', async ({ page, open, browserName }) => {
  test.skip(browserName !== 'chromium', 'only Chromium emulates forced colors');
  await page.emulateMedia({ forcedColors: 'active' });
  await open();
  await trainsBeyond(page, 10);
  const looks = await page.evaluate(() => {
    const root = document.querySelector('[data-iw-lab]').shadowRoot;
    const style = (selector) => getComputedStyle(root.querySelector(selector));
    const paper = getComputedStyle(document.body).backgroundColor;
    return {
      paper,
      play: style('.icon-play').backgroundColor,
      behind: style('.play').backgroundColor,
      pressed: style('.speed .tab[aria-pressed="true"]').backgroundColor,
      other: style('.speed .tab[aria-pressed="false"]').backgroundColor,
      dash: style('.swatch line').stroke,
      plane: style('.plane').backgroundColor,
    };
  });
  expect(looks.play).not.toBe(looks.behind);
  expect(looks.pressed).not.toBe(looks.other);
  expect(looks.dash).not.toBe(looks.paper);
  // What is drawn in the lab's own colors lies on the lab's own paper.
  expect(looks.plane).toBe('rgb(255, 255, 255)');
  expect(await objections(page)).toEqual([]);
});

test('the plane is named by what it shows', async ({ page, open }) => {
  await open();
  const before = await part.plane(page).getAttribute('aria-label');
  await trainsBeyond(page, (await part.step(page)) + 500);
  await expect.poll(() => part.plane(page).getAttribute('aria-label')).not.toBe(before);
});

test('who prefers no motion sees every new lab standing at a telling step', async ({ page, open }) => {
  // Not every browser lets a test set the preference.
  await page.addInitScript(() => {
    const { matchMedia } = window;
    window.matchMedia = (query) => {
      const list = matchMedia(query);
      if (query === '(prefers-reduced-motion: reduce)') Object.defineProperty(list, 'matches', { value: true });
      return list;
    };
  });
  for (const query of ['', 'v=1&data=overlap']) {
    await open(query);
    await expect.poll(() => part.step(page)).toBe(1000);
    await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  }
  await page.getByRole('combobox', { name: 'Loss' }).selectOption({ label: 'Logistic' });
  await expect.poll(() => new URL(page.url()).hash).toContain('loss=logistic');
  await expect.poll(() => part.step(page)).toBe(1000);
  await page.getByRole('button', { name: 'Restart from the same initialization' }).click();
  await expect.poll(() => part.step(page)).toBe(0);
});
