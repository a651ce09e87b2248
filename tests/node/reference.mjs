// What the tests of the scripting interface share: the lab, reference files and comparisons.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import init, { Lab, Sweep } from '../../dist/iw_lab.js';

await init();

export { Lab, Sweep };

/** A file of tests/reference. */
export const read = (name) => readFileSync(new URL(`../reference/${name}`, import.meta.url), 'utf8');

/** A JSON file of tests/reference. */
export const json = (name) => JSON.parse(read(name));

/** The rows of a CSV file of tests/reference, numbers where they are numbers. */
export function table(name) {
  const [header, ...lines] = read(name).trim().split('\n').map((line) => line.split(','));
  return lines.map((cells) => Object.fromEntries(header.map((key, k) => [key, Number.isNaN(+cells[k]) ? cells[k] : +cells[k]])));
}

/** A lab of a link that says nothing wrong, on the rows of a CSV text. */
export function labOn(text, query) {
  const lab = new Lab(query);
  // What weights do to rows that are soon replaced is noticed rightly.
  assert.deepEqual(lab.notices.filter((notice) => !/^the run .*(removes|weighs)/.test(notice)), [], query);
  lab.loadCsv(text);
  return lab;
}

/** CSV text of rows [x1, x2, y] or [x1, x2, y, weight]. */
export function csv(rows) {
  const header = ['x1', 'x2', 'y', 'weight'].slice(0, rows[0].length);
  return [header, ...rows].map((row) => row.join(',')).join('\n');
}

/** Rows that a linear model without bias sees as these z, whatever their class. */
export const ofMargins = (z, sign = (row) => (row % 2 ? -1 : 1)) =>
  z.map(([x1, x2], row) => [sign(row) * x1, sign(row) * x2, sign(row)]);

/** Asserts that numbers, or arrays of them, are within an absolute tolerance. */
export function close(actual, expected, tolerance, what) {
  const [a, b] = [actual, expected].map((x) => (typeof x === 'number' ? [x] : Array.from(x)));
  assert.equal(a.length, b.length, what);
  b.forEach((value, k) => {
    assert.ok(Math.abs(a[k] - value) <= tolerance, `${what}[${k}]: ${a[k]}, not ${value}, off by ${a[k] - value}`);
  });
}

/** Asserts that numbers are within a relative tolerance. */
export const closeRelative = (actual, expected, tolerance, what) => close(actual / expected, 1, tolerance, what);

export const dot = (a, b) => a.reduce((sum, value, k) => sum + value * b[k], 0);
export const norm = (a) => Math.sqrt(dot(a, a));

/** The angle between two directions in degrees, accurate for small ones. */
export function degrees(a, b) {
  const [u, v] = [a, b].map((x) => Array.from(x, (value) => value / norm(x)));
  return (Math.atan2(norm(u.map((x, k) => x - v[k])), norm(u.map((x, k) => x + v[k]))) * 360) / Math.PI;
}

/** Every number in a value, however nested. */
export function numbersIn(value) {
  if (typeof value === 'number') return [value];
  return value && typeof value === 'object' ? Object.values(value).flatMap(numbersIn) : [];
}

/** Asserts that a call throws an Error that says something, and returns what it says. */
export function refusal(call) {
  let said;
  assert.throws(call, (error) => {
    assert.ok(error instanceof Error && !(error instanceof WebAssembly.RuntimeError), String(error));
    said = error.message;
    return said.length > 10;
  });
  return said;
}
