// The page is usable by everyone: axe finds nothing, nothing scrolls sideways, reduced motion is honored.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, part, test, trainsBeyond } from './lab_test.mjs';

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
