import { describe, expect, it } from "vitest";
import {
  ago,
  compact,
  count,
  duration,
  exact,
  grouped,
  money,
  pathParts,
  repoName,
  size,
  tokensAll,
} from "../src/format";

const NOW = Date.parse("2026-11-20T12:00:00.000Z");
const before = (ms: number) => new Date(NOW - ms).toISOString();

describe("times", () => {
  it.each([
    [0, "0 ms"],
    [840, "840 ms"],
    [999.6, "1.0 s"],
    [3240, "3.2 s"],
    [42_400, "42 s"],
    [59_400, "59 s"],
    [59_600, "1m 00s"],
    [245_000, "4m 05s"],
    [3_599_600, "1h 00m"],
    [7_620_000, "2h 07m"],
    [273_600_000, "3d 4h"],
  ])("a duration of %d ms reads %s", (ms, text) => expect(duration(ms)).toBe(text));

  it("has no text for an unknown duration", () => {
    expect([duration(undefined), duration(Number.NaN), duration(-1)]).toEqual(["", "", ""]);
  });

  it.each([
    [1000, "now"],
    [-20_000, "now"],
    [12 * 60_000, "12m ago"],
    [5 * 3_600_000, "5h ago"],
    [3 * 86_400_000, "3d ago"],
  ])("%d ms before now reads %s", (ms, text) => expect(ago(before(ms), NOW)).toBe(text));

  it("names the day when it is a week past, and the year when it is another", () => {
    expect(ago("2026-11-02T12:00:00.000Z", NOW)).toBe("2 Nov");
    expect(ago("2024-03-09T12:00:00.000Z", NOW)).toBe("9 Mar 2024");
    expect(ago("no time", NOW)).toBe("");
  });

  it("keeps the instant in the exact form", () => {
    const text = exact("2026-11-20T12:00:00.123Z");
    const [, day, clock, zone] = /^(\S+) (\S+) (\S+)$/.exec(text)!;
    expect(new Date(`${day}T${clock}${zone}`).toISOString()).toBe("2026-11-20T12:00:00.123Z");
  });
});

describe("amounts", () => {
  it.each([
    [0, "$0"],
    [0.004, "<$0.01"],
    [0.42, "$0.42"],
    [12.3, "$12.30"],
    [1240.4, "$1,240"],
    [undefined, ""],
  ])("%s dollars read %s", (usd, text) => expect(money(usd)).toBe(text));

  it.each([
    [950, "950"],
    [1234, "1.2k"],
    [34_400, "34k"],
    [999_940, "1.0M"],
    [1_240_000, "1.2M"],
  ])("%d reads %s", (n, text) => expect(compact(n)).toBe(text));

  it("groups thousands, sizes bytes, counts words", () => {
    expect(grouped(1234567)).toBe("1,234,567");
    expect([size(812), size(4500), size(999_600), size(1_000_000)]).toEqual([
      "812 B",
      "4.5 kB",
      "1.0 MB",
      "1.0 MB",
    ]);
    expect([count(1, "step"), count(1200, "step"), count(2, "entry", "entries")]).toEqual([
      "1 step",
      "1,200 steps",
      "2 entries",
    ]);
  });

  it("adds all tokens up, given apart or as one number", () => {
    expect(
      tokensAll({
        input: 1,
        cache_read: 2,
        cache_write_5m: 4,
        cache_write_1h: 8,
        output: 16,
        reasoning: 32,
      }),
    ).toBe(63);
    expect(tokensAll(7)).toBe(7);
  });
});

describe("paths", () => {
  it("come in folder and name", () => {
    expect(pathParts("src/a/B.java")).toEqual({ folder: "src/a/", name: "B.java" });
    expect(pathParts("pom.xml")).toEqual({ folder: "", name: "pom.xml" });
    expect(pathParts("C:\\x\\y.txt")).toEqual({ folder: "C:\\x\\", name: "y.txt" });
  });

  it("of repositories end in a name", () => {
    expect([
      repoName("https://git.example/ada/x.git"),
      repoName("/home/ada/y/"),
      repoName("git@host:ada/z.git"),
    ]).toEqual(["x", "y", "z"]);
  });
});
