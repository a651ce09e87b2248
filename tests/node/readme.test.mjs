// The example of the README prints what the README says it prints.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const script = new URL('../../dist/iw_lab.js', import.meta.url).href;

/** The first fenced block of a language. */
const block = (language) => readme.split(`\`\`\`${language}\n`)[1].split('```')[0];

test('the example prints what it is said to print', () => {
  const source = block('js').replace('./dist/iw_lab.js', script);
  assert.ok(source.includes(script));
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', source], { encoding: 'utf8' });
  assert.equal(printed, block('text'));
});
