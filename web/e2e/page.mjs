/**
 * Checks the page against a running recorder (or the development server) with at least one session.
 * `node e2e/page.mjs URL-WITH-TOKEN FOLDER`: screenshots go to FOLDER.
 * Exit 0 when all holds, 1 when not, 2 on misuse.
 */

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { assertAccessible } from "./accessible.mjs";
import { launch, watchedPage } from "./browser.mjs";
import { sessionChecks } from "./session.mjs";
import { listChecks } from "./lists.mjs";
import { views } from "./views.mjs";

const [address, folder] = process.argv.slice(2);
if (!address?.includes("#token=") || !folder) {
  console.error("usage: node e2e/page.mjs http://127.0.0.1:PORT/#token=TOKEN FOLDER");
  process.exit(2);
}
await mkdir(folder, { recursive: true });

const WAIT = 15_000;
const ROWS = '[aria-label="Sessions"] [role=rowgroup] [role=row]';
const STEPS = ".timeline .step:not(.blank) [data-row]";
const browser = await launch();
const { page, complaints } = await watchedPage(browser, address);
page.setDefaultTimeout(WAIT);
let failed = 0;

await check("the list opens, and the token leaves the address", async () => {
  await page.goto(address);
  await page.waitForSelector(ROWS);
  assert.ok(!page.url().includes("token"), page.url());
  assert.equal(await page.evaluate(() => document.cookie), "");
});

await check("the filter narrows and clears", async () => {
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("type")), "search");
  await page.keyboard.type("no session has this title 8f1c");
  await page.waitForSelector('.message:has-text("No session fits")');
  assert.equal(await page.locator(ROWS).count(), 0);
  await page.keyboard.press("Escape");
  await page.waitForSelector(ROWS);
  await page.keyboard.press("Escape");
});

await check("the order can be chosen", async () => {
  await page.keyboard.press("s");
  await page.waitForFunction(() => location.hash.includes("sort="));
});

await check("the keyboard opens a session, moves in it, opens a step and goes back", async () => {
  // The session with the most steps: others may have none.
  await openList(page, "sort=-tool_calls");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => location.hash.startsWith("#/session/"));
  await page.waitForSelector(STEPS);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".panel .fact-list");
  assert.match(page.url(), /#\/session\/[^/]+\/step\/[^/]+$/);
  const first = page.url();
  await page.keyboard.press("j");
  await page.waitForFunction(
    (was) => location.href !== was || document.querySelectorAll(".step").length < 2,
    first,
  );
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.querySelector(".panel") === null);
});

await check("coming back, the list stands as it was left", async () => {
  await page.keyboard.press("Escape");
  await page.waitForSelector('[aria-label="Sessions"] [data-selected]');
  await page.keyboard.press("Enter");
  await page.waitForSelector(STEPS);
});

await check("a step's address opens that step after a reload", async () => {
  await page.click(STEPS);
  await page.waitForSelector(".panel .fact-list");
  const deep = page.url();
  await page.reload();
  await page.waitForSelector(".panel .fact-list");
  await page.waitForSelector(".step.shown, .step[data-selected]");
  assert.equal(page.url(), deep);
  await page.keyboard.press("Escape");
});

await check("a turn shows its prompt", async () => {
  await page.keyboard.press("g");
  await page.waitForSelector(STEPS);
  if ((await page.locator(".turn").count()) === 0) return;
  await page.click(".turn [data-row]");
  await page.waitForSelector(".panel h2");
  assert.match(page.url(), /\/turn\//);
  await page.keyboard.press("Escape");
});

await check("files and cost of the session are shown", async () => {
  await page.keyboard.press("f");
  await page.waitForSelector('[aria-label="Files"], .message');
  await page.keyboard.press("c");
  await page.waitForSelector('[aria-label="Cost table"], .message');
});

await check("cost of everything is shown, by each key", async () => {
  await page.keyboard.press("$");
  await page.waitForSelector('[aria-label="Cost table"], .message');
  for (const by of ["session", "day", "repository", "agent", "model"]) {
    await page.click(`.choices button:text-is("${by}")`);
    await page.waitForSelector(`.choices button[aria-pressed=true]:text-is("${by}")`);
    await page.waitForSelector('[aria-label="Cost table"], .message');
  }
});

await check("help opens and closes", async () => {
  await page.keyboard.press("?");
  await page.waitForSelector("dialog[open]");
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.querySelector("dialog[open]"));
});

