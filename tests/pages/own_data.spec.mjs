// A person's own data: by file, by paste and point by point.
import { fileURLToPath } from 'node:url';
import { expect, part, test, trainsBeyond } from './lab_test.mjs';

const PENGUINS = fileURLToPath(new URL('../data/penguins.csv', import.meta.url));

async function openDialog(page) {
  await page.getByRole('button', { name: 'Load or paste data…' }).click();
  return page.getByRole('dialog', { name: 'Own data' });
}

test('the penguins go in as they are, train, and the lines left out are named', async ({ page, open }) => {
  await open();
  const dialog = await openDialog(page);
  await dialog.getByLabel('Choose a file').setInputFiles(PENGUINS);
  await dialog.getByLabel('First feature, x₁').selectOption({ label: 'bill_length_mm' });
  await dialog.getByLabel('Second feature, x₂').selectOption({ label: 'bill_depth_mm' });
  await dialog.getByLabel('Class column').selectOption({ label: 'species' });
  await dialog.getByLabel('Orange, y = +1').selectOption({ label: 'Chinstrap (68)' });
  await dialog.getByLabel('Blue, y = −1').selectOption({ label: 'Adelie (152)' });
  await dialog.getByRole('button', { name: 'Use these rows' }).click();
  await expect(dialog).toBeHidden();
  await trainsBeyond(page, 10);
  await expect(part.notices(page)).toContainText(/line/i);
  await expect(part.notices(page)).toContainText('5'); // the first Adelie without a bill is on line 5
});

for (const [name, text] of Object.entries({
  'nothing': '',
  'no numbers': 'a,b,c\nx,y,z\n',
  'one class': '1,2,a\n3,4,a\n',
  'one column': '1\n2\n',
})) {
  test(`${name}: a reason, and the data stays`, async ({ page, open }) => {
    await open();
    await trainsBeyond(page, 10);
    const dialog = await openDialog(page);
    await dialog.getByLabel('Paste rows here').fill(text);
    await expect(dialog.getByRole('button', { name: 'Use these rows' })).toBeHidden();
    if (text) await expect(dialog.getByRole('alert')).not.toBeEmpty();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByRole('combobox', { name: 'Dataset' })).toContainText('Moons');
    await trainsBeyond(page, await part.step(page));
  });
}

test('pasted rows ride in the link', async ({ page, open, context }) => {
  await open();
  const dialog = await openDialog(page);
  await dialog.getByLabel('Paste rows here').fill('x1,x2,y\n1,1,a\n2,1.5,a\n-1,-1,b\n-2,0,b\n');
  await dialog.getByRole('button', { name: 'Use these rows' }).click();
  await expect.poll(() => new URL(page.url()).hash).toContain('points=');
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole('combobox', { name: 'Dataset' })).toHaveValue(
    await page.getByRole('combobox', { name: 'Dataset' }).inputValue(),
  );
  await other.close();
});

test('points are added and removed by pointer', async ({ page, open }) => {
  await open();
  await page.getByRole('button', { name: 'Add orange' }).click();
  const plane = part.plane(page);
  const { width, height } = await plane.boundingBox();
  const shares = page.getByRole('region', { name: 'Facts of the data' });
  const before = await shares.textContent();
  await plane.click({ position: { x: width * 0.9, y: height * 0.9 } });
  await expect.poll(() => shares.textContent()).not.toBe(before);
  await expect.poll(() => new URL(page.url()).hash).toContain('data=csv');
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await plane.click({ position: { x: width * 0.9, y: height * 0.9 } });
  await trainsBeyond(page, 10);
});
