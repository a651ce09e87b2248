// The page itself: a ladder of six at the highest speed, with everything that it draws.

const STEPS = 100_000;
const WIDTH = 1280;
const LINK = 'v=1&weights=16:1,10:1,5:1,2:1,1:1,1:5&speed=1000';
/** The page is loaded, laid out and compiled so long, in µs. */
const LOADING = 1e6;

/**
 * Trains the ladder in the page. CPU seconds of its main thread and the longest task, loading included; CPU
 * milliseconds of every frame since it was loaded, least first.
 */
export async function timePage(browser, url) {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 900 } });
  await page.addInitScript(() => {
    window.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
    }).observe({ type: 'longtask' });
  });
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const cpu = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'ThreadTime').value;
  };
  const endTrace = await beginTrace(session);
  const start = await cpu();
  await page.goto(`${url}dist/index.html#${LINK}`);
  const clock = page.locator('.clock').first();
  let steps = 0;
  while (steps < STEPS) {
    await page.waitForTimeout(100);
    steps = Number((await clock.innerText()).replace(/[^0-9]/g, ''));
  }
  const spent = (await cpu()) - start;
  const frames = framesOf(await endTrace());
  const worst = await page.evaluate(() => window.longest);
  await page.close();
  return { steps, cpu: spent, frames, worst, width: WIDTH };
}

/** Has the browser write down what its threads do; returns what ends that and gives the events. */
async function beginTrace(session) {
  const events = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  const ended = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  const includedCategories = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata'];
  await session.send('Tracing.start', { traceConfig: { includedCategories, recordMode: 'recordAsMuchAsPossible' } });
  return async () => {
    await session.send('Tracing.end');
    await ended;
    return events;
  };
}

/** CPU milliseconds of the main thread from one animation frame to the next, least first. */
function framesOf(events) {
  const fires = events.filter(({ name }) => name === 'FireAnimationFrame').sort((a, b) => a.ts - b.ts);
  const { pid, tid } = fires[0];
  const tasks = events.filter((event) => event.pid === pid && event.tid === tid && event.name === 'RunTask');
  // A frame begins with the task in which its callbacks are called.
  const begins = fires.map(({ ts }) => tasks.find((task) => task.ts <= ts && ts < task.ts + task.dur)?.ts ?? ts);
  const frames = begins.slice(0, -1).map(() => 0);
  for (const { ts, tdur = 0 } of tasks) {
    const after = begins.findIndex((begin) => begin > ts);
    if (after > 0) frames[after - 1] += tdur / 1000;
  }
  return frames.filter((_, at) => begins[at] > begins[0] + LOADING).sort((a, b) => a - b);
}
