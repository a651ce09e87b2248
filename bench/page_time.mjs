// The page itself: a ladder of six at the highest speed, with everything that it draws.

const STEPS = 100_000;
const WIDTH = 1280;
const LINK = 'v=1&weights=16:1,10:1,5:1,2:1,1:1,1:5&speed=1000';

/** Trains the ladder in the page; CPU seconds of its main thread, frames and the longest task. */
export async function timePage(browser, url) {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 900 } });
  await page.addInitScript(() => {
    window.longest = 0;
    window.frames = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
    }).observe({ type: 'longtask' });
    const count = () => {
      window.frames += 1;
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
  });
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const cpu = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'ThreadTime').value;
  };
  const start = await cpu();
  await page.goto(`${url}dist/index.html#${LINK}`);
  const clock = page.locator('.clock').first();
  let steps = 0;
  while (steps < STEPS) {
    await page.waitForTimeout(100);
    steps = Number((await clock.innerText()).replace(/[^0-9]/g, ''));
  }
  const spent = (await cpu()) - start;
  const [frames, worst] = await page.evaluate(() => [window.frames, window.longest]);
  await page.close();
  return { steps, cpu: spent, frames, worst, width: WIDTH };
}
