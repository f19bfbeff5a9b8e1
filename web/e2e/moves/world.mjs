/** A project where a scripted agent has worked, a page that shows it, and what tests do with both. */

import assert from "node:assert/strict";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checks, scripted } from "../agent.mjs";
import { launch, watchedPage } from "../browser.mjs";

const WAIT = 15_000;
const PERSON = { "user.name": "A Person", "user.email": "person@example.org" };
export const SESSION = "5e551000-0000-4000-8000-0000000030e5";
export const POEM = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n";

/** The project on disk: files, a person's Git, and agents that fire hooks. */
async function project({ clew, given, client }) {
  const agent = await scripted({ clew, given, client, session: SESSION });
  const { project: root, run } = agent;
  const place = (name) => join(root, name);
  const save = (name, text) => writeFile(place(name), text);
  const text = (name) => readFile(place(name), "utf8");
  const git = (...words) => run("git", words);

  /** All files of the project with their bytes. */
  const files = async () => {
    const found = {};
    for (const each of await readdir(root, { recursive: true, withFileTypes: true })) {
      const path = join(each.parentPath, each.name);
      const name = path.slice(root.length + 1);
      if (each.isFile() && !name.startsWith(".git/")) found[name] = await readFile(path, "latin1");
    }
    return found;
  };

  /** The tools of an agent that change and read files. */
  const tools = ({ call }) => ({
    edit: async (name, from, to) => {
      const before = await text(name);
      assert.ok(before.includes(from), `${name} has ${from}`);
      const said = { file_path: place(name), old_string: from, new_string: to };
      await call("Edit", said, () => save(name, before.replace(from, to)));
    },
    write: (name, content) =>
      call("Write", { file_path: place(name), content }, () => save(name, content)),
    read: (name) => call("Read", { file_path: place(name) }, () => text(name)),
  });

  await save("poem.txt", POEM);
  await save("notes.txt", "mine\n");
  await save("list.txt", "red\ngreen\nblue\n");
  await save(".gitignore", "out/\n");
  await mkdir(place("out"));
  await save("out/kept.bin", "ignored\n");
  git("init", "-q", "-b", "main");
  for (const [name, value] of Object.entries(PERSON)) git("config", name, value);
  const commit = (message) => {
    git("add", "-A");
    git("commit", "-q", "-m", message);
  };
  commit("begin");
  const inGit = (...names) => join(root, ".git", ...names);
  const remove = (path) => rm(path);
  return { ...agent, ...tools(agent), tools, clew, save, text, files, git, commit, inGit, remove };
}

/** What is done on a page that has a dialog of moves. */
function handsOn(page) {
  const dialog = () => page.locator("dialog.move[open]");
  const button = (name) => dialog().getByRole("button", { name, exact: true });
  const step = (text) => page.locator(`.step:has-text("${text}") [data-row]`);
  const action = (text) => page.locator(".panel .move-actions button", { hasText: text });
  /** What the step did was seen, not only told: a move goes by that. */
  const seen = () =>
    page.locator('.panel .change .confidence[title*="Seen in the workspace"]').first().waitFor();
  const answered = () => dialog().locator(".question, .message").first().waitFor();
  const gone = () => page.waitForFunction(() => !document.querySelector("dialog[open]"));
  const done = () => dialog().locator('[role=status]:has-text("Done:")').waitFor();
  return {
    ...{ dialog, button, step, action, gone, done },
    /** Opens the step whose row has this text, and its dialog. */
    ask: async (text, what) => {
      await step(text).last().click();
      await seen();
      await action(what).click();
      await answered();
    },
    /** Waits until it is known what the last step did whose row has this text. */
    known: async (text, rows) => {
      await step(text)
        .nth(rows - 1)
        .click();
      await seen();
      await page.keyboard.press("Escape");
    },
    /** Opens the turn with this number, and its dialog. */
    askOfTurn: async (number, what) => {
      await page.locator(`.turn a[data-row]:has-text("${number}")`).first().click();
      await page.waitForSelector(`.panel h2:has-text("Turn ${number}")`);
      await action(what).click();
      await answered();
    },
    /** Opens the session's menu, and its dialog. */
    askOfSession: async (what) => {
      await page.locator(".menu summary", { hasText: "take back" }).click();
      await page.getByRole("button", { name: what, exact: true }).click();
      await answered();
    },
    /** Says yes, and waits until it is done. */
    confirm: async (name) => {
      await button(name).click();
      await done();
    },
    /** Takes the move that was just made back, and closes the dialog. */
    takeBack: async (name) => {
      await button("Take this move back").click();
      await button(name).click();
      await done();
      await page.keyboard.press("Escape");
      await gone();
    },
    close: async () => {
      await page.keyboard.press("Escape");
      await gone();
    },
  };
}

/** Starts a recorder, has the agent work, and opens its session. */
export async function begin(words) {
  const made = await project(words);
  const { fire, run, clew, command, folder } = made;
  const address = command("up", "--no-open").trim().split("\n").at(-1);
  const browser = await launch();
  const { page, complaints } = await watchedPage(browser, address);
  page.setDefaultTimeout(WAIT);
  const shot = (name) => page.screenshot({ path: join(folder, `${name}.png`) });
  const { check, failed } = checks(async (n) => {
    await shot(`failed-${n}`);
    await page.keyboard.press("Escape"); // the next one finds no dialog in its way
  });
  const world = { ...made, ...handsOn(page), browser, address, page, complaints, shot, check };
  let running = true;
  const down = () => {
    if (running) command("down");
    running = false;
  };
  const until = (holds, what) => {
    const deadline = Date.now() + WAIT;
    while (!holds()) assert.ok(Date.now() < deadline, `${what} in time`);
  };
  const work = async () => {
    fire("SessionStart", { source: "startup" });
    const seen = () => run("sh", ["-c", `${clew} show last --json || true`]);
    until(() => /"moment":/.test(seen()), "the workspace was looked at");
    fire("UserPromptSubmit", { prompt: "mend the poem" });
    await made.edit("poem.txt", "two\n", "2\n");
    await made.write("made.txt", "made by the agent\n");
    await made.edit("poem.txt", "seven\n", "7\n");
    fire("Stop", { stop_hook_active: false });
    await page.goto(address);
    await page.locator('[aria-label="Sessions"] [role=rowgroup] [role=row] [data-row]').click();
    await page.waitForSelector('.step:has-text("made.txt")');
  };
  return { ...world, down, failed, until, work };
}
