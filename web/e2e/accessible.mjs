/** Lets axe-core look at views: nothing it calls a violation may be on the page. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const SOURCE = await readFile(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export async function assertAccessible(page, view) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(SOURCE);
  // What fades in is judged when it is there.
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().map((one) => one.finished)),
  );
  const { violations } = await page.evaluate((rules) => {
    return window.axe.run(document, { runOnly: { type: "tag", values: rules } });
  }, RULES);
  const found = violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}: ${nodes
        .slice(0, 3)
        .map((node) => node.html.slice(0, 140))
        .join(" | ")}`,
  );
  assert.deepEqual(found, [], view);
}
