// The page loads no more than it needs, and says why where it cannot, each cause in its own words.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, part, test, trainsBeyond } from './lab_test.mjs';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
const PROGRAM = readFileSync(`${DIST}iw_lab_bg.wasm`);

/** Opens the page and waits for what stands in the lab's place; every host has had an `error` event by then. */
async function failsToLoad(page, address, words) {
  await page.addInitScript(() => {
    globalThis.told = [];
    addEventListener('error', (event) => 'iwLab' in (event.target.dataset ?? {}) && globalThis.told.push(event.message), true);
  });
  await page.goto(address);
  await expect(page.getByRole('alert')).toContainText(words, { timeout: 12_000 });
  expect(await page.evaluate(() => globalThis.told.length)).toBe(1);
}

test('the lab mounts', async ({ page, open }) => {
  await open();
  await expect(page.getByRole('application')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByText('The lab has not started')).toBeHidden();
});

test('without 128-bit vectors, it says which browsers have them', async ({ page, site }) => {
  await page.addInitScript(() => {
    WebAssembly.validate = () => false;
  });
  await failsToLoad(page, site, '128-bit vectors');
});

for (const [name, words] of [['iw_lab_bg.wasm', 'no file iw_lab_bg.wasm'], ['iw_lab.js', 'no file iw_lab.js']]) {
  test(`without ${name} it names the file`, async ({ page, site, complaints }) => {
    await page.route(`**/${name}`, (route) => route.fulfill({ status: 404 }));
    await failsToLoad(page, site, words);
    complaints.length = 0;
  });
}

test('a server in trouble is told as one', async ({ page, site, complaints }) => {
  await page.route('**/iw_lab_bg.wasm', (route) => route.fulfill({ status: 503 }));
  await failsToLoad(page, site, 'the server answered 503');
  complaints.length = 0;
});

test('a connection that breaks off is told as one', async ({ page, site, complaints }) => {
  await page.route('**/iw_lab_bg.wasm', (route) => route.abort('connectionreset'));
  await failsToLoad(page, site, 'the connection broke off');
  complaints.length = 0;
});

test('a device that is offline is told so', async ({ page, site, complaints }) => {
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false }));
  await page.route('**/iw_lab_bg.wasm', (route) => route.abort('internetdisconnected'));
  await failsToLoad(page, site, 'this device is offline');
  complaints.length = 0;
});

for (const [name, body, words] of [
  ['damaged', Buffer.concat([PROGRAM.subarray(0, 5000), Buffer.alloc(PROGRAM.length - 5000, 255)]), 'is damaged'],
  ['cut short', PROGRAM.subarray(0, PROGRAM.length / 2), 'a part of its program is missing'],
]) {
  test(`a program that arrives ${name} is told as one`, async ({ page, site, complaints }) => {
    const answer = { status: 200, contentType: 'application/wasm', body };
    await page.route('**/iw_lab_bg.wasm', (route) => route.fulfill(answer));
    await failsToLoad(page, site, words);
    complaints.length = 0;
  });
}

