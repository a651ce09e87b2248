// The test function of the page tests: the site on a server of its own, and a page that may not complain.
//
// A test fails on any console error or warning, on any uncaught error, on any failed request, and on any
// request to another host, whatever else it looks at.
import { expect, test as base } from '@playwright/test';
import { serveDist } from './server.mjs';

export { expect };

/** Watches a page; `complaints` collects everything that it should not have done. */
export function watch(page, site) {
  const complaints = [];
  const ours = new URL(site).origin;
  page.on('console', (message) => {
    if (['error', 'warning', 'assert'].includes(message.type())) {
      complaints.push(`console ${message.type()}: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (!['data:', 'blob:', 'about:'].includes(protocol) && origin !== ours) {
      complaints.push(`request to another host: ${request.url()}`);
    }
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} for ${response.url()}`);
  });
  return complaints;
}

export const test = base.extend({
  /** The address of the page. */
  site: [
    async ({}, use) => {
      const server = await serveDist();
      await use(server.url);
      await server.close();
    },
    { scope: 'worker' },
  ],
  /** What the page has done that it should not; a test that expects something empties it. */
  complaints: [
    async ({ page, site }, use) => {
      const complaints = watch(page, site);
      await use(complaints);
      expect(complaints, 'the page complained').toEqual([]);
    },
    { auto: true },
  ],
  /** Opens the page with the settings of a link. */
  open: async ({ page, site }, use) => {
    await use(async (query = '') => {
      // A change of the hash alone loads nothing.
      await page.goto('about:blank');
      await page.goto(query ? `${site}#${query}` : site);
      // The lab, or the sentence that stands in its place.
      await page.locator('[data-iw-lab] :is([role=application], [role=alert]):visible').first().waitFor();
    });
  },
});

/** The parts of the page that tests read, by role and name as a person finds them. */
export const part = {
  /** The step shown beside the transport, as a number. */
  async step(page) {
    const transport = page.getByRole('group', { name: 'Training', includeHidden: true }).first();
    const text = await transport.getByRole('status', { includeHidden: true }).textContent();
    return Number(text.replace(/[^0-9]/g, ''));
  },
  time: (page) => page.getByRole('slider', { name: 'Time t' }),
  plane: (page) => page.getByRole('application'),
  readouts: (page) => page.getByRole('table', { name: /Read-outs/ }),
  notices: (page) => page.getByRole('status', { name: 'Notices' }),
};

/** Waits until the lab has trained beyond a step. */
export async function trainsBeyond(page, step) {
  await expect.poll(() => part.step(page), { timeout: 30_000 }).toBeGreaterThan(step);
}

/** Writes a text into a field as a person does: Firefox takes a filled one for unchanged. */
export async function write(field, text) {
  await field.selectText();
  await field.pressSequentially(text);
  await field.press('Enter');
}

/** Waits for so many animation frames. */
export const nextFrames = (page, count) =>
  page.evaluate(async (count) => {
    for (let k = 0; k < count; k += 1) await new Promise(requestAnimationFrame);
  }, count);

/** Waits until the step and the read-outs have stayed as they are for ten animation frames. */
export async function unchanged(page) {
  const read = async () => [await part.step(page), ...(await part.readouts(page).allTextContents())].join();
  const stayed = async () => {
    const before = await read();
    await nextFrames(page, 10);
    return (await read()) === before;
  };
  await expect.poll(stayed).toBe(true);
}

/** Pauses, and waits until what was under way is finished. */
export async function pause(page) {
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  await unchanged(page);
}
