// The same link gives the same bits in Node as natively, however the steps are sliced.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import init, { Lab } from '../../dist/iw_lab.js';
import { bits, links, nativeBits } from '../bits/bits.mjs';

await init();

for (const [index, link] of links.entries()) {
  test(`bits of "${link.query}"`, () => {
    const native = nativeBits()[index];
    for (const slices of [[1000], [1, 9, 90, 900]]) {
      assert.ok(native.length > 0);
      assert.deepEqual(bits(Lab, link, slices), native, `in steps of ${slices}`);
    }
  });
}
