import { describe, expect, it } from "vitest";
import { blockOf, blocks, momentOf, shares, who } from "../src/blame";
import type { BlameLine } from "../src/types";

const of = (name: string, step?: string): BlameLine => ({
  line: 0,
  text: "",
  class: name,
  ...(step === undefined ? {} : { step, agent: "claude" }),
});

describe("lines of one origin", () => {
  const lines = [of("baseline"), of("agent", "1"), of("agent", "1"), of("agent", "2"), of("human")];

  it("that follow each other are one block", () => {
    const found = blocks(lines);
    expect(found.map(({ from, lines: some }) => [from, some])).toEqual([
      [0, 1],
      [1, 2],
      [3, 1],
      [4, 1],
    ]);
    expect(blockOf(found, lines.length)).toEqual([0, 1, 1, 2, 3]);
    expect(blocks([])).toEqual([]);
  });

  it("are counted by class", () => {
    expect(shares(lines)).toEqual([
      { name: "agent", lines: 3 },
      { name: "human", lines: 1 },
      { name: "baseline", lines: 1 },
    ]);
  });

  it("are never given to an agent that is not known", () => {
    expect(who(of("agent", "1"))).toBe("claude");
    expect(who({ ...of("unknown"), candidates: ["1", "2"] })).toBe("one of several");
    expect(who(of("unknown"))).toBe("not known");
    expect(who({ ...of("vcs"), commit: "0123456789" })).toBe("Git 01234567");
  });
});

describe("a version", () => {
  it("is named by its step, else its commit, else its time", () => {
    const version = { path: "/a", op: "modify", class: "human", at: "2026-01-01T00:00:00Z" };
    expect(momentOf(version)).toBe(version.at);
    expect(momentOf({ ...version, commit: "c" })).toBe("c");
    expect(momentOf({ ...version, commit: "c", step: "s" })).toBe("s");
  });
});
