/** What cannot be joined waits on the page until it is resolved, or taken back. */

import assert from "node:assert/strict";
import { assertAccessible } from "../accessible.mjs";

export async function conflicts(world) {
  const { page, check, dialog, button, files, text, save, shot } = world;
  const waits = () => page.getByRole("region", { name: "A move that waits" });
  const over = () => page.waitForFunction(() => !document.querySelector(".waiting"));

  /** A person changes the line that the step changed, and the step is taken back. */
  const conflict = async () => {
    await save("poem.txt", (await text("poem.txt")).replace("2\n", "zwei\n"));
    const before = await files();
    await world.step("poem.txt").first().click();
    await world.action("Take this back").click();
    await button("Take back 1 file, 1 with conflicts").waitFor();
    await shot("conflict");
    await world.confirm("Take back 1 file, 1 with conflicts");
    assert.match((await files())["poem.txt"], /<<<<<<< /);
    return before;
  };

  await check("what cannot be joined can be taken back with its conflicts at once", async () => {
    const before = await conflict();
    await button("take the move and its conflicts back").click();
    await world.confirm("Take back 1 file");
    assert.deepEqual(await files(), before);
    await world.close();
    await over();
    await save("poem.txt", before["poem.txt"].replace("zwei\n", "2\n"));
  });

  await check("a move that left conflicts waits, after a reload, too, and is aborted", async () => {
    const before = await conflict();
    await world.close();
    await waits().getByText("conflict markers").waitFor();
    await page.reload();
    await waits().getByText("conflict markers").waitFor();
    assert.match(await waits().innerText(), /poem\.txt/);
    assert.ok((await waits().innerText()).includes(world.project));
    await assertAccessible(page, "a move that waits");
    await shot("waiting");
    await waits().getByRole("button", { name: "Abort: take it back" }).click();
    await dialog().locator(".diff .del", { hasText: "<<<<<<<" }).waitFor();
    await world.close();
    assert.match((await files())["poem.txt"], /<<<<<<< /, "a preview changes nothing");
    await waits().getByRole("button", { name: "Abort: take it back" }).focus();
    await page.keyboard.press("Enter");
    await world.confirm("Take back 1 file");
    assert.deepEqual(await files(), before);
    await world.close();
    await over();
    await save("poem.txt", before["poem.txt"].replace("zwei\n", "2\n"));
  });

  await check("it goes on once no markers are left, and says before which files have", async () => {
    const before = await conflict();
    await world.close();
    const goOn = waits().getByRole("button", { name: "Continue: they are resolved" });
    await goOn.click();
    const why = waits().locator("[role=alert]");
    await why.waitFor();
    assert.match(await why.innerText(), /1 file still has conflict markers: poem\.txt/);
    await shot("still-marked");
    await save("poem.txt", before["poem.txt"].replace("zwei\n", "zwo\n"));
    await waits().getByText("no markers left").waitFor();
    await goOn.focus();
    await page.keyboard.press("Enter");
    const ended = page.getByRole("region", { name: "What came of the move" });
    await ended.getByText("nothing waits any more").waitFor();
    await page.waitForFunction(() => document.activeElement?.closest(".waiting.ended"));
    await page.keyboard.press("Enter");
    await over();
    assert.match(await text("poem.txt"), /zwo\n/);
    await save("poem.txt", before["poem.txt"].replace("zwei\n", "2\n"));
  });
}
