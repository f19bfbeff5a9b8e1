/** A step is taken back; what has changed, or stands in the way, is told. */

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { assertAccessible } from "../accessible.mjs";
import { POEM, SESSION } from "./world.mjs";

export async function steps(world) {
  const { page, check, dialog, button, ask, action, step, files, text, save, shot } = world;

  await check("a step is taken back, and a person's change stays", async () => {
    await save("poem.txt", (await text("poem.txt")) + "a person's\n");
    const before = await files();
    await step("poem.txt").first().click();
    await page.locator(".panel .change .origin").first().waitFor();
    await page.keyboard.press("Escape");
    await step("poem.txt").first().click();
    await action("Take this back").focus();
    await page.keyboard.press("Enter");
    await dialog().locator(".diff .add", { hasText: "two" }).waitFor();
    await dialog().locator(".diff .del", { hasText: "2" }).waitFor();
    await assertAccessible(page, "a move's preview");
    await shot("preview");
    assert.deepEqual(await files(), before, "a preview changes nothing");
    await world.confirm("Take back 1 file");
    const conversation = dialog().locator(".conversation");
    assert.match(await conversation.innerText(), new RegExp(`claude --resume ${SESSION}\\n`));
    assert.match(await conversation.innerText(), /prompt 1 on: mend the poem/);
    await assertAccessible(page, "a move's result");
    await shot("done");
    const mended = POEM.replace("seven", "7") + "a person's\n";
    assert.deepEqual(await files(), { ...before, "poem.txt": mended });
  });

  await check("the move is a step that the page shows, and is taken back by a redo", async () => {
    const before = await files();
    await button("Take this move back").click();
    await dialog().locator(".diff .add", { hasText: "2" }).waitFor();
    await world.confirm("Take back 1 file");
    const again = POEM.replace("two", "2").replace("seven", "7") + "a person's\n";
    assert.deepEqual(await files(), { ...before, "poem.txt": again });
    await dialog().locator('a:has-text("step ")').click();
    await world.gone();
    await page.waitForSelector('.panel h2:has-text("redo")');
    assert.match(await page.locator(".session-head h1").innerText(), /take back: undo/);
    await world.askOfSession("Take the last move back");
    await world.close();
    await page.goBack();
    await page.waitForSelector('.step:has-text("made.txt")');
  });

  await check("after a change since the preview nothing is done, and it is made anew", async () => {
    await ask("made.txt", "Take this back");
    await button("Take back 1 file").waitFor();
    await save("notes.txt", "mine, and more\n");
    const before = await files();
    await button("Take back 1 file").click();
    await dialog().locator('[role=alert]:has-text("Nothing was done")').waitFor();
    assert.deepEqual(await files(), before);
    await shot("anew");
    await world.confirm("Take back 1 file");
    const { "made.txt": _, ...rest } = before;
    assert.deepEqual(await files(), rest);
    await world.takeBack("Take back 1 file");
    assert.deepEqual(await files(), before);
  });

  await check("while Git is at work it is refused, and files may go alone", async () => {
    await writeFile(world.inGit("index.lock"), "");
    const before = await files();
    await ask("made.txt", "Take this back");
    const why = dialog().locator("[role=alert]");
    assert.match(await why.innerText(), /index is locked/);
    assert.doesNotMatch(await why.innerText(), /--files/);
    await assertAccessible(page, "a refused move");
    await shot("refused");
    assert.deepEqual(await files(), before);
    await button("Show what files would change").click();
    await button("Take back 1 file").waitFor();
    await button("Cancel").click();
    await world.gone();
    assert.deepEqual(await files(), before);
    await world.remove(world.inGit("index.lock"));
  });
}
