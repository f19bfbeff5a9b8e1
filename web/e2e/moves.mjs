/**
 * Checks that the page takes an agent's work back: a scripted agent fires real hooks and changes
 * real files, a person changes some as well, and what the page is told to do is compared with the
 * bytes on disk. `node e2e/moves.mjs CLEW FOLDER [HOOK]`: CLEW is the program (its words apart by
 * spaces), FOLDER is empty or new, HOOK stands for the client that agents' settings call.
 * Exit 0 when all holds, 1 when not, 2 on misuse.
 */

import assert from "node:assert/strict";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { assertAccessible } from "./accessible.mjs";
import { checks, scripted } from "./agent.mjs";
import { launch, watchedPage } from "./browser.mjs";

const [clew, given, client] = process.argv.slice(2);
if (!clew || !given) {
  console.error("usage: node e2e/moves.mjs CLEW FOLDER [HOOK]");
  process.exit(2);
}
const WAIT = 15_000;
const session = "5e551000-0000-4000-8000-0000000030e5";
const agent = await scripted({ clew, given, client, session });
const { folder, project, run, command, fire, call } = agent;

const inProject = (name) => join(project, name);
const save = (name, text) => writeFile(inProject(name), text);

/** All files of the project with their bytes. */
async function files() {
  const found = {};
  for (const each of await readdir(project, { recursive: true, withFileTypes: true })) {
    const path = join(each.parentPath, each.name);
    const name = path.slice(project.length + 1);
    if (each.isFile() && !name.startsWith(".git/")) found[name] = await readFile(path, "latin1");
  }
  return found;
}

const edit = async (name, from, to) => {
  const text = await readFile(inProject(name), "utf8");
  assert.ok(text.includes(from), `${name} has ${from}`);
  const said = { file_path: inProject(name), old_string: from, new_string: to };
  await call("Edit", said, () => save(name, text.replace(from, to)));
};
const write = (name, content) =>
  call("Write", { file_path: inProject(name), content }, () => save(name, content));

const POEM = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n";
await save("poem.txt", POEM);
await save("notes.txt", "mine\n");
await save(".gitignore", "out/\n");
await mkdir(inProject("out"));
await save("out/kept.bin", "ignored\n");
run("git", ["init", "-q", "-b", "main"]);
run("git", ["add", "-A"]);
const person = ["-c", "user.name=A Person", "-c", "user.email=person@example.org"];
run("git", [...person, "commit", "-q", "-m", "begin"]);
const address = command("up", "--no-open").trim().split("\n").at(-1);
const browser = await launch();
let page;
let complaints;
const { check, failed } = checks((n) => page.screenshot({ path: join(folder, `failed-${n}.png`) }));
let complained = 0;
let stopped = false;

const dialog = () => page.locator("dialog.move[open]");
const button = (name) => dialog().getByRole("button", { name, exact: true });
/** Opens the step whose row has this text, and its dialog. */
async function ask(step, action) {
  await page.locator(`.step:has-text("${step}") [data-row]`).last().click();
  await page.locator(".panel .change .origin").first().waitFor();
  await page.locator(".panel .move-actions button", { hasText: action }).click();
  await dialog().locator(".question, .message").first().waitFor();
}
const gone = () => page.waitForFunction(() => !document.querySelector("dialog[open]"));
const done = async () => {
  await dialog().locator('[role=status]:has-text("Done:")').waitFor();
};