test('a script of another build asks for the page to be loaded again', async ({ page, site, complaints }) => {
  const script = readFileSync(`${DIST}iw_lab.js`, 'utf8').replace(/(BUILD = \{ id: ')\w+/, '$1another');
  const answer = { status: 200, contentType: 'text/javascript', body: script };
  await page.route('**/iw_lab.js', (route) => route.fulfill(answer));
  await failsToLoad(page, site, 'A new version of the lab is out: load this page again');
  complaints.length = 0;
});

test('where memory is refused it says so', async ({ page, site, complaints }) => {
  await page.addInitScript(() => {
    const refuse = () => Promise.reject(new RangeError('WebAssembly.instantiate(): Out of memory: Cannot allocate Wasm memory for new instance'));
    Object.assign(WebAssembly, { instantiate: refuse, instantiateStreaming: refuse });
  });
  await failsToLoad(page, site, 'no memory left');
  complaints.length = 0;
});

test('where a policy forbids the program it says so', async ({ page, site, complaints }) => {
  await page.route(site, async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace(" 'wasm-unsafe-eval'", '');
    await route.fulfill({ response: answer, body });
  });
  await failsToLoad(page, site, 'a content security policy forbids it');
  complaints.length = 0;
});

test('a server that never answers is told within ten seconds, and the lab still comes when it does', async ({ page, site }) => {
  let answer = null;
  const waits = new Promise((resolve) => (answer = resolve));
  await page.route('**/iw_lab_bg.wasm', async (route) => {
    await waits;
    await route.continue();
  });
  await failsToLoad(page, site, 'the server does not answer');
  answer();
  await trainsBeyond(page, 1);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('without its first script the page itself says so', async ({ page, site, complaints }) => {
  await page.route('**/www/boot.js', (route) => route.fulfill({ status: 404 }));
  await page.goto(site);
  await expect(page.getByText('The lab has not started')).toBeVisible({ timeout: 12_000 });
  complaints.length = 0;
});

test('opened from a disk it asks for a server', async ({ page, complaints }) => {
  await page.goto(pathToFileURL(`${DIST}index.html`).href);
  await expect(page.getByText(/from a file that is opened from a disk|The lab has not started/)).toBeVisible({ timeout: 12_000 });
  complaints.length = 0;
});

test('in a frame without an origin it asks for one', async ({ page, site, complaints }) => {
  const outer = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(`<!doctype html><iframe sandbox="allow-scripts" width=900 height=700 src="${site}"></iframe>`);
  });
  await new Promise((done) => outer.listen(0, '127.0.0.1', done));
  await page.goto(`http://127.0.0.1:${outer.address().port}/`);
  const frame = page.frameLocator('iframe');
  await expect(frame.getByText(/its sandbox takes away|The lab has not started/)).toBeVisible({ timeout: 12_000 });
  await new Promise((done) => outer.close(done));
  complaints.length = 0;
});

test('a first visit asks for what its size is counted of, and no more', async ({ page, site, open }) => {
  const files = JSON.parse(readFileSync(new URL('../../xtask/src/first_visit.json', import.meta.url), 'utf8'));
  const asked = filesAskedFor(page, site);
  await open();
  await expect(page.getByRole('slider', { name: 'Time' })).toHaveAttribute('aria-valuetext', /[1-9]/);
  expect([...asked].filter((file) => file !== 'www/icon.svg').sort()).toEqual(
    files.filter((file) => file !== 'www/icon.svg').sort(),
  );
});

/** The files that the page asks for from now on. */
function filesAskedFor(page, site) {
  const asked = new Set();
  page.on('request', (request) => {
    const name = request.url().slice(site.length).split(/[?#]/)[0];
    if (request.url().startsWith(site)) asked.add(name || 'index.html');
  });
  return asked;
}

for (const [name, most] of [['on the page', 0.01], ['in an article with two labs', 0.02]]) {
  test(`${name} nothing moves while the lab comes up`, async ({ page, site, browserName }) => {
    test.skip(browserName !== 'chromium', 'only Chromium tells of layout shifts');
    await page.addInitScript(() => {
      globalThis.shifted = 0;
      globalThis.shifts = [];
      new PerformanceObserver((list) => {
        for (const shift of list.getEntries()) {
          globalThis.shifted += shift.value;
          for (const { node, previousRect: a, currentRect: b } of shift.sources) {
            globalThis.shifts.push(`${node?.className ?? node?.nodeName} ${a.y}+${a.height} to ${b.y}+${b.height}`);
          }
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
    if (name !== 'on the page') {
      const host = (query) => `<div data-iw-lab="${query}"></div>`;
      const article = `<p>Before.</p>${host('model=linear&data=separable')}<p>Between.</p>${host('speed=10')}<p>After.</p>`;
      await page.route(site, async (route) => {
        const answer = await route.fetch();
        const body = (await answer.text()).replace(/<body>[^]*<\/body>/, `<body>${article}</body>`);
        await route.fulfill({ response: answer, body });
      });
    }
    await page.goto(site);
    await part.plane(page).first().waitFor();
    await trainsBeyond(page, 1000);
    const [shifted, shifts] = await page.evaluate(() => [globalThis.shifted, globalThis.shifts]);
    expect(shifted, shifts.join('\n')).toBeLessThan(most);
  });
}
