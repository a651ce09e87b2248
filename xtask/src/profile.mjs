// Visits the page that `cargo xtask profile` has built, without what answers a person ever arriving, and prints which
// functions were called: their places in the list, one a line. A visit of more than a minute has the rest fetched
// (`www/boot.js`); until then, and while it cannot be fetched, the lab goes on.
//
// Arguments: the folder of the page, the address of the first function's mark, how many functions there are.

import { chromium } from '@playwright/test';
import { serve } from '../../bench/server.mjs';
import { launchOptions } from '../../tests/pages/browsers.mjs';

const [folder, address, count] = process.argv.slice(2);
/**
 * Windows that people have: a desk, a page that embeds the lab, a phone. In the first one a lab is left alone for long,
 * and read after every one of its first steps: which of them a page shows is chance.
 */
const WINDOWS = [
  { viewport: { width: 1280, height: 860 }, steps: 800_000, singly: 600 },
  { viewport: { width: 1920, height: 1080 }, colorScheme: 'dark', deviceScaleFactor: 2 },
  { viewport: { width: 1000, height: 700 }, reducedMotion: 'reduce' },
  { viewport: { width: 600, height: 560 }, deviceScaleFactor: 1.5, locale: 'de' },
  { viewport: { width: 390, height: 844 }, colorScheme: 'dark', isMobile: true, hasTouch: true, deviceScaleFactor: 3 },
];
const EVENTS = [
  'pointerenter pointerover pointermove pointerdown pointerup pointercancel pointerleave pointerout click dblclick',
  'keydown keyup focus focusin blur focusout input change toggle wheel',
  'dragenter dragover dragleave drop',
]
  .join(' ')
  .split(' ');

const site = await serve({ '/site/': `${folder}/` });
// No frame waits for a display.
const args = [...launchOptions.chromium.args, '--disable-gpu-vsync', '--disable-frame-rate-limit'];
const browser = await chromium.launch({ ...launchOptions.chromium, args });
const called = new Set();
/** Requests for other parts. */
const asked = [];
for (const window of WINDOWS) {
  await untouched(window);
  await touched(window);
}
await browser.close();
await site.close();
console.log([...called].sort((a, b) => a - b).join('\n'));

/** Leaves the lab alone: the window changes, time goes by. */
async function untouched(window) {
  const page = await open(window);
  const { width, height } = window.viewport;
  await page.setViewportSize({ width: width - 80, height: height - 60 });
  await page.emulateMedia({ colorScheme: window.colorScheme === 'dark' ? 'light' : 'dark' });
  await page.evaluate(() => scrollBy(0, innerHeight / 2));
  await page.emulateMedia({ media: 'print' });
  await page.emulateMedia({ media: 'screen' });
  // Without motion it stands at step 1,000.
  await trained(page, window.reducedMotion ? 999 : (window.steps ?? 20_000));
  await close(page);
}

/** Touches the lab everywhere, with what answers that still on its way; then that cannot be fetched, twice. */
async function touched(window) {
  const page = await open(window, true);
  await stepped(page, window.singly ?? 20);
  const { width, height } = window.viewport;
  for (let y = 5; y < height; y += 40) await page.mouse.move(y % 80 === 5 ? 5 : width - 5, y, { steps: 12 });
  await page.mouse.move(width / 2, height / 2);
  await page.mouse.wheel(0, 100);
  await page.mouse.down();
  await page.mouse.move(width / 2 + 20, height / 2 + 20);
  await page.mouse.up();
  for (const key of ['Tab', 'Space', 'Enter', 'ArrowRight', 'Home', 'PageUp', 'Escape', '?', 's', '.', 'a']) {
    await page.keyboard.press(key);
  }
  await page.evaluate((events) => {
    const root = document.querySelector('[data-iw-lab]').shadowRoot;
    for (const element of root.querySelectorAll('*')) {
      for (const type of events) {
        const Kind = { key: KeyboardEvent, poi: PointerEvent, dra: DragEvent, foc: FocusEvent, whe: WheelEvent }[type.slice(0, 3)];
        element.dispatchEvent(new (Kind ?? Event)(type, { bubbles: true, cancelable: true, key: 'ArrowRight' }));
      }
    }
    for (const type of ['hashchange', 'resize', 'visibilitychange', 'pagehide', 'beforeprint']) {
      dispatchEvent(new Event(type));
      document.dispatchEvent(new Event(type));
    }
  }, EVENTS);
  const notices = page.locator('.notices');
  for (let times = 0; times < 2; times += 1) {
    await page.getByRole('button', { name: 'Reset to the same start' }).click();
    await page.waitForFunction(() => !document.hidden);
    asked.splice(0).forEach((route) => route.abort());
    await notices.getByText('could not be loaded').waitFor();
    for (const name of [/^(Pause|Play)$/, 'Step', /^(Pause|Play)$/]) {
      await page.getByRole('button', { name, exact: true }).first().click();
    }
  }
  await close(page);
}

async function open(window, holds = false) {
  const page = await browser.newPage(window);
  page.on('console', (message) => console.error(message.text()));
  page.on('pageerror', (error) => console.error(error));
  await page.addInitScript((holds) => {
    // No frame comes before the first step is asked for.
    const next = requestAnimationFrame;
    const held = holds ? [] : null;
    globalThis.release = () => {
      globalThis.requestAnimationFrame = next;
      held?.splice(0).forEach((frame) => next(frame));
    };
    if (holds) globalThis.requestAnimationFrame = (frame) => held.push(frame);
    const { instantiateStreaming } = WebAssembly;
    WebAssembly.instantiateStreaming = async (...given) => {
      const result = await instantiateStreaming.apply(WebAssembly, given);
      globalThis.memory ??= Object.values(result.instance.exports).find((of) => of instanceof WebAssembly.Memory);
      return result;
    };
  }, holds);
  // All the code is in the first part; the others are kept waiting.
  asked.length = 0;
  await page.route(/(hands|theory|own_data)\.wasm/, (route) => asked.push(route));
  await page.goto(`${site.url}site/index.html`);
  await page.locator('.clock').first().waitFor({ state: 'attached' });
  return page;
}

/** Takes steps one at a time from the start on, each of them shown; then goes on. */
async function stepped(page, steps) {
  await page.evaluate(async (steps) => {
    const root = document.querySelector('[data-iw-lab]').shadowRoot;
    const press = (name) => root.querySelector(`button[aria-label="${name}"]`).click();
    for (let step = 0; step < steps; step += 1) {
      press('Step');
      globalThis.release();
      for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    }
    press('Play');
  }, steps);
}

async function trained(page, steps) {
  await page.waitForFunction(
    (steps) => {
      const clock = document.querySelector('[data-iw-lab]').shadowRoot.querySelector('.clock');
      return Number(clock.textContent.replace(/[^0-9]/g, '')) > steps;
    },
    steps,
    { timeout: 600_000 },
  );
}

async function close(page) {
  const marks = await page.evaluate(([address, count]) => {
    const bytes = new Uint8Array(globalThis.memory.buffer, address, count);
    return [...bytes.keys()].filter((at) => bytes[at]);
  }, [Number(address), Number(count)]);
  console.error(`${page.viewportSize().width}: ${marks.length}`);
  marks.forEach((at) => called.add(at));
  await page.close();
}