try {
  ({ page, complaints } = await watchedPage(browser, address));
  page.setDefaultTimeout(WAIT);
  fire("SessionStart", { source: "startup" });
  const looked = Date.now() + WAIT;
  while (!/"moment":/.test(run("sh", ["-c", `${clew} show last --json || true`])))
    assert.ok(Date.now() < looked, "the workspace was looked at in time");
  fire("UserPromptSubmit", { prompt: "mend the poem" });
  await edit("poem.txt", "two\n", "2\n");
  await write("made.txt", "made by the agent\n");
  await edit("poem.txt", "seven\n", "7\n");
  fire("Stop", { stop_hook_active: false });
  await page.goto(address);
  await page.locator('[aria-label="Sessions"] [role=rowgroup] [role=row] [data-row]').click();
  await page.waitForSelector('.step:has-text("made.txt")');

  await check("a step is taken back, and a person's change stays", async () => {
    await save("poem.txt", (await readFile(inProject("poem.txt"), "utf8")) + "a person's\n");
    const before = await files();
    await page.locator('.step:has-text("poem.txt") [data-row]').first().click();
    await page.locator(".panel .change .origin").first().waitFor();
    await page.keyboard.press("Escape");
    await page.locator('.step:has-text("poem.txt") [data-row]').first().click();
    await page.locator(".panel .move-actions button", { hasText: "Take this back" }).focus();
    await page.keyboard.press("Enter");
    await dialog().locator(".diff .add", { hasText: "two" }).waitFor();
    await dialog().locator(".diff .del", { hasText: "2" }).waitFor();
    await assertAccessible(page, "a move's preview");
    await page.screenshot({ path: join(folder, "preview.png") });
    assert.deepEqual(await files(), before, "a preview changes nothing");
    await button("Take back 1 file").click();
    await done();
    const conversation = dialog().locator(".conversation");
    assert.match(await conversation.innerText(), new RegExp(`claude --resume ${session}\\n`));
    assert.match(await conversation.innerText(), /prompt 1 on: mend the poem/);
    await assertAccessible(page, "a move's result");
    await page.screenshot({ path: join(folder, "done.png") });
    const text = POEM.replace("seven", "7") + "a person's\n";
    assert.deepEqual(await files(), { ...before, "poem.txt": text });
  });

  await check("the move is a step that the page shows, and is taken back by a redo", async () => {
    const before = await files();
    await button("Take this move back").click();
    await dialog().locator(".diff .add", { hasText: "2" }).waitFor();
    await button("Take back 1 file").click();
    await done();
    const text = POEM.replace("two", "2").replace("seven", "7") + "a person's\n";
    assert.deepEqual(await files(), { ...before, "poem.txt": text });
    await dialog().locator('a:has-text("step ")').click();
    await gone();
    await page.waitForSelector('.panel h2:has-text("redo")');
    assert.match(await page.locator(".session-head h1").innerText(), /take back: undo/);
    await page.locator(".menu summary", { hasText: "take back" }).click();
    await page.getByRole("button", { name: "Take the last move back" }).click();
    await dialog().locator(".question").waitFor();
    await page.keyboard.press("Escape");
    await gone();
    await page.goBack();
    await page.waitForSelector('.step:has-text("made.txt")');
  });

  await check(
    "where files change after the preview nothing is done, and it is made anew",
    async () => {
      await ask("made.txt", "Take this back");
      await button("Take back 1 file").waitFor();
      await save("notes.txt", "mine, and more\n");
      const before = await files();
      await button("Take back 1 file").click();
      await dialog().locator('[role=alert]:has-text("Nothing was done")').waitFor();
      assert.deepEqual(await files(), before);
      await page.screenshot({ path: join(folder, "anew.png") });
      await button("Take back 1 file").click();
      await done();
      const { "made.txt": _, ...rest } = before;
      assert.deepEqual(await files(), rest);
      await button("Take this move back").click();
      await button("Take back 1 file").click();
      await done();
      assert.deepEqual(await files(), before);
      await page.keyboard.press("Escape");
      await gone();
    },
  );

  await check(
    "while Git is at work it is refused with the reason, and files may go alone",
    async () => {
      await writeFile(join(project, ".git", "index.lock"), "");
      const before = await files();
      await ask("made.txt", "Take this back");
      const why = dialog().locator("[role=alert]");
      assert.match(await why.innerText(), /index is locked/);
      assert.doesNotMatch(await why.innerText(), /--files/);
      await assertAccessible(page, "a refused move");
      await page.screenshot({ path: join(folder, "refused.png") });
      assert.deepEqual(await files(), before);
      await button("Show what files would change").click();
      await button("Take back 1 file").waitFor();
      await button("Cancel").click();
      await gone();
      assert.deepEqual(await files(), before);
      await rm(join(project, ".git", "index.lock"));
    },
  );

  await check("a session is taken back but for files that are left out", async () => {
    const before = await files();
    await page.locator(".menu summary", { hasText: "take back" }).click();
    await page.getByRole("button", { name: "Take back this session" }).click();
    await button("Take back 2 files").waitFor();
    await dialog().getByRole("checkbox", { name: "Change made.txt" }).uncheck();
    await button("Take back 1 file").waitFor();
    await page.screenshot({ path: join(folder, "chosen.png") });
    await button("Take back 1 file").click();
    await done();
    assert.deepEqual(await files(), { ...before, "poem.txt": POEM + "a person's\n" });
    await button("Take this move back").click();
    await button("Take back 1 file").click();
    await done();
    assert.deepEqual(await files(), before);
    await page.keyboard.press("Escape");
    await gone();
  });

  await check("a rewind keeps people's work, and an exact one is asked for twice", async () => {
    const before = await files();
    await page.locator(".menu summary", { hasText: "take back" }).click();
    await page.getByRole("button", { name: "Rewind to before this session" }).click();
    await button("Rewind 2 files").waitFor();
    await dialog().locator(".kept", { hasText: "notes.txt" }).waitFor();
    await dialog()
      .getByRole("checkbox", { name: /exactly/ })
      .check();
    await button("Rewind 3 files exactly").click();
    assert.ok(await button("Rewind 3 files exactly").isDisabled());
    await page.screenshot({ path: join(folder, "exact.png") });
    await page.keyboard.type("exact");
    await page.keyboard.press("Enter");
    await done();
    const { "made.txt": _, ...rest } = before;
    assert.deepEqual(await files(), { ...rest, "poem.txt": POEM, "notes.txt": "mine\n" });
    await button("Take this move back").click();
    await button("Take back 3 files").click();
    await done();
    assert.deepEqual(await files(), before);
    await page.keyboard.press("Escape");
    await gone();
  });

  await check(
    "what cannot be joined becomes a conflict, and can be taken back with it",
    async () => {
      const text = (await readFile(inProject("poem.txt"), "utf8")).replace("2\n", "zwei\n");
      await save("poem.txt", text);
      const before = await files();
      await page.locator('.step:has-text("poem.txt") [data-row]').first().click();
      await page.locator(".panel .move-actions button", { hasText: "Take this back" }).click();
      await button("Take back 1 file, 1 with conflicts").waitFor();
      await page.screenshot({ path: join(folder, "conflict.png") });
      await button("Take back 1 file, 1 with conflicts").click();
      await done();
      assert.match((await files())["poem.txt"], /<<<<<<< /);
      await button("take the move and its conflicts back").click();
      await button("Take back 1 file").click();
      await done();
      assert.deepEqual(await files(), before);
      await page.keyboard.press("Escape");
      await gone();
    },
  );

  await check("nothing is taken back by keys of the page behind", async () => {
    await ask("made.txt", "Rewind to before this");
    const at = page.url();
    await page.keyboard.press("h");
    await page.keyboard.press("j");
    assert.equal(page.url(), at);
    assert.ok(await dialog().isVisible());
    await page.keyboard.press("Escape");
    await gone();
    await page.waitForFunction(() => document.activeElement?.closest(".move-actions"));
  });

  await check("it stands in the dark, and on a narrow page", async () => {
    await page.emulateMedia({ colorScheme: "dark" });
    await ask("made.txt", "Rewind to before this");
    await button("Rewind 2 files").waitFor();
    await dialog().locator(".kept", { hasText: "notes.txt" }).waitFor();
    await assertAccessible(page, "a move's preview in the dark");
    await page.screenshot({ path: join(folder, "dark.png") });
    await page.setViewportSize({ width: 420, height: 800 });
    await page.screenshot({ path: join(folder, "narrow.png") });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 420, `${wide} pixels wide`);
    await page.keyboard.press("Escape");
    await gone();
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await check("where the recorder is gone no page offers it", async () => {
    await page.waitForSelector(".panel .move-actions");
    command("down");
    stopped = true;
    await page.locator(".recorder.lost").waitFor({ timeout: 30_000 });
    await page.waitForFunction(() => !document.querySelector(".move-actions"));
    assert.equal(await page.locator(".menu summary", { hasText: "take back" }).count(), 0);
  });

  // What was refused, and what nobody answered, is what some of these are about.
  complaints = complaints.filter((each) => !/Failed to load resource/.test(each));
  if (complaints.length > 0) {
    complained = 1;
    console.error(complaints.join("\n"));
  }
} finally {
  await browser.close();
  if (!stopped) command("down");
}
process.exit(failed() + complained ? 1 : 0);
