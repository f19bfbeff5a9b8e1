import { describe, expect, it } from "vitest";
import { OTHERS, bars, daysOf, everyPeriod, periodOf, ticks } from "../src/bars";
import type { CostRow } from "../src/types";

const row = (key: string, key2: string, cost_usd?: number): CostRow => ({
  key,
  key2,
  cost_usd,
  model_calls: 1,
  unpriced_calls: cost_usd === undefined ? 1 : 0,
  tokens: { input: 10, output: 5 },
});

describe("bars over time", () => {
  it("hold every day between the first and the last, and today", () => {
    const { periods } = bars(
      [row("2026-02-27", "a", 1), row("2026-03-01", "a", 2)],
      "cost",
      "day",
      "2026-03-02",
    );
    expect(periods.map(({ key, amount }) => [key, amount])).toEqual([
      ["2026-02-27", 1],
      ["2026-02-28", 0],
      ["2026-03-01", 2],
      ["2026-03-02", 0],
    ]);
  });

  it("say what has no price, and do not count it as free", () => {
    const found = bars(
      [row("2026-03-01", "a", 3), row("2026-03-01", "b")],
      "cost",
      "day",
      "2026-03-01",
    );
    expect(found.unpriced).toBe(1);
    expect(found.most).toBe(3);
    expect(found.periods[0]!.parts.map(({ key, unpriced }) => [key, unpriced])).toEqual([
      ["a", 0],
      ["b", 1],
    ]);
  });

  it("put what has no colour of its own together, and lose nothing", () => {
    const rows = Array.from({ length: 12 }, (_, n) => row("2026-03-01", `m${n}`, 12 - n));
    const { keys, periods } = bars(rows, "cost", "day", "2026-03-01");
    expect(keys).toHaveLength(7);
    expect(keys.at(-1)).toBe(OTHERS);
    expect(periods[0]!.amount).toBe(78);
    expect(periods[0]!.parts.reduce((sum, part) => sum + part.amount, 0)).toBe(78);
  });
});

describe("periods", () => {
  it("are Mondays and months of UTC days", () => {
    expect(periodOf("2026-11-20", "week")).toBe("2026-11-16");
    expect(periodOf("2026-11-16", "week")).toBe("2026-11-16");
    expect(periodOf("2026-11-20", "month")).toBe("2026-11");
    expect(everyPeriod(["2026-11", "2027-01"], "month", "2026-12-31")).toEqual([
      "2026-11",
      "2026-12",
      "2027-01",
    ]);
  });

  it("have a first and a last day", () => {
    expect(daysOf("2026-11-16", "week")).toEqual(["2026-11-16", "2026-11-22"]);
    expect(daysOf("2028-02", "month")).toEqual(["2028-02-01", "2028-02-29"]);
    expect(daysOf("2026-11-20", "day")).toEqual(["2026-11-20", "2026-11-20"]);
  });
});

describe("marks of an axis", () => {
  it.each([0.0003, 0.7, 1, 9, 42, 99.99, 1234, 8e9])("reach %d in few round steps", (most) => {
    const marks = ticks(most);
    expect(marks[0]).toBe(0);
    expect(marks.at(-1)).toBeGreaterThanOrEqual(most * 0.999999);
    expect(marks.length).toBeGreaterThanOrEqual(3);
    expect(marks.length).toBeLessThanOrEqual(7);
  });

  it("are only 0 where there is nothing", () => expect(ticks(0)).toEqual([0]));
});
