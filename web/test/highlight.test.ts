import { describe, expect, it } from "vitest";
import { languageOf } from "../src/grammars";
import { highlight } from "../src/highlight";
import type { Kind } from "../src/highlight";

const tokens = (text: string, language: string) =>
  highlight(text.split("\n"), language).flatMap((line) =>
    line.filter((token) => token.kind).map((token) => `${token.kind}:${token.text}`),
  );
const of = (kind: Kind, text: string, language: string) =>
  tokens(text, language)
    .filter((token) => token.startsWith(kind + ":"))
    .map((token) => token.slice(kind.length + 1));

describe("highlight", () => {
  it("knows a language by a file's name", () => {
    expect(languageOf("/a/b/Retry.java")).toBe("java");
    expect(languageOf("C:\\x\\writer.GO")).toBe("go");
    expect(languageOf("Makefile")).toBe("makefile");
    expect(languageOf("notes.unknown")).toBeUndefined();
    expect(languageOf(undefined)).toBeUndefined();
  });

  it("tells words, types, calls, texts, numbers and comments of Java apart", () => {
    expect(tokens('final int n = Foo.bar("a\\"b", 0x1F); // so', "java")).toEqual([
      "keyword:final",
      "keyword:int",
      "type:Foo",
      "call:bar",
      'string:"a\\"b"',
      "number:0x1F",
      "comment:// so",
    ]);
  });

  it("keeps comments and texts open over lines, and closes them", () => {
    expect(of("comment", "a /* b\nc\nd */ e", "ts")).toEqual(["/* b", "c", "d */"]);
    expect(of("string", 'x = """a\nb""" + c', "py")).toEqual(['"""a', 'b"""']);
    expect(of("string", "const a = `x\n${y}` + z", "ts")).toEqual(["`x", "${y}`"]);
    expect(of("string", 'String a = "open\nint b;', "java")).toEqual(['"open']);
  });

  it("takes a lifetime for none, an apostrophe in YAML for a text only when it closes", () => {
    expect(of("string", "fn f<'a>(x: &'a str) -> char { 'c' }", "rs")).toEqual(["'c'"]);
    expect(of("string", "say: it\nkey: 'v'", "yaml")).toEqual(["'v'"]);
  });

  it("marks keys of JSON, YAML, TOML and CSS", () => {
    expect(of("key", '{"a": "b", "c": [1]}', "json")).toEqual(['"a"', '"c"']);
    expect(of("key", "name: x\n  - run: y", "yaml")).toEqual(["name", "run"]);
    expect(of("key", "a = 1\n[section]\nb.c = 2", "toml")).toEqual(["a", "b"]);
  });

  it("marks tags and attributes, and leaves the text between", () => {
    expect(tokens('<a href="x">it\'s</a>', "html")).toEqual([
      "tag:<a",
      "key:href",
      'string:"x"',
      "tag:>",
      "tag:</a>",
    ]);
  });

  it("knows shell and SQL", () => {
    expect(tokens("if [ $X ]; then echo 'a'; fi # end", "sh")).toEqual([
      "keyword:if",
      "constant:$X",
      "keyword:then",
      "keyword:echo",
      "string:'a'",
      "keyword:fi",
      "comment:# end",
    ]);
    expect(of("keyword", "SELECT a FROM b -- c", "sql")).toEqual(["SELECT", "FROM"]);
  });

  it("loses nothing, whatever the text and the language", () => {
    let seed = 7;
    const next = (n: number) => (seed = (seed * 48271) % 2147483647) % n;
    const parts = ["'", '"', "`", "/*", "*/", "//", "#", "<a", ">", "\\", '"""', " ", "x", "9", "é", "\u{1f600}", "\ud800", "@", "${", "-->", "<!--", "\t", "=", ":"]; // prettier-ignore
    const languages = "java ts go rust c php py rb sh sql yaml toml json css html md".split(" ");
    for (let round = 0; round < 600; round++) {
      const text = Array.from({ length: next(40) }, () => parts[next(parts.length)]).join("");
      const lines = [text, text.split("").reverse().join(""), ""];
      const language = languages[round % languages.length];
      const joined = highlight(lines, language).map((line) => line.map((t) => t.text).join(""));
      expect(joined, `${language}: ${JSON.stringify(text)}`).toEqual(lines);
    }
  });

  it("is quick on long lines and on many", () => {
    const began = performance.now();
    highlight(["/*".repeat(100_000), "x".repeat(1_000_000)], "java");
    highlight(
      Array.from({ length: 5_000 }, () => 'return foo("a", 12) + Bar.baz; // x'),
      "java",
    );
    expect(performance.now() - began).toBeLessThan(1_500);
  });
});
