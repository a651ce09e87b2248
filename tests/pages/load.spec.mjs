// The page loads no more than it needs, and says why where it cannot.
import { readFileSync } from 'node:fs';
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
  await expect.poll(() => complaints.join('\n')).toContain('404');
  complaints.length = 0;
});

test('a first visit asks for what its size is counted of, and no more', async ({ page, site, open }) => {
  const files = JSON.parse(readFileSync(new URL('../../xtask/src/first_visit.json', import.meta.url), 'utf8'));
  const asked = filesAskedFor(page, site);
  await open();
  await expect(page.getByRole('slider', { name: 'Time' })).toHaveAttribute('aria-valuetext', /[1-9]/);
  // A browser may have the icon already.
  const beside = (file) => file !== 'www/icon.svg';
  expect([...new Set(asked)].filter(beside).sort()).toEqual(files.filter(beside).sort());
});

/** The files of the site that a page asks for, as it does. */
function filesAskedFor(page, site) {
  const asked = [];
  page.on('request', (request) => {
    if (request.url().startsWith(site)) asked.push(request.url().slice(site.length) || 'index.html');
  });
  return asked;
}