await check("a long session is never drawn whole", async () => {
  await openList(page, "sort=-tool_calls");
  await page.click(`${ROWS} [data-row]`);
  await page.waitForSelector(STEPS);
  for (const key of ["G", "g", "G"]) {
    await page.keyboard.press(key);
    await page.waitForSelector(STEPS);
    const drawn = await page.locator(".timeline [role=row]").count();
    assert.ok(drawn < 120, `${drawn} rows drawn`);
  }
  await page.waitForFunction(() => !document.querySelector(".step.blank"));
});

await sessionChecks({
  ...{ page, check, tame: assertTame },
  open: async (query) => {
    await openList(page, query);
    await page.locator(`${ROWS} [data-row]`).first().click();
    await page.waitForSelector(STEPS);
  },
  hostile: async () => {
    await openList(page, "q=hostile");
    const rows = page.locator(`${ROWS} [data-row]`, { hasText: "hostile" });
    if ((await rows.count()) === 0) return false;
    await rows.first().click();
    return true;
  },
});
const openTab = () => watchedPage(browser, address);
for (const [name, run] of Object.entries(listChecks({ page, address, openList, openTab })))
  await check(name, run);
await check("hostile text runs nothing and hides nothing", hostile);
await check("a wrong token is refused with a way out", refused);
await check("axe finds nothing wrong with any view, in both colours", accessible);
await check("nothing is wider than a narrow or an enlarged window", narrow);
await check("screenshots in both colours and widths", screenshots);
await check("nothing complained, nothing left for another host", async () =>
  assert.deepEqual(complaints, []),
);

await browser.close();
process.exit(failed === 0 ? 0 : 1);

async function check(name, run) {
  try {
    await run();
    console.log(`ok      ${name}`);
  } catch (error) {
    failed++;
    console.log(
      `FAILED  ${name}\n        ${String(error.message).split("\n").slice(0, 6).join("\n        ")}\n        at ${page.url()}`,
    );
    await page.screenshot({ path: join(folder, `failed-${failed}.png`) }).catch(() => {});
  }
}

