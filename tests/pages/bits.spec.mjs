// The same link gives the same bits in this browser as natively, however the steps are sliced.
import { bits, links, nativeBits } from '../bits/bits.mjs';
import { expect, test } from './lab_test.mjs';

test('the bits of a native run', async ({ page, open }) => {
  await open();
  const native = nativeBits();
  for (const slices of [[1000], [1, 9, 90, 900]]) {
    const here = await page.evaluate(`(async () => {
      const { default: init, Lab } = await import('./iw_lab.js');
      await init();
      const bits = ${bits};
      return ${JSON.stringify(links)}.map((link) => bits(Lab, link, ${JSON.stringify(slices)}));
    })()`);
    for (const [index, { query }] of links.entries()) {
      expect(here[index], `"${query}" in steps of ${slices}`).toEqual(native[index]);
    }
  }
});
