import { describe, expect, it } from "vitest";
import { inlines } from "../src/inline";
import type { Inline } from "../src/inline";
import { markdown } from "../src/markdown";
import type { Block } from "../src/markdown";

const flat = (list: Inline[]): string =>
  list
    .map((one) =>
      one.type === "text"
        ? one.text
        : one.type === "code"
          ? `<c>${one.text}</c>`
          : one.type === "link"
            ? `<a ${one.href}>${flat(one.inlines)}</a>`
            : one.type === "place"
              ? `<p ${one.address}>${flat(one.inlines)}</p>`
              : `<${one.type}>${flat(one.inlines)}</${one.type}>`,
    )
    .join("");
const shape = (blocks: Block[]): unknown[] =>
  blocks.map((block) => {
    switch (block.type) {
      case "heading":
        return `h${block.level} ${flat(block.inlines)}`;
      case "paragraph":
        return flat(block.inlines);
      case "code":
        return ["code", block.language, block.text];
      case "list":
        return [block.start ?? "-", ...block.items.map((item) => shape(item.blocks))];
      case "quote":
        return [">", ...shape(block.blocks)];
      case "table":
        return ["table", block.head.map(flat), ...block.rows.map((row) => row.map(flat))];
      case "rule":
        return "rule";
    }
  });

describe("markdown", () => {
  it("reads headings, paragraphs, rules and code", () => {
    expect(shape(markdown("# A\ntext\nmore\n\n---\n```java\n# x\n\ny\n```\nend"))).toEqual([
      "h1 A",
      "text\nmore",
      "rule",
      ["code", "java", "# x\n\ny"],
      "end",
    ]);
  });

  it("reads lists within lists, tasks and items of several paragraphs", () => {
    expect(shape(markdown("- a\n  - b\n  - c\n- d\n\n  e\n\n3. f\n4. g"))).toEqual([
      ["-", ["a", ["-", ["b"], ["c"]]], ["d", "e"]],
      [3, ["f"], ["g"]],
    ]);
    const [list] = markdown("- [x] done\n- [ ] open");
    expect(list).toMatchObject({ type: "list", items: [{ done: true }, { done: false }] });
  });

  it("reads quotes and tables", () => {
    expect(shape(markdown("> a\n> - b\n\n| x | y |\n|---|:-:|\n| 1 | `p\\|q` |"))).toEqual([
      [">", "a", ["-", ["b"]]],
      ["table", ["x", "y"], ["1", "<c>p|q</c>"]],
    ]);
  });

  it("takes code that is never closed to the end", () => {
    expect(shape(markdown("```\na\nb"))).toEqual([["code", undefined, "a\nb"]]);
  });

  it("shows HTML as text", () => {
    expect(shape(markdown("<script>x</script> <b>y</b>"))).toEqual(["<script>x</script> <b>y</b>"]);
  });

  it("ends soon on text made to be slow", () => {
    const began = performance.now();
    for (const part of ["> ", "- ", "*a ", "**a", "[", "[](", "`", "``` ", "| - ", "# ", "_a_", "\\", " ", "1. "])
      markdown(part.repeat(60_000 / part.length)); // prettier-ignore
    markdown("- a\n".repeat(20_000));
    markdown(Array.from({ length: 2_000 }, (_, n) => " ".repeat(n) + "- a").join("\n"));
    expect(performance.now() - began).toBeLessThan(4_000);
  });
});

describe("inlines", () => {
  it("reads code, bold, italic and struck text", () => {
    expect(flat(inlines("a `b*` **c** *d* _e_ ~~f~~ **g `h`**"))).toBe(
      "a <c>b*</c> <strong>c</strong> <em>d</em> <em>e</em> <struck>f</struck> <strong>g <c>h</c></strong>",
    );
    expect(flat(inlines("snake_case_name 2 * 3 * 4 **open"))).toBe(
      "snake_case_name 2 * 3 * 4 **open",
    );
    expect(flat(inlines("\\*not\\*"))).toBe("*not*");
  });

  it("makes links only of what may be opened", () => {
    expect(flat(inlines("[x](https://e.example/a) and http://b.example/c."))).toBe(
      "<a https://e.example/a>x</a> and <a http://b.example/c>http://b.example/c</a>.",
    );
    for (const text of ["[x](javascript:alert(1))", "[x](data:text/html,y)"])
      expect(flat(inlines(text))).toBe(text);
  });

  it("tells a file that a text names, and opens none", () => {
    expect(flat(inlines("see [a.go:12](src/a.go:12)"))).toBe("see <p src/a.go:12>a.go:12</p>");
  });

  it("never puts a link within a link", () => {
    const [link] = inlines("[http://a.example](http://b.example)");
    expect(link).toMatchObject({ type: "link", href: "http://b.example/" });
    expect(JSON.stringify(link)).not.toMatch(/"link".*"link"/);
  });
});
