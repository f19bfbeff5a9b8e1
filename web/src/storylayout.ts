/**
 * Where the rows of a story stand: each as high as its text, which is known once it was drawn. Rows
 * that were not drawn yet count as high as such rows usually are.
 */

import type { Layout, Row, Rows } from "./layout";

/** Heights that were measured, by the turn's id or the step's ordinal. */
export class Heights {
  private readonly known = new Map<string | number, number>();

  /** True when that is news. */
  set(key: string | number, height: number): boolean {
    const before = this.known.get(key);
    if (before !== undefined && Math.abs(before - height) < 0.5) return false;
    this.known.set(key, height);
    return true;
  }

  entries(): Iterable<[string | number, number]> {
    return this.known;
  }
}

export function keyOf(row: Row): string | number {
  return row.type === "turn" ? row.turn.turn : row.ordinal;
}

export class StoryLayout implements Rows {
  readonly rows: number;
  readonly total: number;
  readonly height: number;
  readonly stepHeight: number;
  /** What measured rows are higher than usual, as sums over the rows before (a Fenwick tree). */
  private readonly more: Float64Array;
  private readonly measured = new Map<number, number>();

  constructor(
    private readonly usual: Layout,
    heights: Heights,
  ) {
    this.rows = usual.rows;
    this.total = usual.total;
    this.stepHeight = usual.stepHeight;
    this.more = new Float64Array(usual.rows + 1);
    let sum = 0;
    for (const [key, height] of heights.entries()) {
      const index = this.indexOfKey(key);
      if (index === undefined) continue;
      const difference = height - usual.heightOf(index);
      this.measured.set(index, height);
      sum += difference;
      for (let at = index + 1; at <= this.rows; at += at & -at) this.more[at]! += difference;
    }
    this.height = usual.height + sum;
  }

  private indexOfKey(key: string | number): number | undefined {
    if (typeof key === "string") return this.usual.indexOfTurn(key);
    if (key >= this.total) return undefined;
    const index = this.usual.indexOfStep(key);
    const row = index < this.rows ? this.usual.row(index) : undefined;
    // Steps of a closed turn have no row of their own.
    return row?.type === "step" && row.ordinal === key ? index : undefined;
  }

  topOf(index: number): number {
    let sum = this.usual.topOf(index);
    for (let at = Math.min(index, this.rows); at > 0; at -= at & -at) sum += this.more[at]!;
    return sum;
  }

  heightOf(index: number): number {
    return this.measured.get(index) ?? this.usual.heightOf(index);
  }

  indexAt(pixels: number): number {
    let low = 0;
    let high = Math.max(0, this.rows - 1);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.topOf(middle) <= pixels) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  row = (index: number) => this.usual.row(index);
  indexOfStep = (ordinal: number) => this.usual.indexOfStep(ordinal);
  indexOfTurn = (turn: string) => this.usual.indexOfTurn(turn);
  turnAt = (index: number) => this.usual.turnAt(index);
  turnFrom = (index: number, direction: 1 | -1) => this.usual.turnFrom(index, direction);
  ordinals = (from: number, to: number) => this.usual.ordinals(from, to);
}
