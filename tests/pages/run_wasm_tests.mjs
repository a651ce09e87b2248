// Opens a page of wasm-bindgen-test in Chromium, then in Firefox, and prints what each reports.
// Called by `cargo xtask web-runner` with the page's address.
import { chromium, firefox } from '@playwright/test';
import { launchOptions } from './browsers.mjs';

const address = process.argv[2];
const TIMEOUT_MS = 120_000;

for (const type of [chromium, firefox]) {
  console.log(`\n${type.name()}`);
  const browser = await type.launch(launchOptions[type.name()]);
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.log(error));
  await page.goto(address);
  const output = page.locator('#output');
  try {
    await output.filter({ hasText: 'test result:' }).waitFor({ timeout: TIMEOUT_MS });
  } catch {
    console.log(`no result after ${TIMEOUT_MS / 1000} s`);
    process.exitCode = 1;
  }
  const text = await output.textContent();
  console.log(text);
  if (!text.includes('test result: ok')) process.exitCode = 1;
  await browser.close();
}
