// The example of the README prints what the README says it prints.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

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

test('it runs in a folder that npm has made a package of scripts that are no modules', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'iw-lab-'));
  context.after(() => rmSync(folder, { recursive: true }));
  // What `npm init -y` writes, with the type that it writes from npm 11 on.
  writeFileSync(join(folder, 'package.json'), '{ "name": "fresh", "version": "1.0.0", "main": "index.js", "type": "commonjs" }');
  cpSync(fileURLToPath(new URL('../../dist', import.meta.url)), join(folder, 'dist'), { recursive: true });
  writeFileSync(join(folder, 'ladder.mjs'), block('js'));
  assert.equal(execFileSync(process.execPath, ['ladder.mjs'], { cwd: folder, encoding: 'utf8' }), block('text'));
});
