/** Checks of what is not one session: the list, cost, search, the palette, colours, being offline. */

import assert from "node:assert/strict";

const ROWS = '[aria-label="Sessions"] [role=rowgroup] [role=row]:not(.blank)';

export function listChecks({ page, address, openList, openTab }) {
  const totals = async () => (await page.textContent(".totals b"))?.replace(/\D/g, "");

  return {
    "facets narrow the list to as many as they say, and back undoes it": async () => {
      await openList(page, "");
      const facet = page.locator('.facet[aria-label="Agent"] li button, .facet button').first();
      await facet.waitFor();
      const errors = page.locator('.facet button:has-text("Errors")');
      const count = (await errors.locator("b").textContent()).replace(/\D/g, "");
      await errors.click();
      await page.waitForSelector('[aria-label="Sessions"][data-query="errors=true"]');
      await page.waitForFunction(
        (n) => document.querySelector(".totals b")?.textContent.replace(/\D/g, "") === n,
        count,
      );
      const rows = await page.getAttribute('[aria-label="Sessions"] [role=table]', "aria-rowcount");
      assert.equal(Number(rows), Number(count) + 1);
      await page.click('[aria-label="Filters in use"] button');
      await page.waitForSelector('[aria-label="Sessions"][data-query=""]');
      await page.goBack();
      await page.waitForSelector('[aria-label="Sessions"][data-query="errors=true"]');
      await page.goBack();
      await page.waitForSelector('[aria-label="Sessions"][data-query=""]');
    },

    "the last row is one key away, and few rows are drawn": async () => {
      await openList(page, "");
      await page.waitForSelector(ROWS);
      const all = Number(await totals());
      await page.keyboard.press("g");
      await page.keyboard.press("G");
      await page.keyboard.press("G");
      await page.waitForSelector(`${ROWS}[aria-rowindex="${all + 1}"]`);
      assert.ok((await page.locator(ROWS).count()) < 60);
      await page.keyboard.press("g");
    },

    "a session that grows changes in its place": async () => {
      await openList(page, "");
      await page.waitForSelector(ROWS);
      const running = page.locator(`${ROWS}:has(.live)`).first();
      if ((await running.count()) === 0) return;
      const before = await running.locator("[data-label='tool calls']").textContent();
      await page.waitForFunction(
        (was) =>
          document.querySelector("[role=row]:has(.live) [data-label='tool calls']")?.textContent !==
          was,
        before,
      );
    },

    "cost over time is read with the keyboard, shown as a table, and leads to sessions":
      async () => {
        await page.keyboard.press("$");
        await page.click('[aria-label="of the last"] button:text-is("all time")');
        await page.waitForSelector(".plot svg rect");
        await page.focus(".plot");
        const all = await page.textContent(".legend");
        await page.keyboard.press("ArrowLeft");
        await page.keyboard.press("Home");
        assert.notEqual(await page.textContent(".legend"), all);
        await page.click(".as-table summary");
        await page.waitForSelector('[aria-label="cost per week"] tbody tr');
        await page.keyboard.press("m");
        await page.waitForSelector('[aria-label="tokens per week"] tbody tr');
        await page.focus(".plot");
        await page.keyboard.press("Home");
        await page.keyboard.press("Enter");
        await page.waitForFunction(() => /since=.*until=/.test(location.hash));
        await page.waitForSelector(ROWS);
        await page.goBack();
        await page.waitForSelector(".plot svg rect");
      },

    "the palette finds a session, and gives the focus back": async () => {
      await openList(page, "");
      await page.waitForSelector(ROWS);
      await page.focus(".goto");
      await page.keyboard.press("Control+k");
      await page.waitForSelector(".palette[open]");
      assert.equal(
        await page.evaluate(() => document.activeElement?.getAttribute("role")),
        "combobox",
      );
      await page.keyboard.press("Escape");
      await page.waitForFunction(() => !document.querySelector(".palette"));
      assert.ok(await page.evaluate(() => document.activeElement?.classList.contains("goto")));
      const title = await page.locator(`${ROWS} [data-row]`).first().textContent();
      await page.keyboard.press("Control+k");
      await page.waitForSelector(".palette[open]");
      await page.keyboard.type(title.slice(0, 18));
      await page.waitForSelector('.palette [aria-selected=true]:has-text("Session")');
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => location.hash.startsWith("#/session/"));
      await page.keyboard.press("Control+k");
      await page.waitForSelector(".palette[open]");
      await page.keyboard.type("zzqq nothing like it");
      await page.waitForFunction(() => document.querySelectorAll(".palette li").length === 1);
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => location.hash.startsWith("#/search?q=zzqq"));
    },

    "colours can be chosen for this tab": async () => {
      for (const [typed, scheme] of [
        ["dark col", "dark"],
        ["light col", "light"],
        ["system", ""],
      ]) {
        await page.keyboard.press("Escape");
        await page.keyboard.press("Control+k");
        await page.waitForSelector(".palette[open]");
        await page.keyboard.type(typed);
        await page.waitForSelector('.palette [aria-selected=true]:has-text("Colours")');
        await page.keyboard.press("Enter");
        const is = await page.evaluate(() => document.documentElement.style.colorScheme);
        assert.equal(is, scheme);
      }
    },

    "a search finds, marks and opens": async () => {
      if (!(await answers("search?q=the&limit=1"))) return;
      await openList(page, "sort=-tool_calls");
      const title = await page.locator(`${ROWS} [data-row]`).first().textContent();
      const word = /[A-Za-z]{4,}/.exec(title)[0];
      await page.keyboard.press("\\");
      await page.waitForSelector(".search input:focus");
      await page.keyboard.type(word);
      await page.waitForSelector(".hit mark");
      const mark = await page.locator(".hit mark").first().textContent();
      assert.equal(mark.toLowerCase(), word.toLowerCase());
      assert.match(await page.title(), new RegExp(word));
      await page.keyboard.press("ArrowDown");
      await page.waitForSelector(".hit[data-selected]");
      const there = page.url();
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => location.hash.startsWith("#/session/"));
      await page.waitForSelector(".panel h2, .panel .fact-list, .timeline");
      await page.goBack();
      await page.waitForSelector(".hit mark");
      assert.equal(page.url(), there);
    },

    "without the recorder the page says so, keeps what it has, and comes back": async () => {
      const { page: tab, context } = await openTab();
      await tab.goto(address);
      await tab.waitForSelector(ROWS);
      await context.setOffline(true);
      await tab.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
      await tab.waitForSelector(".recorder.lost");
      assert.ok((await tab.locator(ROWS).count()) > 0);
      await tab.goto(address.replace(/#.*/, "#/cost"));
      await tab.waitForSelector(".message.failed");
      await context.setOffline(false);
      await tab.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
      await tab.waitForSelector(".recorder:not(.lost)");
      await tab.waitForSelector('[aria-label="Cost table"], .message:not(.failed)');
      await context.close();
    },
  };

  async function answers(question) {
    const [origin, token] = address.split("/#token=");
    const headers = { Authorization: `Bearer ${token}` };
    return (await fetch(`${origin}/api/v1/${question}`, { headers })).ok;
  }
}
