// Degenerate rows on the page: an answer in words, never a trap, a NaN or a wrong picture.
import { expect, nextFrames, part, test, trainsBeyond } from './lab_test.mjs';
import { inkAlong, linkOn } from './theory.mjs';

const one = [1, 0.5, 1];
const NO_BOUNDARY = /No (orange|blue) example is left to train on, so there is no boundary to draw/;

/** Rows, what the plane says of them under a line, and whether there is a boundary to draw. */
const sets = {
  'one class': { rows: [[1, 2, 1], [2, 1, 1], [3, 3, 1]], says: NO_BOUNDARY },
  'one row': { rows: [one], says: NO_BOUNDARY },
  'all equal, one class': { rows: [one, one, one], says: NO_BOUNDARY },
  'all equal, both classes': { rows: [one, one, [1, 0.5, -1]], says: /No line separates the classes\. .+ 1:0 never rests/, line: false },
  'the same point with both labels': { rows: [one, [1, 0.5, -1], [0.2, 1, 1], [0.1, -1, -1]], says: /line separates/, line: true },
  'the same point with both labels, and one more': { rows: [one, [1, 0.5, -1], [0.2, 1, 1]], says: /A line separates 1 of the 3 training examples, and the other 2 lie on it/ },
  'a margin of 1e-10': { rows: [[1, 1e-10, 1], [1, -1e-10, -1], [-1, 1e-10, 1], [-1, -1e-10, -1]], says: /It is too close to call whether a line separates the classes/, line: true },
  'a margin of 1e-8': { rows: [[1, 1e-8, 1], [1, -1e-8, -1], [-1, 1e-8, 1], [-1, -1e-8, -1]], says: /A line separates the classes, with a margin of at most 1\.00 × 10\^−8/, line: true },
  'on one line': { rows: [[1, 1, 1], [2, 2, 1], [-1, -1, -1], [-3, -3, -1]], says: /A line separates the classes/, line: true },
  'some weights 0': { rows: [[...one, 0], [-1, 0, -1, 1], [2, 1, 1, 3]], says: /A weight of 0 removes an example that holds the boundary, so file and 1:0 have another limit/, line: true },
  'one class of weight 0': { rows: [[...one, 0], [-1, 0, -1, 1], [2, 1, 1, 0]], says: /(has|have) another limit/ },
  'all weights 0': { rows: [[...one, 0], [-1, 0, -1, 0]], says: /./ },
};

for (const [name, { rows, says, line }] of Object.entries(sets)) {
  for (const model of ['linear', 'mlp']) {
    test(`${name}, ${model}`, async ({ page, open }) => {
      await open();
      const weights = rows[0].length === 4 ? 'file,1:1,1:0' : '5:1,1:1,1:0';
      await open(await linkOn(page, rows, `model=${model}&init=${model === 'linear' ? 'zero' : 'ntk'}&speed=10&weights=${weights}`));
      if (model === 'linear') await expect(part.plane(page)).toHaveAccessibleName(says);
      await nextFrames(page, 24);
      if (await page.getByText('More curves').isVisible()) await page.getByText('More curves').click();
      await nextFrames(page, 24);
      const text = await page.locator('[data-iw-lab]').evaluate((host) => host.shadowRoot.querySelector('main').innerText + host.shadowRoot.querySelector('.facts').innerText);
      expect(text).not.toMatch(/NaN|undefined|not a number|Infinity|∞|panicked|went wrong/);
      const spoken = await part.plane(page).getAttribute('aria-label');
      expect(spoken.length).toBeGreaterThan(20);
      expect(spoken).not.toMatch(/NaN|undefined|not a number/);
      if (says === NO_BOUNDARY) {
        await expect(page.getByText(NO_BOUNDARY).first()).toBeVisible();
        expect(await inkAlong(page, 0.5)).toEqual([]);
      }
      if (line && model === 'linear') {
        const shares = [0.1, 0.3, 0.5, 0.7, 0.9];
        const ink = (await Promise.all(shares.map((share) => inkAlong(page, share)))).flat();
        expect(ink.length).toBeGreaterThan(0);
      }
    });
  }
}

test('a shared link on rows of weight 0 trains on', async ({ page, open }) => {
  await open('model=linear&data=separable&weights=1:0,0:1,1:1&init=zero');
  await expect(page.getByText(/another limit/).first()).toBeVisible();
  await trainsBeyond(page, 100);
});

const FOUR = 'v=1&weights=5:1,1:1,1:5&data=separable&n_orange=2&n_blue=2&keep_orange=1&keep_blue=1&deviation=0&model=linear&init=zero';

for (const more of ['', '&loss=logistic', '&bias=none', '&n_orange=1&n_blue=1', '&n_orange=4&n_blue=2']) {
  test(`four points, all alike${more}: it plays, and says what it does not draw`, async ({ page, open }) => {
    await open(`${FOUR}${more}`);
    if (await page.getByText('More curves').isVisible()) await page.getByText('More curves').click();
    await trainsBeyond(page, 300);
    const before = await part.step(page);
    await nextFrames(page, 30);
    await trainsBeyond(page, before);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  });
}
