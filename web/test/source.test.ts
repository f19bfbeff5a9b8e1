/** Rules for the page's own source, so that nothing an agent wrote can run or phone home. */

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const sources = [
  ...readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(tsx?|css)$/.test(name))
    .map((name) => join("src", name)),
  "index.html",
];

const BANNED: [string, RegExp][] = [
  [
    "markup from text",
    /innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|srcdoc|document\.write|DOMParser|createContextualFragment/,
  ],
  ["code from text", /\beval\s*\(|new Function|setTimeout\s*\(\s*["'`]|javascript:/],
  [
    "a request to another host",
    /(?:src|href|fetch|url|import)\s*[=(]\s*["'`]?(?:https?:)?\/\/[a-z]/i,
  ],
  ["something that outlives the tab", /localStorage|indexedDB|document\.cookie|serviceWorker/],
];

describe("the page's source", () => {
  it.each(BANNED)("has no %s", (_, banned) => {
    const found = sources.filter((name) => banned.test(readFileSync(join(ROOT, name), "utf8")));
    expect(found).toEqual([]);
  });

  it("keeps files and lines short enough to read", () => {
    for (const name of sources) {
      const lines = readFileSync(join(ROOT, name), "utf8").split("\n");
      expect(lines.length, name).toBeLessThanOrEqual(400);
      for (const line of lines)
        expect(line.length, `${name}: ${line.slice(0, 60)}`).toBeLessThanOrEqual(130);
    }
  });

  it("names no place that packages came from", () => {
    const lock = readFileSync(join(ROOT, "package-lock.json"), "utf8");
    expect(lock).not.toMatch(/"resolved"/);
  });
});
