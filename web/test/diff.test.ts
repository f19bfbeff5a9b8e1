import { describe, expect, it } from "vitest";
import { compareWords, counts, parseDiff } from "../src/diff";
import type { DiffRow } from "../src/diff";

const text = (row: DiffRow) =>
  row.type === "line"
    ? `${row.before ?? ""}|${row.after ?? ""}|${row.sign}${row.spans.map((span) => span.text).join("")}`
    : `${row.type}:${row.text}`;

describe("parseDiff", () => {
  it("numbers the lines of both sides", () => {
    const rows = parseDiff("--- a/x\n+++ b/x\n@@ -3,3 +3,4 @@ class X\n a\n-b\n+c\n+d\n e\n");
    expect(rows.map(text)).toEqual([
      "hunk:@@ -3,3 +3,4 @@ class X",
      "3|3| a",
      "4||-b",
      "|4|+c",
      "|5|+d",
      "5|6| e",
    ]);
    expect(counts(rows)).toEqual({ added: 2, removed: 1 });
  });

  it("keeps lines that look like headers but stand in a hunk", () => {
    const rows = parseDiff("@@ -1,2 +1,2 @@\n--- old rule\n+++ new rule\n-@@ x\n+@@ y\n");
    expect(rows.map(text)).toEqual([
      "hunk:@@ -1,2 +1,2 @@",
      "1||--- old rule",
      "|1|+++ new rule",
      "2||-@@ x",
      "|2|+@@ y",
    ]);
  });

  it("reads several hunks, and hunks without counts", () => {
    const rows = parseDiff(
      "@@ -1 +1 @@\n-a\n+b\n@@ -10,0 +11,1 @@\n+c\n\\ No newline at end of file\n",
    );
    expect(rows.map(text)).toEqual([
      "hunk:@@ -1 +1 @@",
      "1||-a",
      "|1|+b",
      "hunk:@@ -10,0 +11,1 @@",
      "|11|+c",
      "note:No newline at end of file",
    ]);
  });

  it("takes an empty line in a hunk as an empty line of both sides", () => {
    expect(parseDiff("@@ -1,2 +1,2 @@\n\n a\n").map(text)).toEqual([
      "hunk:@@ -1,2 +1,2 @@",
      "1|1| ",
      "2|2| a",
    ]);
  });

  it("drops nothing of a text that is no diff", () => {
    expect(parseDiff("Binary files differ\n").map(text)).toEqual(["note:Binary files differ"]);
    expect(parseDiff("")).toEqual([]);
  });

  it("marks the words that differ between like lines, past unlike ones", () => {
    const rows = parseDiff(
      "@@ -1,1 +1,2 @@\n-  return limit;\n+// a comment of another kind\n+  return limits;\n",
    );
    const marked = rows.flatMap((row) =>
      row.type === "line"
        ? row.spans.filter((span) => span.changed).map((span) => row.sign + span.text)
        : [],
    );
    expect(marked).toEqual(["-limit", "+limits"]);
  });
});

describe("compareWords", () => {
  it("puts both lines together again", () => {
    const [old, fresh] = compareWords("int a = call(x, y);", "long a = call(x, z, y);")!;
    expect(old.map((span) => span.text).join("")).toBe("int a = call(x, y);");
    expect(fresh.map((span) => span.text).join("")).toBe("long a = call(x, z, y);");
  });

  it("says nothing about lines that have little in common, or that are very long", () => {
    expect(compareWords("import a.b.C;", "final var x = 3;")).toBeUndefined();
    expect(compareWords("x".repeat(3000), "x".repeat(3000))).toBeUndefined();
  });
});
