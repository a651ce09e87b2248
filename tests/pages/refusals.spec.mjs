// What is typed and cannot be taken as it stands keeps its place, is marked there, and is explained beside it.
import { expect, part, test, trainsBeyond, write } from './lab_test.mjs';

const noise = (page) => page.getByRole('textbox', { name: 'Noise' });

/** The sentence that describes a field. */
const reasonOf = async (page, field) => {
  const id = await field.getAttribute('aria-describedby');
  return page.locator(`#${id}`);
};

for (const [width, height] of [[1280, 860], [390, 844]]) {
  test(`${width}x${height}: a text that is no number stays in its field, with the reason in sight`, async ({ page, open }) => {
    await page.setViewportSize({ width, height });
    await open();
    await trainsBeyond(page, 10);
    if (width < 600) await page.locator('summary', { hasText: 'Data' }).click();
    const field = noise(page);
    await write(field, 'abc');
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveValue('abc');
    const reason = await reasonOf(page, field);
    await expect(reason).toContainText('Noise: “abc” is not a number.');
    await expect(reason).toBeInViewport();
    await expect(part.plane(page)).toBeInViewport();
    await expect(part.notices(page)).toBeHidden();
    await write(field, '0,3');
    await expect(field).not.toHaveAttribute('aria-invalid');
    await expect(field).toHaveValue('0.3');
    await expect(reason).toBeHidden();
    await expect.poll(() => new URL(page.url()).hash).toContain('noise=0.3');
  });
}

test('a number out of range stays as it was typed, and the one that is used is said', async ({ page, open }) => {
  await open();
  await trainsBeyond(page, 10);
  const field = noise(page);
  await write(field, '900');
  await expect(field).toHaveValue('900');
  await expect(await reasonOf(page, field)).toContainText(/Noise: “900” is too large: .* is used\./);
  // Another setting leaves the mark; the same one, moved by its slider, takes it away.
  await page.getByRole('slider', { name: 'Noise' }).press('ArrowLeft');
  await expect(field).not.toHaveAttribute('aria-invalid');
});

test('a weighting that cannot be read is explained under its run', async ({ page, open }) => {
  await open();
  await trainsBeyond(page, 10);
  const field = page.getByRole('textbox', { name: /^Weighting of run 1/ });
  await write(field, 'many');
  await expect(field).toHaveValue('many');
  await expect(await reasonOf(page, field)).toContainText('many');
  await write(field, '4:1');
  await expect(field).not.toHaveAttribute('aria-invalid');
});

test('a run that is added has the focus; where one is removed the focus stays near', async ({ page, open }) => {
  await open();
  await trainsBeyond(page, 10);
  await page.getByRole('button', { name: /Add a run/ }).click();
  await expect(page.getByRole('textbox', { name: /^Weighting of run 4/ })).toBeFocused();
  await page.getByRole('button', { name: /^Remove the run/ }).nth(3).click();
  await expect(page.getByRole('button', { name: /^Remove the run/ }).nth(2)).toBeFocused();
});

test('the first Tab leads to Play, and keys work after the pointer was used', async ({ page, open }) => {
  await open();
  await trainsBeyond(page, 10);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to Play' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeFocused();
  await page.getByRole('button', { name: '10', exact: true }).click();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
});
