// The scripting interface loads in Node, however it is asked to.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

const script = new URL('../../dist/iw_lab.js', import.meta.url).href;

/** Runs a module in a Node of its own: `init` loads once for each process. */
function run(source) {
  return execFileSync(process.execPath, ['--input-type=module', '--eval', source], { encoding: 'utf8' });
}

test('init() reads the WebAssembly beside the script', () => {
  const output = run(`
    import init from '${script}';
    const wasm = await init();
    console.log(wasm.memory instanceof WebAssembly.Memory);`);
  assert.equal(output, 'true\n');
});

test('init() takes the bytes', () => {
  const output = run(`
    import init from '${script}';
    import { readFileSync } from 'node:fs';
    const bytes = readFileSync(new URL('iw_lab_bg.wasm', '${script}'));
    const wasm = await init({ module_or_path: bytes });
    console.log(wasm.memory instanceof WebAssembly.Memory);`);
  assert.equal(output, 'true\n');
});
