/**
 * Checks that the page shows what happens while an agent works: a scripted agent fires real hooks
 * and changes real files, and its step stands on the open page, with its diff.
 * `node e2e/live.mjs CLEW FOLDER [HOOK]`: CLEW is the program (its words apart by spaces), FOLDER is empty or new,
 * HOOK stands for the client that agents' settings call (native/hook.sh unless told).
 * Exit 0 when all holds, 1 when not, 2 on misuse.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { launch, watchedPage } from "./browser.mjs";

const [clew, given, client] = process.argv.slice(2);
if (!clew || !given) {
  console.error("usage: node e2e/live.mjs CLEW FOLDER [HOOK]");
  process.exit(2);
}
const WAIT = 15_000;
const folder = resolve(given);
const home = join(folder, "home");
const project = join(folder, "user", "project");
const environment = {
  ...process.env,
  HOME: join(folder, "user"),
  CLEW_HOME: home,
  CLEW_PORT: process.env.CLEW_PORT ?? "0",
  GIT_CONFIG_GLOBAL: "/dev/null",
};
const hook = client ?? resolve(import.meta.dirname, "../../native/hook.sh");
const session = "5e551000-0000-4000-8000-00000000e2e0";

function run(program, words, input) {
  return execFileSync(program, words, { cwd: project, env: environment, input, encoding: "utf8" });
}
const command = (...words) => {
  const [program, ...first] = clew.split(" ");
  return run(program, [...first, ...words]);
};

/** A hook fires, as Claude Code fires it. */
function fire(event, payload, wait) {
  const about = { session_id: session, cwd: project, permission_mode: "default" };
  const text = JSON.stringify({ ...about, hook_event_name: event, ...payload });
  run(hook, [home, "claude", event, ...(wait && client ? ["2000"] : [])], text);
}

let calls = 0;
/** A tool is called, does something, and has ended. */
async function call(tool_name, tool_input, effect) {
  const about = { tool_name, tool_input, tool_use_id: `toolu_live_${++calls}` };
  fire("PreToolUse", about, true);
  await effect();
  fire("PostToolUse", { ...about, tool_response: {} });
}

await mkdir(project, { recursive: true });
const file = join(project, "greeting.txt");
await writeFile(file, "hello\nworld\n");
run("git", ["init", "-q", "-b", "main"]);
const address = command("up", "--no-open").trim().split("\n").at(-1);
const browser = await launch();
let failed = 0;
let page;
let complaints;
try {
  ({ page, complaints } = await watchedPage(browser, address));
  page.setDefaultTimeout(WAIT);
  await page.goto(address);

  await check("a session appears in the open list when its first hook is heard", async () => {
    fire("SessionStart", { source: "startup" });
    fire("UserPromptSubmit", { prompt: "greet everybody" });
    await page.waitForSelector('[aria-label="Sessions"] [role=rowgroup] [role=row]');
    await page.click('[aria-label="Sessions"] [role=rowgroup] [role=row] [data-row]');
    await page.waitForSelector('.turn, .timeline, .story:has-text("greet everybody")');
  });

  await check("a step appears while its command runs", async () => {
    const about = { tool_name: "Bash", tool_use_id: `toolu_live_${++calls}` };
    const words = { ...about, tool_input: { command: "sort greeting.txt" } };
    fire("PreToolUse", words, true);
    await page.waitForSelector('.step:has-text("sort greeting.txt")');
    fire("PostToolUse", { ...words, tool_response: { stdout: "hello\nworld\n", stderr: "" } });
  });

  await check("an edit appears without a reload, and its step shows the diff", async () => {
    const loaded = await page.evaluate(() => (window.stillHere = performance.timeOrigin));
    const edit = { file_path: file, old_string: "world", new_string: "everybody" };
    await call("Edit", edit, () => writeFile(file, "hello\neverybody\n"));
    const step = page.locator('.step:has-text("greeting.txt")').last();
    await step.waitFor();
    await page.locator('.step:has-text("Edit") [data-row]').last().click();
    const change = page.locator(".panel .change", { hasText: "greeting.txt" });
    await change.locator(".origin.agent").waitFor();
    const diff = await change.innerText();
    assert.match(diff, /world/);
    assert.match(diff, /everybody/);
    assert.equal(await page.evaluate(() => window.stillHere), loaded);
    await page.screenshot({ path: join(folder, "live.png") });
  });

  await check("what the next command does to another file is shown as well", async () => {
    const said = { command: "echo bye > parting.txt" };
    await call("Bash", said, () => writeFile(join(project, "parting.txt"), "bye\n"));
    await page.locator('.step:has-text("echo bye") [data-row]').last().click();
    const change = page.locator(".panel .change", { hasText: "parting.txt" });
    await change.locator(".origin.agent").waitFor();
    assert.match(await change.innerText(), /bye/);
  });

  if (complaints.length > 0) {
    failed++;
    console.error(complaints.join("\n"));
  }
} finally {
  await browser.close();
  command("down");
}
process.exit(failed ? 1 : 0);

async function check(what, does) {
  try {
    await does();
    console.log(`ok    ${what}`);
  } catch (error) {
    failed++;
    console.log(`FAILS ${what}\n${error.message}`);
    await page.screenshot({ path: join(folder, `failed-${failed}.png`) }).catch(() => {});
  }
}
