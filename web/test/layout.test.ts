import { describe, expect, it } from "vitest";
import { Layout, windowOf } from "../src/layout";
import type { TurnRow } from "../src/types";

const turn = (number: number, first: number): TurnRow => ({
  turn: `t${number}`,
  number,
  first_ordinal: first,
});
const layout = (closed: string[] = []) =>
  new Layout([turn(1, 2), turn(2, 5), turn(3, 5)], 9, new Set(closed), 40, 30);
const names = (of: Layout) =>
  Array.from({ length: of.rows }, (_, n) => of.row(n)).map((row) =>
    row.type === "turn" ? row.turn.turn : row.ordinal,
  );

describe("Layout", () => {
  it("puts each turn's header before its steps, and steps of no turn first", () => {
    expect(names(layout())).toEqual([0, 1, "t1", 2, 3, 4, "t2", "t3", 5, 6, 7, 8]);
  });

  it("leaves out the steps of closed turns", () => {
    expect(names(layout(["t1"]))).toEqual([0, 1, "t1", "t2", "t3", 5, 6, 7, 8]);
  });

  it("knows every row's height and place, and finds the row at each pixel", () => {
    for (const of of [layout(), layout(["t3"]), layout(["t1", "t2", "t3"])]) {
      let top = 0;
      for (let index = 0; index < of.rows; index++) {
        expect(of.topOf(index)).toBe(top);
        expect(of.indexAt(top)).toBe(index);
        expect(of.indexAt(top + of.heightOf(index) - 1)).toBe(index);
        top += of.heightOf(index);
      }
      expect(of.height).toBe(top);
      expect(of.indexAt(top + 5000)).toBe(of.rows - 1);
      expect(of.indexAt(-100)).toBe(0);
    }
  });

  it("finds steps and turns, a step of a closed turn at its header", () => {
    expect(layout().indexOfStep(3)).toBe(4);
    expect(layout().indexOfTurn("t3")).toBe(7);
    expect(layout().indexOfTurn("none")).toBeUndefined();
    expect(layout(["t1"]).indexOfStep(3)).toBe(2);
  });

  it("walks from turn to turn", () => {
    expect([layout().turnFrom(-1, 1), layout().turnFrom(2, 1), layout().turnFrom(7, 1)]).toEqual([
      2,
      6,
      undefined,
    ]);
    expect([layout().turnFrom(6, -1), layout().turnFrom(2, -1)]).toEqual([2, undefined]);
    expect(layout().turnAt(4)?.turn).toBe("t1");
    expect(layout().turnAt(0)).toBeUndefined();
  });

  it("says which steps a stretch of rows needs", () => {
    expect(layout().ordinals(2, 6)).toEqual({ first: 2, last: 4 });
    expect(layout().ordinals(6, 7)).toBeUndefined();
  });

  it("is empty without steps and turns", () => {
    const none = new Layout([], 0, new Set(), 40, 30);
    expect([none.rows, none.height, none.indexAt(10), none.topOf(0)]).toEqual([0, 0, 0, 0]);
  });

  it("takes a million steps as lightly as ten", () => {
    const many = new Layout([turn(1, 0)], 1_000_000, new Set(), 40, 30);
    expect(many.row(999_999)).toEqual({ type: "step", ordinal: 999_998, index: 999_999 });
    expect(many.indexAt(many.height - 1)).toBe(1_000_000);
  });
});

describe("windowOf", () => {
  it("draws what is in view and a few more on both sides", () => {
    expect(windowOf(1000, 500, 50, 1000, 4)).toEqual({ from: 16, to: 34 });
    expect(windowOf(-50, 500, 50, 3)).toEqual({ from: 0, to: 2 });
    expect(windowOf(99_999, 500, 50, 3)).toEqual({ from: 2, to: 2 });
    expect(windowOf(0, 500, 50, 0)).toEqual({ from: 0, to: -1 });
  });
});
