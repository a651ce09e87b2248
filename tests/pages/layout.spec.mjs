// What one looks at stays where it is: while the lab comes up, while it trains, and when one looks back.
import { expect, part, pause, test, trainsBeyond } from './lab_test.mjs';

const SEPARABLE = 'data=separable&n_orange=20&n_blue=20&keep_orange=1&keep_blue=1&model=linear&init=zero';

/** Where the timeline lies on the page, whatever is scrolled. */
const placeOfTrack = async (page) => {
  const { y, width } = await part.time(page).boundingBox();
  return { y: y + (await page.evaluate(() => scrollY)), width };
};

for (const [width, height] of [[1280, 860], [1000, 800], [600, 560], [390, 844]]) {
  for (const [name, query] of [['a network', ''], ['a line', SEPARABLE]]) {
    test(`at ${width} px the track of ${name} stays under the pointer`, async ({ page, open }) => {
      await page.setViewportSize({ width, height });
      await open(query);
      await trainsBeyond(page, 1000);
      if (query) await page.getByRole('button', { name: /^Skip ahead/ }).waitFor();
      await pause(page);
      const before = await placeOfTrack(page);
      await part.time(page).click({ position: { x: 0.25 * before.width, y: 24 } });
      const latest = page.getByRole('button', { name: /^Go to latest/ });
      await expect(latest).toBeVisible();
      expect(await placeOfTrack(page)).toEqual(before);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(sideways).toBeLessThanOrEqual(0);
      await latest.click();
      await expect(latest).toBeHidden();
      expect(await placeOfTrack(page)).toEqual(before);
    });
  }
}

test('the keys work before anything is clicked', async ({ page, open }) => {
  await open();
  await trainsBeyond(page, 10);
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  await page.keyboard.press('Home');
  await expect.poll(() => part.step(page)).toBe(1);
  await page.keyboard.press('r');
  await expect.poll(() => part.step(page)).toBe(0);
  await page.keyboard.press('s');
  await expect.poll(() => part.step(page)).toBe(1);
});

test('with more curves open, plane and time stay in sight', async ({ page, open }) => {
  await open();
  await trainsBeyond(page, 10);
  await pause(page);
  await page.getByText('More curves').click();
  const last = page.getByRole('figure').last();
  await last.scrollIntoViewIfNeeded();
  await expect(last).toBeInViewport();
  await expect(part.plane(page)).toBeInViewport({ ratio: 0.8 });
  await expect(part.time(page)).toBeInViewport({ ratio: 1 });
});

test('numbers change without moving each other', async ({ page, open }) => {
  await open('speed=1000');
  await trainsBeyond(page, 10);
  const heads = part.readouts(page).getByRole('columnheader');
  const places = async () => {
    const boxes = await Promise.all((await heads.all()).map((head) => head.boundingBox()));
    return boxes.map(({ x, width }) => Math.round(x + width));
  };
  const before = await places();
  for (const step of [100, 1000, 10_000]) {
    await trainsBeyond(page, step);
    expect(await places(), `after step ${step}`).toEqual(before);
  }
});

test('without one of the classes no boundary is drawn, in the film neither', async ({ page, open }) => {
  await open('keep_blue=0');
  await trainsBeyond(page, 100);
  await expect(page.getByRole('button', { name: /^t = 10\^1,?$/ })).toBeEnabled();
  await expect(page.getByRole('group', { name: /^Film/ })).not.toContainText('%');
  await expect(page.getByText('where runs disagree')).toBeHidden();
});
