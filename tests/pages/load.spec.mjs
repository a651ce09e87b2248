// The page loads no more than it needs, and says why where it cannot.
import { readFileSync } from 'node:fs';
import { expect, part, test, trainsBeyond } from './lab_test.mjs';

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
  await page.route('**/page.wasm', (route) => route.fulfill({ status: 404 }));
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

test('what answers a person comes when the page is touched; to pause does not wait for it', async ({ page, site, open }) => {
  const asked = filesAskedFor(page, site);
  let arrive;
  const waited = new Promise((resolve) => (arrive = resolve));
  await page.route('**/hands.wasm', async (route) => {
    await waited;
    await route.continue();
  });
  await open();
  expect(asked).not.toContain('www/hands.wasm');
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Play' }).waitFor();
  await expect.poll(() => asked).toContain('www/hands.wasm');
  await page.getByRole('button', { name: 'Reset to the same start' }).click();
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  arrive();
  await expect(page.getByRole('slider', { name: 'Time' })).toHaveAttribute('aria-valuetext', /^t = 1\./);
});

test('the theory and what reads own data come when they are called for', async ({ page, site, open }) => {
  const asked = filesAskedFor(page, site);
  await open('v=1&data=separable&model=linear');
  await expect(page.locator('.say')).toContainText('A line divides these classes');
  expect(asked).toContain('www/theory.wasm');
  expect(asked).not.toContain('www/own_data.wasm');
  await page.getByRole('button', { name: 'CSV, paste' }).click();
  await expect(page.getByRole('dialog', { name: 'Own data' })).toBeVisible();
  expect(asked).toContain('www/own_data.wasm');
});

test('when a part cannot be fetched it says so, goes on, and asks again', async ({ page, open, complaints }) => {
  await page.route('**/own_data.wasm', (route) => route.fulfill({ status: 404 }));
  await open();
  const own = page.getByRole('button', { name: 'CSV, paste' });
  await own.click();
  await expect(page.locator('.notices')).toContainText('could not be loaded');
  await expect.poll(() => complaints.join('\n')).toContain('404');
  complaints.length = 0;
  await page.unroute('**/own_data.wasm');
  await own.click();
  await expect(page.getByRole('dialog', { name: 'Own data' })).toBeVisible();
});

test('while what answers a person cannot be fetched, the lab says so and goes on', async ({ page, open, complaints }) => {
  await page.route('**/hands.wasm', (route) => route.fulfill({ status: 404 }));
  await open();
  const reset = page.getByRole('button', { name: 'Reset to the same start' });
  await reset.click();
  await expect(page.locator('.notices')).toContainText('could not be loaded');
  await page.getByRole('button', { name: 'Pause' }).click();
  const step = await part.step(page);
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(() => part.step(page)).toBe(step + 1);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await trainsBeyond(page, step + 1);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.unroute('**/hands.wasm');
  await reset.click();
  await expect.poll(() => part.step(page)).toBe(0);
  expect(complaints.every((what) => what.includes('404'))).toBe(true);
  complaints.length = 0;
});

test('what is called before it is here is fetched on the spot', async ({ page, site, open, complaints }) => {
  const asked = filesAskedFor(page, site);
  await open();
  await expect(page.getByRole('slider', { name: 'Time' })).toHaveAttribute('aria-valuetext', /[1-9]/);
  expect(asked).not.toContain('www/hands.wasm');
  // A script asks of a page that nobody has touched.
  const told = await page.evaluate(async () => {
    const { labs } = await import('./www/boot.js');
    const [lab] = labs.values();
    return { query: lab.query, step: lab.step };
  });
  expect(told.query).toBe('');
  expect(told.step).toBeGreaterThan(0);
  expect(asked).toContain('www/hands.wasm');
  // It goes on, and what has come is not asked for again.
  await page.getByRole('button', { name: 'Reset to the same start' }).click();
  await expect(page.getByRole('slider', { name: 'Time' })).toHaveAttribute('aria-valuetext', /[1-9]/);
  expect(asked.filter((file) => file === 'www/hands.wasm')).toHaveLength(1);
  // A browser remarks that everything waited.
  const others = complaints.filter((what) => !what.includes('ynchronous'));
  complaints.splice(0, Infinity, ...others);
});

/** The files of the site that a page asks for, as it does. */
function filesAskedFor(page, site) {
  const asked = [];
  page.on('request', (request) => {
    if (request.url().startsWith(site)) asked.push(request.url().slice(site.length) || 'index.html');
  });
  return asked;
}
