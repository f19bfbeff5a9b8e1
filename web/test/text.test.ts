import { describe, expect, it } from "vitest";
import { beginning, cleaned, line, pieces, safeLink, visible } from "../src/text";

describe("visible", () => {
  it("names control characters and leaves newline and tab", () => {
    expect(visible("a\u0000b\tc\nd\u001be\u007f")).toBe("a⟨NUL⟩b\tc\nd⟨ESC⟩e⟨DEL⟩");
  });

  it("shows what reorders or hides text", () => {
    expect(visible("\u202eevil\u2069")).toBe("⟨U+202E⟩evil⟨U+2069⟩");
    expect(visible("a\u200bb\ufeff\u0085\u2028")).toBe("a⟨U+200B⟩b⟨U+FEFF⟩⟨U+0085⟩⟨U+2028⟩");
    expect(visible("tag \u{e0041}")).toBe("tag ⟨U+E0041⟩");
  });

  it("leaves every script and joined emoji alone", () => {
    const text = "żółw עברית العربية 日本 👩\u200d💻 نمی\u200cخواهم";
    expect(visible(text)).toBe(text);
  });

  it("replaces half a surrogate pair", () => {
    expect(visible("\ud800x\udc00")).toBe("\ufffdx\ufffd");
    expect(visible("😀")).toBe("😀");
  });

  it("has no unseen character in its answer, whatever comes in", () => {
    const every = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code)).join("");
    expect(visible(every)).not.toMatch(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
    );
  });
});

describe("cleaned", () => {
  it("takes colours out and says how many, other escapes stay seen", () => {
    expect(cleaned("\u001b[1;31mred\u001b[0m \u001b]0;title\u0007")).toEqual({
      text: "red ⟨ESC⟩]0;title⟨BEL⟩",
      colours: 2,
    });
  });

  it("shows a carriage return that overwrites a line, not one that ends it", () => {
    expect(cleaned("10%\r20%\r\ndone").text).toBe("10%⟨CR⟩20%\ndone");
  });
});

describe("line", () => {
  it("makes one short line of many", () => {
    expect(line("  a\n\n  b\tc ")).toBe("a b c");
    expect(line("x".repeat(1000), 10)).toBe("xxxxxxxxx…");
    expect(line(undefined)).toBe("");
  });
});

describe("pieces", () => {
  it("cuts at line ends where it can, and loses nothing", () => {
    const text = "aaa\nbbb\nccc\n" + "d".repeat(25) + "\ne";
    const cut = pieces(text, 10);
    expect(cut.join("")).toBe(text);
    expect(cut[0]).toBe("aaa\nbbb\n");
    expect(Math.max(...cut.map((piece) => piece.length))).toBeLessThanOrEqual(11);
  });

  it("never cuts a character in two", () => {
    expect(pieces("😀😀😀", 3).every((piece) => visible(piece) === piece)).toBe(true);
  });

  it("has none for an empty text", () => {
    expect(pieces("", 10)).toEqual([]);
  });
});

describe("beginning", () => {
  it("ends after so many lines or characters, whichever comes first", () => {
    expect(beginning("a\nb\nc\nd", 2, 100)).toBe("a\nb");
    expect(beginning("x".repeat(50), 2, 10)).toBe("x".repeat(10));
    expect(beginning("a\nb", 5, 100)).toBe("a\nb");
    expect(beginning("a\n" + "x".repeat(50), 5, 10)).toBe("a\nxxxxxxxx");
  });
});

describe("safeLink", () => {
  it("lets only web addresses through", () => {
    expect(safeLink("https://git.example/a?b=1")).toBe("https://git.example/a?b=1");
    for (const bad of [
      "javascript:alert(1)",
      " JaVaScRiPt:alert(1)",
      "data:text/html,x",
      "vbscript:x",
      "/x",
      "",
      undefined,
    ]) {
      expect(safeLink(bad)).toBeUndefined();
    }
  });
});
