/**
 * Measures the page on its longest session, in Chromium:
 * `node bench/page.mjs URL-WITH-TOKEN NAME`. Prints rows of a Markdown table.
 */

import { launch, watchedPage } from "../e2e/browser.mjs";

const [address, name = "page"] = process.argv.slice(2);
if (!address?.includes("#token=")) {
  console.error("usage: node bench/page.mjs http://127.0.0.1:PORT/#token=TOKEN NAME");
  process.exit(2);
}
const origin = address.replace(/#.*/, "");
const token = /token=([^&]+)/.exec(address)[1];
const RUNS = Number(process.env.RUNS ?? 3);

const session = await longest();
const browser = await launch();
for (const as of ["waterfall", "story"]) {
  const runs = [];
  for (let run = 0; run < RUNS; run++) runs.push(await measured(as));
  const median = (of) => runs.map(of).sort((a, b) => a - b)[Math.floor(RUNS / 2)];
  const worst = Math.max(...runs.map((run) => run.longest));
  console.log(
    `| ${name}, ${as} | ${session.steps} | ${median((run) => run.painted)} | ${median((run) => run.tasks)} | ${worst} | ` +
      `${median((run) => run.cpuTasks)} | ${Math.max(...runs.map((run) => run.cpuLongest))} | ` +
      `${Math.max(...runs.map((run) => run.drawn))} | ${Math.round(median((run) => run.bytes) / 1000)} |`,
  );
}
await browser.close();

async function ask(path) {
  const response = await fetch(`${origin}api/v1/${path}`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  return (await response.json()).items;
}

async function longest() {
  const [row] = await ask("sessions?sort=-tool_calls&limit=1");
  const [outline] = await ask(`outline?session=${row.session}`);
  return { id: row.session, steps: outline.steps };
}

/** Opens the session in a new tab, then scrolls through it by wheel, by page and by jumps. */
async function measured(as) {
  const { page, context } = await watchedPage(browser, address);
  let bytes = 0;
  page.on("response", async (response) => {
    if (response.url().includes("/api/")) bytes += (await response.body().catch(() => "")).length;
  });
  await page.addInitScript(() => {
    window.__tasks = [];
    new PerformanceObserver((list) => {
      for (const task of list.getEntries()) window.__tasks.push([task.startTime, task.duration]);
    }).observe({ type: "longtask", buffered: true });
  });
  await page.goto(`${origin}#token=${token}&/session/${session.id}?as=${as}`);
  const rows = as === "story" ? ".story .did, .story .said" : ".timeline .step:not(.blank)";
  await page.waitForSelector(rows);
  const painted = await page.evaluate(
    () =>
      new Promise((resolve) => requestAnimationFrame(() => resolve(Math.round(performance.now())))),
  );
  await page.waitForTimeout(1500);
  const loaded = await page.evaluate(() => performance.now());
  await browser.startTracing(page, { categories: ["toplevel"] });
  await page.mouse.move(400, 600);
  for (let n = 0; n < 80; n++) {
    await page.mouse.wheel(0, n % 4 === 3 ? 2400 : 500);
    await page.waitForTimeout(30);
  }
  for (const key of ["PageDown", "PageDown", "j", "j", "e", "e", "n", "n", "G", "PageUp", "g"]) {
    await page.keyboard.press(key);
    await page.waitForTimeout(200);
  }
  for (let n = 1; n <= 12; n++) {
    await page.evaluate((share) => {
      const box = document.querySelector(".scroll");
      box.scrollTop = box.scrollHeight * share;
    }, n / 13);
    await page.waitForTimeout(120);
  }
  await page.waitForTimeout(500);
  const found = await page.evaluate((from) => {
    const tasks = window.__tasks.filter(([start]) => start >= from).map(([, took]) => took);
    const drawn = document.querySelectorAll(".timeline .step, .timeline .turn, .told").length;
    return { tasks: tasks.length, longest: Math.round(Math.max(0, ...tasks)), drawn };
  }, loaded);
  const cpu = cpuTasks(JSON.parse(await browser.stopTracing()));
  await context.close();
  return { painted, bytes, ...found, ...cpu };
}

/** What tasks of the page's own thread cost in CPU time: on a busy machine the clock says little. */
function cpuTasks({ traceEvents }) {
  const names = traceEvents.filter((event) => event.name === "thread_name");
  const main = new Set(
    names
      .filter((event) => event.args.name === "CrRendererMain")
      .map((event) => `${event.pid} ${event.tid}`),
  );
  const took = traceEvents
    .filter((event) => event.name === "ThreadControllerImpl::RunTask" && event.tdur !== undefined)
    .filter((event) => main.has(`${event.pid} ${event.tid}`))
    .map((event) => event.tdur / 1000);
  return {
    cpuTasks: took.filter((ms) => ms > 50).length,
    cpuLongest: Math.round(Math.max(0, ...took)),
  };
}
