// The page loads, and says why where it cannot.
import { expect, test } from './lab_test.mjs';

test('the lab mounts', async ({ page, open }) => {
  await open();
  await expect(page.getByRole('application')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('without 128-bit vectors, it says which browsers have them', async ({ page, open }) => {
  await page.addInitScript(() => {
    WebAssembly.validate = () => false;
  });
  await open();
  await expect(page.getByRole('alert')).toContainText('128-bit vectors');
});

test('when a file is missing, it says so', async ({ page, open, complaints }) => {
  await page.route('**/iw_lab_bg.wasm', (route) => route.fulfill({ status: 404 }));
  await open();
  await expect(page.getByRole('alert')).toContainText('could not be loaded');
  expect(complaints.join('\n')).toContain('404');
  complaints.length = 0;
});
