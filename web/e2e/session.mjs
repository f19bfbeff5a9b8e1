/** Checks of a session's own view: the timeline in time, the story, errors, find, diffs. */

import assert from "node:assert/strict";

const STEPS = ".timeline .step:not(.blank) [data-row]";
const TOLD = ".story .did, .story .said";

/** `open(query)` goes to the list and opens its first session. */
export async function sessionChecks({ page, check, open, tame, hostile }) {
  await check("the timeline zooms and pans in time, and goes back to all of it", async () => {
    await open("sort=-tool_calls");
    await page.waitForSelector(".time-bar");
    await page.keyboard.press("0");
    await page.waitForSelector('.zoom button:disabled:text("all")');
    const seen = () =>
      page.evaluate(() => document.querySelector(".overview .window").getBoundingClientRect());
    const whole = await seen();
    await page.keyboard.press("+");
    await page.waitForFunction(
      (width) =>
        document.querySelector(".overview .window").getBoundingClientRect().width < width * 0.8,
      whole.width,
    );
    const zoomed = await seen();
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(
      (left) => document.querySelector(".overview .window").getBoundingClientRect().left > left,
      zoomed.left,
    );
    await page.keyboard.press("0");
    await page.waitForFunction(
      (width) =>
        document.querySelector(".overview .window").getBoundingClientRect().width > width - 2,
      whole.width,
    );
  });

  await check("an error is gone to by key, and has its mark beside the scroll bar", async () => {
    await open("sort=-errors");
    if ((await page.locator(".gutter .failure").count()) === 0) return;
    await page.keyboard.press("e");
    await page.waitForSelector(".step.failed[data-selected]");
  });

  await check(
    "what was seen in the workspace is told: who, how sure, and beside the steps",
    async () => {
      await open("sort=-tool_calls");
      if ((await page.locator(".notices", { hasText: "changed by a person" }).count()) === 0)
        return;
      await page.locator(".notices button", { hasText: "which?" }).click();
      await page.waitForSelector('.notices .origin:has-text("by a person")');
      await page.waitForSelector('.notices li:has-text("the system\'s queue overflowed")');
      await page.locator(".notices .gap-step").first().click();
      await page.waitForSelector('.panel .change .origin.agent:has-text("agent")');
      const changed = page.locator(".panel .change", { hasText: "generated.txt" });
      await changed.locator(".confidence", { hasText: "inferred" }).waitFor();
      await changed.locator(".d.add", { hasText: "2" }).waitFor();
      await page
        .locator(".panel .change", { hasText: "picture.png" })
        .getByText("binary")
        .waitFor();
      await page.waitForSelector('.panel h3:has-text("Not captured")');
      await page.keyboard.press("Escape");
      await page.keyboard.press("v");
      await page
        .locator(".changed-beside summary", { hasText: "1 file changed by a person" })
        .click();
      await page.waitForSelector('.changed-beside[open] :text("NOTES.md")');
      await page.keyboard.press("v");
      await page.waitForSelector('.seen-before:has-text("by a person")');
    },
  );

  await check("the story tells it, opens a step in place, and is remembered", async () => {
    await open("sort=-tool_calls");
    await page.keyboard.press("v");
    await page.waitForSelector(TOLD);
    assert.match(page.url(), /as=story/);
    await page.locator(".did .opener").first().click();
    await page.waitForSelector(".did .opened .fact-list");
    await page.reload();
    await page.waitForSelector(TOLD);
    assert.match(page.url(), /as=story/);
    const drawn = await page.locator(".told").count();
    assert.ok(drawn < 150, `${drawn} rows drawn`);
  });

  await check("what is read in a story stays where it is while rows are measured", async () => {
    await page.keyboard.press("g");
    for (let n = 0; n < 6; n++) {
      await page.mouse.move(500, 600);
      await page.mouse.wheel(0, 700);
      await page.waitForTimeout(250);
    }
    const place = () =>
      page.evaluate(() => {
        const rows = [...document.querySelectorAll(".told")];
        const row = rows.find((one) => one.getBoundingClientRect().top > 200 && one.clientHeight);
        return row && [row.dataset.key, Math.round(row.getBoundingClientRect().top)];
      });
    const before = await place();
    await page.waitForTimeout(800);
    const after = await page.evaluate(
      (key) =>
        Math.round(document.querySelector(`.told[data-key="${key}"]`).getBoundingClientRect().top),
      before[0],
    );
    assert.ok(Math.abs(after - before[1]) <= 2, `moved by ${after - before[1]} pixels`);
  });

  await check("text is found in the session", async () => {
    await page.keyboard.press("/");
    await page.waitForSelector(".find-bar input:focus");
    await page.keyboard.type("zzqx nothing is called so");
    await page.keyboard.press("Enter");
    await page.waitForSelector('.find-bar [role=status]:text-matches("not found|no title")');
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => !document.querySelector(".find-bar"));
    await page.keyboard.press("v");
    await page.waitForSelector(STEPS);
  });

  await check("hostile text is tame in a story too", async () => {
    if (!(await hostile())) return;
    await page.waitForSelector(STEPS);
    await page.keyboard.press("v");
    await page.waitForSelector(TOLD);
    for (const opener of (await page.locator(".did .opener").all()).slice(0, 4)) {
      await opener.click();
      await page.waitForTimeout(150);
      await tame();
    }
    await page.keyboard.press("v");
    await page.waitForSelector(STEPS);
  });

  await check("a diff stands in one column or in two", async () => {
    await open("sort=-files_changed");
    const edit = page.locator(".timeline .step:has(.plus):has(.minus) [data-row]");
    if ((await edit.count()) === 0) return;
    await edit.first().click();
    await page.waitForSelector(".panel .diff .add");
    await page.click(".panel .diff .sides");
    await page.waitForSelector(".panel .diff.split .pair");
    await page.click(".panel .diff .sides");
    await page.waitForSelector(".panel .diff:not(.split)");
    await page.keyboard.press("Escape");
  });
}
