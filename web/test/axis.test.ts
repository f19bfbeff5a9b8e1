import { describe, expect, it } from "vitest";
import { Axis, placed } from "../src/axis";
import { Outline } from "../src/outline";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("Axis", () => {
  const axis = new Axis([
    [0, 10 * MINUTE],
    [10 * MINUTE + 5_000, 20 * MINUTE],
    [5 * HOUR, 5 * HOUR + 20 * MINUTE],
  ]);

  it("folds long pauses and leaves short ones", () => {
    expect(axis.gaps.length).toBe(1);
    expect(axis.gaps[0]!.ms).toBe(5 * HOUR - 20 * MINUTE);
    expect(axis.length).toBeLessThan(42 * MINUTE);
    expect(axis.place(15 * MINUTE)).toBe(15 * MINUTE);
  });

  it("goes from real time to place and back, and never backwards", () => {
    let last = -1;
    for (let ms = 0; ms <= 6 * HOUR; ms += 17_000) {
      const place = axis.place(ms);
      expect(place).toBeGreaterThanOrEqual(last);
      last = place;
    }
    for (const ms of [0, 3 * MINUTE, 19 * MINUTE, 5 * HOUR, 5 * HOUR + 7 * MINUTE])
      expect(axis.real(axis.place(ms))).toBe(ms);
    expect(axis.place(9 * HOUR)).toBe(axis.length);
  });

  it("zooms around a place and stays within its ends", () => {
    const range = axis.zoomed(axis.whole, 0.5, axis.length / 2);
    expect(range.from).toBeCloseTo(axis.length / 4);
    expect(axis.zoomed(range, 100, 0)).toEqual(axis.whole);
    expect(axis.panned(range, 99 * HOUR).to).toBe(axis.length);
    expect(axis.panned(range, -99 * HOUR).from).toBe(0);
    const least = axis.zoomed(range, 0, 5 * MINUTE);
    expect(least.to - least.from).toBe(200);
  });

  it("writes few times, in order, none where a pause is folded", () => {
    const ticks = axis.ticks(axis.whole, 8, Date.parse("2026-11-20T08:00:00Z"));
    expect(ticks.length).toBeGreaterThan(2);
    expect(ticks.length).toBeLessThanOrEqual(10);
    const gap = axis.gaps[0]!;
    for (const { at } of ticks) expect(at > gap.at && at < gap.at + gap.width).toBe(false);
    expect([...ticks].sort((a, b) => a.at - b.at)).toEqual(ticks);
  });

  it("tells on which side of the window a step lies", () => {
    const range = { from: 5 * MINUTE, to: 10 * MINUTE };
    expect(placed(axis, range, 0, 1000).side).toBe("before");
    expect(placed(axis, range, 15 * MINUTE, 16 * MINUTE).side).toBe("after");
    expect(placed(axis, range, 0, 6 * MINUTE)).toEqual({ left: 0, width: 20 });
  });

  it("holds with nothing, and with moments that take no time", () => {
    expect(new Axis([]).length).toBe(1);
    const dots = new Axis([
      [0, 0],
      [HOUR, HOUR],
    ]);
    expect(dots.gaps.length).toBe(1);
    expect(dots.place(HOUR)).toBe(dots.length);
  });
});

describe("Outline", () => {
  const lane = (first: number, last: number, parent?: number) => ({
    session: `s${first}`,
    first_ordinal: first,
    last_ordinal: last,
    parent_ordinal: parent,
  });
  const outline = new Outline({
    session: "x",
    steps: 100,
    errors: [4, 9],
    retries: [[6, 4]],
    lanes: [lane(2, 10, 1), lane(5, 8, 3), lane(20, 30, 19)],
  });

  it("gives lanes that run at once columns of their own, and columns back", () => {
    expect(outline.lanes.map((one) => [one.from, one.column])).toEqual([
      [1, 0],
      [3, 1],
      [19, 0],
    ]);
    expect(outline.columns).toBe(2);
    expect(outline.passing(4).map((one) => one.session)).toEqual(["s2", "s5"]);
    expect(outline.lane("s20")?.index).toBe(2);
  });

  it("links attempts both ways and walks the failures in a ring", () => {
    expect([outline.retryOf(6), outline.retriedBy(4), outline.retryOf(7)]).toEqual([
      4,
      6,
      undefined,
    ]);
    expect([-1, 4, 9].map((at) => outline.errorFrom(at, 1))).toEqual([4, 9, 4]);
    expect([9, 4].map((at) => outline.errorFrom(at, -1))).toEqual([4, 9]);
    expect(new Outline({ session: "x", steps: 0 }).errorFrom(0, 1)).toBeUndefined();
  });
});
