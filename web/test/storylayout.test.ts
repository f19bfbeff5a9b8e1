import { describe, expect, it } from "vitest";
import { Layout } from "../src/layout";
import { Heights, StoryLayout } from "../src/storylayout";

const turns = [0, 40, 41, 90].map((first_ordinal, n) => ({
  turn: `t${n}`,
  number: n + 1,
  first_ordinal,
}));

describe("StoryLayout", () => {
  it("agrees with a plain sum, whatever was measured", () => {
    const usual = new Layout(turns, 120, new Set(["t2"]), 90, 30);
    const heights = new Heights();
    let seed = 5;
    const next = (n: number) => (seed = (seed * 48271) % 2147483647) % n;
    for (let n = 0; n < 60; n++) heights.set(next(140), next(4) === 0 ? 0 : next(400));
    heights.set("t1", 17);
    heights.set("gone", 99);
    const layout = new StoryLayout(usual, heights);
    let top = 0;
    for (let index = 0; index < layout.rows; index++) {
      expect(layout.topOf(index)).toBeCloseTo(top);
      if (layout.heightOf(index) > 0) {
        expect(layout.indexAt(top + layout.heightOf(index) - 0.5)).toBe(index);
      }
      top += layout.heightOf(index);
    }
    expect(layout.height).toBeCloseTo(top);
    expect(layout.heightOf(usual.indexOfTurn("t1")!)).toBe(17);
  });

  it("tells whether a height is news", () => {
    const heights = new Heights();
    expect([heights.set(1, 20), heights.set(1, 20.2), heights.set(1, 21)]).toEqual([
      true,
      false,
      true,
    ]);
  });
});