/** Goes to the list and waits until its rows are those that were asked for. */
async function openList(tab, query) {
  await tab.goto(address.replace(/#.*/, "#/?" + query));
  await tab.waitForSelector(`[aria-label="Sessions"][data-query="${query}"]`);
}

async function hostile() {
  await openList(page, "q=hostile");
  if ((await page.locator(`${ROWS} [data-row]`, { hasText: "hostile" }).count()) === 0) return;
  await page.locator(`${ROWS} [data-row]`, { hasText: "hostile" }).first().click();
  await page.waitForSelector(STEPS);
  const steps = await page.locator(STEPS).count();
  for (let n = 0; n < Math.min(steps, 12); n++) {
    await page.locator(STEPS).nth(n).click();
    await page.waitForSelector(".panel .fact-list");
    await page.evaluate(() =>
      document.querySelectorAll(".panel details").forEach((part) => (part.open = true)),
    );
    await page.evaluate(() =>
      document.querySelectorAll(".panel footer button").forEach((button) => button.click()),
    );
    await assertTame();
    if (n === 0) await page.screenshot({ path: join(folder, "hostile.png") });
    await page.keyboard.press("Escape");
  }
  for (const [key, shown] of [
    ["f", '[aria-label="Files"]'],
    ["c", ".cost-view .message, .cost-view table"],
  ]) {
    await page.keyboard.press(key);
    await page.waitForSelector(shown);
    await assertTame();
  }
}

async function assertTame() {
  assert.equal(await page.evaluate(() => window.__pwned), undefined, "a script ran");
  const found = await page.evaluate(() => {
    const text = document.body.innerText;
    const raw =
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.exec(
        text + document.title,
      );
    const links = [...document.querySelectorAll("a[href]")].map((link) =>
      link.getAttribute("href"),
    );
    return {
      raw: raw?.[0].charCodeAt(0).toString(16),
      odd: links.filter((link) => !/^(#|https?:)/.test(link)),
      wide: document.documentElement.scrollWidth > innerWidth,
      made: document.querySelectorAll(
        "#app script, #app iframe, #app object, #app svg[onload], #app [onerror]",
      ).length,
    };
  });
  assert.deepEqual(found, { raw: undefined, odd: [], wide: false, made: 0 });
}

async function refused() {
  const { page: other, context } = await watchedPage(browser, address);
  await other.goto(address.replace(/#token=.*/, "#token=wrong"));
  await other.waitForSelector(".refused");
  assert.match(await other.textContent("main"), /clew up/);
  await context.close();
}

/** Does the same in several tabs at once; what fails first is told. */
async function atOnce(values, run) {
  await Promise.all(values.map(run));
}

async function accessible() {
  await atOnce(["light", "dark"], async (colorScheme) => {
    const { page: tab, context } = await watchedPage(browser, address, {
      colorScheme,
      bypassCSP: true,
    });
    tab.setDefaultTimeout(WAIT);
    await tab.goto(address);
    await tab.waitForSelector(ROWS);
    for (const [name, go] of Object.entries(views({ address, openList, ROWS, STEPS }))) {
      await go(tab);
      await tab.waitForFunction(() => !document.querySelector(".loading, .step.blank"));
      await assertAccessible(tab, `${name}, ${colorScheme}`);
    }
    await context.close();
  });
}

async function narrow() {
  // 720 is what a window of 1440 has left at a zoom of 200 %.
  await atOnce([320, 720], async (width) => {
    const { page: tab, context } = await watchedPage(browser, address, {
      viewport: { width, height: 800 },
    });
    tab.setDefaultTimeout(WAIT);
    await tab.goto(address);
    await tab.waitForSelector(ROWS);
    for (const [name, go] of Object.entries(views({ address, openList, ROWS, STEPS }))) {
      await go(tab);
      const wide = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${name} at ${width} px is ${wide} px too wide`);
    }
    await context.close();
  });
}

async function screenshots() {
  await atOnce(["light", "dark"], async (scheme) => {
    for (const width of [400, 1440]) {
      const tab = await watchedPage(browser, address, {
        colorScheme: scheme,
        viewport: { width, height: 900 },
      });
      tab.page.setDefaultTimeout(WAIT);
      const shoot = async (name) => {
        await tab.page.waitForFunction(() => !document.querySelector(".loading, .step.blank"));
        await tab.page.screenshot({ path: join(folder, `${name}-${width}-${scheme}.png`) });
        const wide = await tab.page.evaluate(
          () => document.documentElement.scrollWidth - innerWidth,
        );
        assert.ok(wide <= 0, `${name} at ${width} px is ${wide} px too wide`);
      };
      await tab.page.goto(address);
      await tab.page.waitForSelector(ROWS);
      const colour = await tab.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const bright =
        colour
          .match(/\d+/g)
          .slice(0, 3)
          .reduce((sum, part) => sum + Number(part), 0) > 382;
      assert.equal(bright, scheme === "light", `background ${colour}`);
      await shoot("sessions");
      await openList(tab.page, "sort=-files_changed");
      await tab.page.locator(`${ROWS} [data-row]`).first().click();
      await tab.page.waitForSelector(STEPS);
      await shoot("session");
      const edit = tab.page.locator(".timeline .step:has(.lines) [data-row]");
      await ((await edit.count()) > 0 ? edit.first() : tab.page.locator(STEPS).first()).click();
      await tab.page.waitForSelector(".panel .fact-list");
      await shoot("step");
      await tab.page.keyboard.press("Escape");
      await tab.page.keyboard.press("v");
      await tab.page.waitForSelector(".story .did, .story .said");
      await tab.page.waitForTimeout(400);
      await shoot("story");
      await tab.page.keyboard.press("v");
      await tab.page.waitForSelector(STEPS);
      await tab.page.keyboard.press("f");
      await tab.page.waitForSelector('[aria-label="Files"], .message');
      await shoot("files");
      await tab.page.keyboard.press("$");
      await tab.page.waitForSelector('[aria-label="Cost table"], .message');
      await shoot("cost");
      complaints.push(...tab.complaints);
      await tab.context.close();
    }
  });
}
