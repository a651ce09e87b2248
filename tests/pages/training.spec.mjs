// The page trains, replays, says what happened, and remembers it in its link.
import { expect, nextFrames, part, pause, test, trainsBeyond, unchanged } from './lab_test.mjs';

test('it trains without being asked, and every run is read out', async ({ page, open }) => {
  await open();
  await trainsBeyond(page, 100);
  await expect(part.readouts(page).getByRole('rowheader')).toHaveText(['16:1', '1:1', '1:5']);
  await expect(part.readouts(page).getByRole('cell', { name: '%' })).toHaveCount(6);
  await expect(part.plane(page)).toHaveAccessibleName(/At step [\d,]+ the 16:1 run misclassifies/);
});

test('the timeline replays any step by keyboard; play goes on from the latest', async ({ page, open }) => {
  await open();
  await trainsBeyond(page, 1000);
  await pause(page);
  const latest = await part.step(page);
  const now = await part.readouts(page).textContent();

  await part.time(page).press('Home');
  await expect.poll(() => part.step(page)).toBe(1);
  await expect(page.getByRole('button', { name: 'Go to latest' })).toBeVisible();
  await part.time(page).press('Shift+ArrowRight');
  await expect.poll(() => part.step(page)).toBeGreaterThanOrEqual(9);
  expect(await part.step(page)).toBeLessThanOrEqual(11);
  await expect.poll(() => part.readouts(page).textContent()).not.toBe(now);

  await part.time(page).press('End');
  await expect.poll(() => part.step(page)).toBe(latest);
  await expect.poll(() => part.readouts(page).textContent()).toBe(now);

  await part.time(page).press('Home');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await trainsBeyond(page, latest);
});

test('the timeline replays by pointer, and from a frame of the film', async ({ page, open }) => {
  await open();
  await trainsBeyond(page, 1000);
  await pause(page);
  const latest = await part.step(page);
  await page.getByRole('button', { name: /^t = 10\^2/ }).click();
  await expect.poll(() => part.step(page)).toBeLessThanOrEqual(110);
  expect(await part.step(page)).toBeGreaterThanOrEqual(90);

  const grip = await part.time(page).boundingBox();
  const middle = { x: grip.x + grip.width / 2, y: grip.y + grip.height / 2 };
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  await page.mouse.move(middle.x - 200, middle.y, { steps: 5 });
  await page.mouse.up();
  await expect.poll(() => part.step(page)).toBeLessThan(90);
  await page.getByRole('button', { name: 'Go to latest' }).click();
  await expect.poll(() => part.step(page)).toBe(latest);
});

test('every curve in sight is of the moment that is looked at, also one that was hidden before', async ({ page, open }) => {
  await open();
  await trainsBeyond(page, 1000);
  await pause(page);
  await page.getByText('More curves').click();
  const curves = page.getByRole('figure').filter({ visible: true }).locator('canvas');
  await expect.poll(() => curves.count()).toBeGreaterThan(4);
  const images = () => curves.evaluateAll((all) => all.map((canvas) => canvas.toDataURL()));
  const blank = await page.evaluate(() => document.createElement('canvas').toDataURL());
  await nextFrames(page, 20);
  const before = await images();
  expect(before).not.toContain(blank);
  await part.time(page).press('Home');
  await nextFrames(page, 20);
  const after = await images();
  expect(after.filter((image, k) => image === before[k])).toEqual([]);
});

test('a step at a time, and back to the same start', async ({ page, open }) => {
  await open();
  await trainsBeyond(page, 10);
  await pause(page);
  const before = await part.step(page);
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(() => part.step(page)).toBe(before + 1);
  await page.getByRole('button', { name: 'Restart from the same initialization' }).click();
  await expect.poll(() => part.step(page)).toBeLessThan(before);
});

test('divergence is told in words, with one way out, and the page goes on', async ({ page, open }) => {
  await open('init=standard&width=64');
  await expect(page.getByText("The 16:1 run's loss overflowed at step 2. Its last finite state is shown, that of step 1")).toBeVisible();
  await page.getByRole('button', { name: 'Use the scaled initialization' }).click();
  await expect.poll(() => new URL(page.url()).hash).not.toContain('init=standard');
  await trainsBeyond(page, 100);
});

test('a control writes the link, and the link sets the control', async ({ page, open }) => {
  await open('v=1&data=overlap&n_orange=7');
  await expect(page.getByRole('textbox', { name: 'Orange examples n₊, as a number' })).toHaveValue('7');
  await page.getByRole('combobox', { name: 'Loss' }).selectOption({ label: 'Logistic' });
  await expect.poll(() => new URL(page.url()).hash).toContain('loss=logistic');
  await page.evaluate(() => { location.hash = 'n_orange=9'; });
  await expect(page.getByRole('textbox', { name: 'Orange examples n₊, as a number' })).toHaveValue('9');
});

test('a bad link opens with notices', async ({ page, open }) => {
  await open('n_orange=-5&model=quantum&weights=1:x&lr=NaN&points=%%%&v=99');
  await expect(part.notices(page)).toBeVisible();
  await expect.poll(() => part.notices(page).locator('p').count()).toBeGreaterThan(3);
  await trainsBeyond(page, 10);
});

test('nothing is computed while the lab is not shown', async ({ page, open }) => {
  await open();
  await trainsBeyond(page, 10);
  const host = page.locator('[data-iw-lab]');
  await host.evaluate((element) => { element.style.display = 'none'; });
  await unchanged(page);
  const hidden = await part.step(page);
  await nextFrames(page, 60);
  expect(await part.step(page)).toBe(hidden);
  await host.evaluate((element) => { element.style.display = ''; });
  await trainsBeyond(page, hidden);
});

test('two labs stand on one page; one that is let go of leaves nothing', async ({ page, open }) => {
  await open();
  await page.evaluate(async () => {
    const { default: init, mount } = await import('./iw_lab.js');
    await init();
    const host = document.createElement('div');
    host.id = 'second';
    document.body.append(host);
    globalThis.second = mount(host, 'model=linear&data=separable');
  });
  const second = page.locator('#second');
  await second.scrollIntoViewIfNeeded();
  await expect(second.getByRole('application')).toBeVisible();
  await page.evaluate(() => globalThis.second.free());
  await expect(second.getByRole('application')).toHaveCount(0);
  await page.locator('[data-iw-lab]').scrollIntoViewIfNeeded();
  await trainsBeyond(page, await part.step(page));
});
