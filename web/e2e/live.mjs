/**
 * Checks that the page shows what happens while an agent works: a scripted agent fires real hooks
 * and changes real files, and its step stands on the open page, with its diff.
 * `node e2e/live.mjs CLEW FOLDER [HOOK]`: CLEW is the program (its words apart by spaces), FOLDER is empty or new,
 * HOOK stands for the client that agents' settings call (native/hook.sh unless told).
 * Exit 0 when all holds, 1 when not, 2 on misuse.
 */

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checks, scripted } from "./agent.mjs";
import { launch, watchedPage } from "./browser.mjs";

const [clew, given, client] = process.argv.slice(2);
if (!clew || !given) {
  console.error("usage: node e2e/live.mjs CLEW FOLDER [HOOK]");
  process.exit(2);
}
const WAIT = 15_000;
const session = "5e551000-0000-4000-8000-00000000e2e0";
const agent = await scripted({ clew, given, client, session });
const { folder, project, run, command, fire, about, call } = agent;

const file = join(project, "greeting.txt");
await writeFile(file, "hello\nworld\n");
run("git", ["init", "-q", "-b", "main"]);
const address = command("up", "--no-open").trim().split("\n").at(-1);
const browser = await launch();
let page;
let complaints;
const { check, failed } = checks((n) => page.screenshot({ path: join(folder, `failed-${n}.png`) }));
let complained = 0;
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
    const words = about("Bash", { command: "sort greeting.txt" });
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
    complained = 1;
    console.error(complaints.join("\n"));
  }
} finally {
  await browser.close();
  command("down");
}
process.exit(failed() + complained ? 1 : 0);
