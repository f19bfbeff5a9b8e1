/** Two agents in one work tree: who wrote over whose work is marked on both. */

import assert from "node:assert/strict";
import { assertAccessible } from "../accessible.mjs";

const OTHER = "5e551001-0000-4000-8000-0000000030e6";

export async function stale(world) {
  const { page, check, shot } = world;
  const other = world.agent(OTHER);
  const { read, write } = world.tools(other);
  other.fire("SessionStart", { source: "startup" });
  other.fire("UserPromptSubmit", { prompt: "sort the colours" });
  await read("list.txt");
  world.fire("UserPromptSubmit", { prompt: "shout a colour" });
  await world.edit("list.txt", "green\n", "GREEN\n");
  await write("list.txt", "blue\ngreen\nred\n");
  other.fire("Stop", { stop_hook_active: false });
  world.fire("Stop", { stop_hook_active: false });
  const notices = () => page.locator(".notices");

  await check("a session whose work was written over says so, by whom, and where", async () => {
    await notices().locator(".bad", { hasText: "1 lost update" }).waitFor();
    await notices().getByRole("button", { name: "which?" }).click();
    const told = notices().locator(".stale-writes li");
    assert.match(await told.innerText(), /lost update.*list\.txt/s);
    assert.match(await told.innerText(), /1 line lost, 1 line back/);
    assert.equal(await told.locator("a").count(), 2);
    await assertAccessible(page, "lost updates of a session");
    await shot("lost-update");
  });

  await check("the marks lead to both steps, which have them, too", async () => {
    const links = notices().locator(".stale-writes a");
    const [writer, written] = await links.evaluateAll((all) => all.map((each) => each.hash));
    await links.nth(1).click();
    const part = page.locator(".panel section", { hasText: "no longer there" });
    await part.locator('.stale-writes:has-text("lost update")').waitFor();
    assert.equal(new URL(page.url()).hash.split("?")[0], written);
    await shot("lost-update-step");
    await part.locator(".stale-writes a").first().focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction((hash) => location.hash.split("?")[0] === hash, writer);
    await page.waitForSelector('.session-head h1:has-text("sort the colours")');
    await part.locator('.stale-writes:has-text("lost update")').waitFor();
    await page.goBack();
    await page.waitForSelector('.session-head h1:has-text("mend the poem")');
  });
}
