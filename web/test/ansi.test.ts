import { describe, expect, it } from "vitest";
import { hasColours, runs } from "../src/ansi";

describe("runs", () => {
  it("carries a look until it is taken back", () => {
    expect(runs("a\u001b[1;31mb\u001b[22mc\u001b[0md")).toEqual([
      { text: "a" },
      { text: "b", bold: true, colour: 1 },
      { text: "c", bold: false, dim: false, colour: 1 },
      { text: "d" },
    ]);
  });

  it("takes colours of 256 and of 16 million as the nearest of sixteen", () => {
    const colour = (code: string) => runs(`\u001b[${code}mx`)[0]!.colour;
    expect(colour("38;5;9")).toBe(9);
    expect(colour("38;5;196")).toBe(9);
    expect(colour("38;5;240")).toBe(8);
    expect(colour("38;2;0;180;0")).toBe(2);
    expect(colour("38;2;90;90;90")).toBe(8);
    expect(colour("94")).toBe(12);
    expect(runs("\u001b[38;5;9;1mx")[0]).toMatchObject({ colour: 9, bold: true });
  });

  it("shows what a terminal would hide, and boxes every background alike", () => {
    expect(runs("\u001b[8mhidden")[0]).toEqual({ text: "hidden" });
    expect(runs("\u001b[30;40mblack on black")[0]).toMatchObject({ boxed: true });
    expect(runs("\u001b[7mx\u001b[27my")[1]!.boxed).toBe(false);
  });

  it("leaves every other sequence in the text", () => {
    const text = "\u001b[2J\u001b]8;;http://x\u001b\\ \u001b[31mr";
    expect(runs(text).map((run) => run.text)).toEqual([
      "\u001b[2J\u001b]8;;http://x\u001b\\ ",
      "r",
    ]);
    expect(hasColours("\u001b[2J")).toBe(false);
    expect(hasColours("\u001b[m")).toBe(true);
  });
});
