/** The dialog beside the page: its keys, its colours, its width, and its recorder. */

import assert from "node:assert/strict";
import { assertAccessible } from "../accessible.mjs";

const NARROW = 420;

export async function looks(world) {
  const { page, check, dialog, button, ask, shot } = world;

  await check("nothing is taken back by keys of the page behind", async () => {
    await ask("made.txt", "Rewind to before this");
    const at = page.url();
    await page.keyboard.press("h");
    await page.keyboard.press("j");
    assert.equal(page.url(), at);
    assert.ok(await dialog().isVisible());
    await world.close();
    await page.waitForFunction(() => document.activeElement?.closest(".move-actions"));
  });

  await check("it stands in the dark, and on a narrow page", async () => {
    await page.emulateMedia({ colorScheme: "dark" });
    await ask("made.txt", "Rewind to before this");
    await button("Rewind 2 files").waitFor();
    await dialog().locator(".kept", { hasText: "notes.txt" }).waitFor();
    await assertAccessible(page, "a move's preview in the dark");
    await shot("dark");
    await page.setViewportSize({ width: NARROW, height: 800 });
    await shot("narrow");
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= NARROW, `${wide} pixels wide`);
    await world.close();
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: "light" });
  });
}

export async function withoutRecorder(world) {
  const { page, check } = world;

  await check("where the recorder is gone no page offers it", async () => {
    await world.step("made.txt").first().click();
    await page.waitForSelector(".panel .move-actions");
    world.down();
    await page.locator(".recorder.lost").waitFor({ timeout: 30_000 });
    await page.waitForFunction(() => !document.querySelector(".move-actions"));
    assert.equal(await page.locator(".menu summary", { hasText: "take back" }).count(), 0);
  });
}
