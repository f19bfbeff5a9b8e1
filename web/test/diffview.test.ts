import { describe, expect, it } from "vitest";
import { parseDiff } from "../src/diff";
import { drawn, merged, sides } from "../src/diffview";

const equal = (n: number) => Array.from({ length: n }, (_, at) => ` same ${at}`).join("\n");

describe("merged", () => {
  it("cuts at the ends of both", () => {
    const tokens = [{ text: "ab", kind: "keyword" as const }, { text: "cd" }];
    const spans = [
      { text: "a", changed: false },
      { text: "bc", changed: true },
      { text: "d", changed: false },
    ];
    expect(merged(tokens, spans).map((mark) => [mark.text, mark.kind, mark.changed])).toEqual([
      ["a", "keyword", false],
      ["b", "keyword", true],
      ["c", undefined, true],
      ["d", undefined, false],
    ]);
  });
});

describe("drawn", () => {
  const diff = parseDiff(`@@ -1,41 +1,41 @@\n${equal(20)}\n-old\n+new\n${equal(20)}\n`);

  it("folds long equal stretches and keeps what is around a change", () => {
    const rows = drawn(diff, undefined);
    expect(rows.map((row) => row.type)).toEqual([
      "hunk",
      "fold",
      ...Array<string>(4).fill("line"),
      "line",
      "line",
      ...Array<string>(4).fill("line"),
      "fold",
    ]);
    const folds = rows.filter((row) => row.type === "fold");
    expect(folds.map((fold) => fold.rows.length)).toEqual([16, 16]);
  });

  it("unfolds one stretch without the others, and loses no line", () => {
    const fold = drawn(diff, undefined).find((row) => row.type === "fold")!;
    const rows = drawn(diff, undefined, new Set([fold.type === "fold" ? fold.at : -1]));
    expect(rows.filter((row) => row.type === "fold").length).toBe(1);
    const lines = rows.flatMap((row) =>
      row.type === "fold" ? row.rows : row.type === "line" ? [row] : [],
    );
    expect(lines.length).toBe(42);
  });

  it("colours both sides with what each left open", () => {
    const rows = drawn(parseDiff("@@ -1,3 +1,2 @@\n-/* a\n-b */\n+int c;\n int d;\n"), "java");
    const kinds = rows.map((row) => (row.type === "line" ? row.marks[0]?.kind : row.type));
    expect(kinds).toEqual(["hunk", "comment", "comment", "keyword", "keyword"]);
  });
});

describe("sides", () => {
  it("puts a removed line beside the added one, and leaves room where there is none", () => {
    const pairs = sides(drawn(parseDiff("@@ -1,3 +1,4 @@\n a\n-b\n+c\n+d\n e\n"), undefined));
    const text = pairs.map((pair) =>
      pair.type === "pair"
        ? [pair.left?.marks[0]?.text ?? "", pair.right?.marks[0]?.text ?? ""]
        : pair.type,
    );
    expect(text).toEqual(["hunk", ["a", "a"], ["b", "c"], ["", "d"], ["e", "e"]]);
  });
});
