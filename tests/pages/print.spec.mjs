// On paper: light, whole, with link and settings, without controls, and labs that were never scrolled to are drawn.
import { expect, part, test, trainsBeyond } from './lab_test.mjs';

/** Share of the pixels of a canvas that are not transparent. */
const painted = (page, selector) =>
  page.evaluate((selector) => {
    const canvas = document.querySelector('[data-iw-lab]').shadowRoot.querySelector(selector);
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let k = 3; k < data.length; k += 4) count += data[k] > 0;
    return count / (data.length / 4);
  }, selector);

for (const theme of ['light', 'dark']) {
  test(`${theme}: a printed page is light and whole, and then it is as before`, async ({ page, open }) => {
    await open(`theme=${theme}`);
    await trainsBeyond(page, 100);
    await page.keyboard.press('Space');
    const before = await part.plane(page).boundingBox();
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await expect(page.locator('.lab')).toHaveAttribute('data-theme', 'light');
    await expect(page.getByRole('region', { name: 'Link and settings' })).toContainText('#v=1');
    await expect(page.getByRole('region', { name: 'Link and settings' })).toContainText('Learning rate');
    for (const control of ['Pause', 'Play', 'Share', 'Help']) {
      await expect(page.getByRole('button', { name: control, exact: true })).toBeHidden();
    }
    const [square, marks] = await Promise.all(
      ['.square', '.layer'].map((selector) => page.locator(selector).first().boundingBox()),
    );
    expect(Math.abs(marks.x + 40 - square.x)).toBeLessThan(1);
    expect(Math.abs(marks.y + 8 - square.y)).toBeLessThan(1);
    const lab = await page.locator('.lab').boundingBox();
    expect(lab.width).toBe(680);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await expect(page.locator('.lab')).toHaveAttribute('data-theme', theme);
    await expect.poll(() => part.plane(page).boundingBox()).toEqual(before);
  });
}

test('a lab below the fold is drawn before it is printed', async ({ page, open, site }) => {
  await open();
  await page.evaluate(() => {
    // The lab is pushed out of sight before its first frame.
    document.body.prepend(Object.assign(document.createElement('div'), { id: 'above' }));
    document.querySelector('#above').style.height = '4000px';
  });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  expect(await painted(page, 'canvas.field')).toBeGreaterThan(0.99);
  expect(await painted(page, 'canvas.layer')).toBeGreaterThan(0.001);
});

for (const [format, landscape] of [['A4', false], ['A4', true], ['Letter', false]]) {
  test(`${format}${landscape ? ' landscape' : ''}: nothing is lost on paper`, async ({ page, open, browserName }, info) => {
    test.skip(browserName !== 'chromium', 'only Chromium prints in a test');
    await open('theme=dark');
    await trainsBeyond(page, 100);
    await page.keyboard.press('Space');
    const file = info.outputPath('page.pdf');
    await page.pdf({ path: file, format, landscape, printBackground: false });
    const { size } = await import('node:fs').then(({ statSync }) => statSync(file));
    expect(size).toBeGreaterThan(20_000);
  });
}
