/** A session and a turn are taken back, whole or but for some files, and rewound to. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { assertAccessible } from "../accessible.mjs";
import { POEM } from "./world.mjs";

const SONG = "la\nle\nli\n";

export async function sessions(world) {
  const { page, check, dialog, button, files, shot } = world;

  await check("a session is taken back but for files that are left out", async () => {
    const before = await files();
    await world.askOfSession("Take back this session");
    await button("Take back 2 files").waitFor();
    await dialog().getByRole("checkbox", { name: "Change made.txt" }).uncheck();
    await button("Take back 1 file").waitFor();
    await shot("chosen");
    await world.confirm("Take back 1 file");
    assert.deepEqual(await files(), { ...before, "poem.txt": POEM + "a person's\n" });
    await world.takeBack("Take back 1 file");
    assert.deepEqual(await files(), before);
  });

  await check("a rewind keeps people's work, and an exact one is asked for twice", async () => {
    const before = await files();
    await world.askOfSession("Rewind to before this session");
    await button("Rewind 2 files").waitFor();
    await dialog().locator(".kept", { hasText: "notes.txt" }).waitFor();
    await dialog()
      .getByRole("checkbox", { name: /exactly/ })
      .check();
    await button("Rewind 3 files exactly").click();
    assert.ok(await button("Rewind 3 files exactly").isDisabled());
    await shot("exact");
    await page.keyboard.type("exact");
    await page.keyboard.press("Enter");
    await world.done();
    const { "made.txt": _, ...rest } = before;
    assert.deepEqual(await files(), { ...rest, "poem.txt": POEM, "notes.txt": "mine\n" });
    await world.takeBack("Take back 3 files");
    assert.deepEqual(await files(), before);
  });
}

/** The second turn makes a file, changes it, and changes a line of the poem. */
export async function turns(world) {
  const { page, check, dialog, button, files, shot } = world;
  world.fire("UserPromptSubmit", { prompt: "write a song" });
  await world.write("song.txt", SONG);
  await world.edit("song.txt", "le\n", "LE\n");
  await world.edit("poem.txt", "five\n", "5\n");
  world.fire("Stop", { stop_hook_active: false });
  await world.known("poem.txt", 3);

  await check("a turn is taken back, and what the turn before did stays", async () => {
    const before = await files();
    await world.askOfTurn(2, "Take this back");
    await dialog().locator(".diff .add", { hasText: "five" }).waitFor();
    await dialog().getByText("write a song").first().waitFor();
    await assertAccessible(page, "a turn's preview");
    await shot("turn");
    assert.deepEqual(await files(), before, "a preview changes nothing");
    await world.confirm("Take back 2 files");
    const { "song.txt": _, ...rest } = before;
    const poem = before["poem.txt"].replace("5\n", "five\n");
    assert.match(poem, /2\n.*7\n/s);
    assert.deepEqual(await files(), { ...rest, "poem.txt": poem });
    await world.takeBack("Take back 2 files");
    assert.deepEqual(await files(), before);
  });

  await check("a rewind to before a turn takes back it and what came after", async () => {
    const before = await files();
    await world.askOfTurn(2, "Rewind to before this");
    await world.confirm("Rewind 2 files");
    const { "song.txt": _, ...one } = before;
    assert.deepEqual(await files(), {
      ...one,
      "poem.txt": before["poem.txt"].replace("5\n", "five\n"),
    });
    await world.takeBack("Take back 2 files");
    assert.deepEqual(await files(), before);
    await world.askOfTurn(1, "Rewind to before this");
    await button("Rewind 3 files").click();
    await world.done();
    const { "made.txt": __, ...none } = one;
    assert.deepEqual(await files(), { ...none, "poem.txt": POEM + "a person's\n" });
    await world.takeBack("Take back 3 files");
    assert.deepEqual(await files(), before);
  });

  await check("a step names the snapshots around it and commands for them", async () => {
    await world.step("song.txt").first().click();
    const part = page.locator(".panel details", { hasText: "The workspace before and after" });
    await part.locator("summary").click();
    const told = await part.innerText();
    assert.match(told, /before\s+[0-9a-f]{16}/);
    assert.match(told, /after\s+[0-9a-f]{16}/);
    const [, state] = /clew checkout ([0-9a-f]{16}) DIR/.exec(told);
    world.command("checkout", state, join(world.folder, "checkout"));
    assert.equal(await readFile(join(world.folder, "checkout", "song.txt"), "utf8"), SONG);
    const [, good, bad] = /clew bisect --good (\S+) --bad (\S+) -- CMD/.exec(told);
    const found = world.command(
      ...["bisect", "--good", good, "--bad", bad, "--json", "--", "test", "!", "-e", "song.txt"],
    );
    assert.ok(found.includes(state), "the step that the command names is found");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await part.getByRole("button", { name: "Copy the id of the snapshot before" }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /^[0-9a-f]{64}$/);
    world.command("show", copied.slice(0, 16));
    await assertAccessible(page, "a step with its snapshots");
    await shot("snapshots");
    await page.keyboard.press("Escape");
  });
}
