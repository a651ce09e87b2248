// How the two browsers are started, for the page tests, the wasm tests and the benchmark.
//
// Debian's own programs are used: CHROME and FIREFOX name them, as `cargo xtask test` does.

const chrome = process.env.CHROME || '/usr/bin/chromium';
const firefox = process.env.FIREFOX || '/usr/bin/firefox-esr';

/** Launch options of Playwright for each browser. */
export const launchOptions = {
  chromium: {
    executablePath: chrome,
    args: [
      '--no-sandbox', // containers run as root
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  },
  firefox: {
    channel: 'moz-firefox', // a Firefox as released, through WebDriver BiDi
    executablePath: firefox,
    firefoxUserPrefs: { 'security.fileuri.strict_origin_policy': true },
  },
};
