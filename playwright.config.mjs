// Page tests: `cargo xtask test --only pages`, or `npx playwright test`, on the dist/ that is there.
import { defineConfig } from '@playwright/test';
import { launchOptions } from './tests/pages/browsers.mjs';

export default defineConfig({
  testDir: 'tests/pages',
  outputDir: 'tests/pages/results',
  testMatch: '*.spec.mjs',
  reporter: 'list',
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  timeout: 60_000,
  use: {
    viewport: { width: 1280, height: 860 },
  },
  projects: [
    { name: 'chromium', use: { browserName: 'chromium', launchOptions: launchOptions.chromium } },
    {
      name: 'firefox',
      use: { browserName: 'firefox', channel: launchOptions.firefox.channel, launchOptions: launchOptions.firefox },
    },
  ],
});
