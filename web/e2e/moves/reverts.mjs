/** Work that is committed is taken back by a commit. */

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { assertAccessible } from "../accessible.mjs";

const HOOK = "#!/bin/sh\necho 'not on a Saturday' >&2\nexit 1\n";

export async function reverts(world) {
  const { page, check, dialog, button, git, save, text, shot } = world;
  const menu = page.locator(".menu", { hasText: "take back" });
  const openMenu = async () => {
    if ((await menu.getAttribute("open")) === null) await menu.locator("summary").click();
  };
  const item = (name) => page.getByRole("button", { name, exact: true });
  const head = () => git("rev-parse", "HEAD").trim();

  await check("where nothing is committed no revert is offered", async () => {
    await openMenu();
    await page.getByText("looking for its commits").waitFor({ state: "detached" });
    await item("Take back this session").waitFor();
    assert.equal(await item("Revert its commits").count(), 0);
    assert.match(await page.locator(".menu .commands").innerText(), /clew checkout [0-9a-f]+ DIR/);
    await assertAccessible(page, "a session's menu");
    await shot("menu");
    await menu.locator("summary").click();
  });

  await check("what stands in a revert's way is told with the way out", async () => {
    world.commit("Write a song, and number lines");
    const song = await text("song.txt");
    await save("song.txt", song + "mine\n");
    await openMenu();
    await item("Revert its commits").click();
    const why = dialog().locator("[role=alert]");
    await why.waitFor();
    assert.match(await why.innerText(), /song\.txt: changed and not committed; commit or stash/);
    await shot("revert-refused");
    await world.close();
    await save("song.txt", song);
  });

  await check("a revert shows commit, message and files, and waits for Git's hook", async () => {
    await writeFile(world.inGit("hooks", "pre-commit"), HOOK, { mode: 0o755 });
    const before = head();
    await openMenu();
    await item("Revert its 1 commit").click();
    await button("Revert 3 files and commit").waitFor();
    const told = await dialog().innerText();
    assert.ok(told.includes(before.slice(0, 12)), "names the commit");
    assert.match(told, /Write a song, and number lines/);
    assert.match(told, /committed as “Revert the work of claude/);
    await dialog().locator(".diff .del", { hasText: "LE" }).waitFor();
    await assertAccessible(page, "a revert's preview");
    await shot("revert");
    assert.equal(head(), before, "a preview commits nothing");
    await world.confirm("Revert 3 files and commit");
    const said = dialog().locator("[role=alert]");
    assert.match(await said.innerText(), /not on a Saturday/);
    await assertAccessible(page, "a refused commit");
    assert.equal(head(), before);
    await world.close();
  });

  await check("it is committed when it goes on, and the new commit is named", async () => {
    const before = head();
    const waits = page.getByRole("region", { name: "A move that waits" });
    await waits.getByText("A revert waits for its commit").waitFor();
    await waits.getByRole("button", { name: "Continue: commit" }).click();
    await waits.locator('[role=alert]:has-text("not on a Saturday")').waitFor();
    await assertAccessible(page, "a revert that waits");
    await shot("revert-waits");
    await world.remove(world.inGit("hooks", "pre-commit"));
    await waits.getByRole("button", { name: "Continue: commit" }).click();
    const ended = page.getByRole("region", { name: "What came of the move" });
    await ended.getByText("Committed as").waitFor();
    assert.ok((await ended.innerText()).includes(head().slice(0, 12)));
    await page.keyboard.press("Enter");
    assert.equal(git("rev-parse", "HEAD^").trim(), before);
    assert.match(git("log", "-1", "--format=%B"), /Reverted-Trace-Id: /);
    assert.equal(git("status", "--porcelain"), "");
    assert.match(await text("poem.txt"), /five\n.*a person's\n/s);
    assert.deepEqual(Object.keys(await world.files()).includes("song.txt"), false);
  });
}
