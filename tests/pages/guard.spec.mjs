// The guard that every page test stands on can fail.
import { expect, test } from './lab_test.mjs';

const misdeeds = [
  ['a console error', 'console error: oh', () => console.error('oh')],
  ['a console warning', 'console warning: hm', () => console.warn('hm')],
  ['an uncaught error', 'uncaught: ah', () => setTimeout(() => { throw new Error('ah'); })],
  ['a missing file', '404 for', () => fetch('nowhere.js')],
  ['a request to another host', 'another host', () => fetch(`http://localhost:${location.port}/`, { mode: 'no-cors' })],
];

for (const [name, complaint, misdeed] of misdeeds) {
  test(`${name} is a complaint`, async ({ page, site, complaints }) => {
    await page.goto(`${site}www/icon.svg`); // the lab's own policy would forbid it first
    await page.evaluate(misdeed);
    await expect.poll(() => complaints.join('\n')).toContain(complaint);
    complaints.length = 0;
  });
}
