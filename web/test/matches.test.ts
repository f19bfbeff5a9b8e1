import { describe, expect, it } from "vitest";
import { fit, highlighted } from "../src/matches";

describe("what was found in an excerpt", () => {
  it("is marked where it stands, and nothing is lost", () => {
    expect(highlighted("run the tests now", [[8, 5]])).toEqual([
      { text: "run the ", found: false },
      { text: "tests", found: true },
      { text: " now", found: false },
    ]);
  });

  it("cannot be put where it is not", () => {
    const whole = [{ text: "abc", found: false }];
    expect(highlighted("abc", [[2, 9]])).toEqual(whole);
    expect(highlighted("abc", [[-1, 2]])).toEqual(whole);
    expect(highlighted("abc", [[Number.NaN, 1]])).toEqual(whole);
    expect(
      highlighted("abc", [
        [0, 2],
        [1, 2],
      ]),
    ).toEqual([
      { text: "ab", found: true },
      { text: "c", found: false },
    ]);
  });

  it("shows what cannot be seen", () => {
    expect(highlighted("a\u202eb", [])[0]!.text).toBe("a⟨U+202E⟩b");
  });
});

describe("what is typed into the palette", () => {
  const best = (typed: string, ...names: string[]) =>
    names
      .map((name) => [fit(name, typed), name] as const)
      .filter(([score]) => score !== undefined)
      .sort((a, b) => b[0]! - a[0]!)
      .map(([, name]) => name);

  it("finds beginnings of words before letters in their middle", () => {
    expect(best("cost", "Podcost orders", "Dearest: what it cost", "Cost")).toEqual([
      "Cost",
      "Dearest: what it cost",
      "Podcost orders",
    ]);
  });

  it("finds by the letters of words, in their order", () => {
    expect(best("rtb", "Make the retry budget", "Broken tree")).toEqual(["Make the retry budget"]);
    expect(fit("abc", "cb")).toBeUndefined();
  });
});
