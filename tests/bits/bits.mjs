// The bits of the parameters after 1000 steps, as WebAssembly computes them, beside those of a native run.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const targetDir = process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL('target', root));

/** The links that are trained. */
export const links = JSON.parse(readFileSync(new URL('links.json', import.meta.url), 'utf8'));

/** Where `cargo test --test bits` has written the native bits: per link and run, 16 digits per parameter. */
export function nativeBits() {
  const file = `${targetDir}/tmp/bits.json`;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error('no native bits to compare with: run `cargo test --test bits` first', { cause });
  }
}

/** Trains in steps as given. Sent to a page as text: it uses nothing but its arguments. */
export function bits(Lab, { query, csv }, slices) {
  const lab = new Lab(query);
  if (csv) lab.loadCsv(csv);
  for (const steps of slices) lab.advance(steps);
  const hex = (bits) => bits.toString(16).padStart(16, '0');
  const runs = Array.from({ length: lab.runCount }, (_, run) =>
    Array.from(new BigUint64Array(lab.parameters(run).buffer), hex).join(''),
  );
  lab.free();
  return runs;
}
