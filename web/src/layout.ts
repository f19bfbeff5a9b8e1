/**
 * Where the rows of a session's timeline stand, without having them: a turn's header, then its
 * steps, each kind of row of one fixed height. All is arithmetic over the turns: a session of a
 * million steps costs as much as its number of turns.
 */

import type { TurnRow } from "./types";

export type Row =
  { type: "turn"; turn: TurnRow; index: number } | { type: "step"; ordinal: number; index: number };

/** Where rows stand, of whatever heights. */
export interface Rows {
  readonly rows: number;
  readonly height: number;
  readonly total: number;
  /** How high a step's row usually is. */
  readonly stepHeight: number;
  row(index: number): Row;
  topOf(index: number): number;
  heightOf(index: number): number;
  indexAt(pixels: number): number;
  indexOfStep(ordinal: number): number;
  indexOfTurn(turn: string): number | undefined;
  turnAt(index: number): TurnRow | undefined;
  turnFrom(index: number, direction: 1 | -1): number | undefined;
  ordinals(from: number, to: number): { first: number; last: number } | undefined;
}

interface Block {
  turn?: TurnRow;
  firstOrdinal: number;
  /** Steps that are shown: none in a closed turn. */
  steps: number;
  firstIndex: number;
  top: number;
}

export class Layout implements Rows {
  private readonly blocks: Block[] = [];
  readonly rows: number;
  readonly height: number;

  constructor(
    turns: TurnRow[],
    readonly total: number,
    closed: ReadonlySet<string>,
    readonly turnHeight: number,
    readonly stepHeight: number,
  ) {
    const sorted = [...turns].sort((a, b) => a.first_ordinal - b.first_ordinal);
    let index = 0;
    let top = 0;
    const add = (turn: TurnRow | undefined, from: number, until: number) => {
      const steps = turn && closed.has(turn.turn) ? 0 : Math.max(0, until - from);
      this.blocks.push({ turn, firstOrdinal: from, steps, firstIndex: index, top });
      index += steps + (turn ? 1 : 0);
      top += steps * stepHeight + (turn ? turnHeight : 0);
    };
    const first = sorted[0]?.first_ordinal ?? total;
    if (first > 0) add(undefined, 0, Math.min(first, total));
    sorted.forEach((turn, n) =>
      add(turn, turn.first_ordinal, Math.min(sorted[n + 1]?.first_ordinal ?? total, total)),
    );
    this.rows = index;
    this.height = top;
  }

  /** The row at a place in the list. */
  row(index: number): Row {
    const block = this.last((candidate) => candidate.firstIndex <= index);
    const within = index - block.firstIndex;
    if (block.turn && within === 0) return { type: "turn", turn: block.turn, index };
    return { type: "step", ordinal: block.firstOrdinal + within - (block.turn ? 1 : 0), index };
  }

  /** Pixels above a row. */
  topOf(index: number): number {
    if (this.blocks.length === 0) return 0;
    const block = this.last((candidate) => candidate.firstIndex <= index);
    const within = index - block.firstIndex;
    if (!block.turn) return block.top + within * this.stepHeight;
    return within === 0 ? block.top : block.top + this.turnHeight + (within - 1) * this.stepHeight;
  }

  heightOf(index: number): number {
    return this.row(index).type === "turn" ? this.turnHeight : this.stepHeight;
  }

  /** The row at a height in pixels, the nearest one where there is none. */
  indexAt(pixels: number): number {
    if (this.rows === 0) return 0;
    const block = this.last((candidate) => candidate.top <= Math.max(0, pixels));
    const head = block.turn ? this.turnHeight : 0;
    const below = Math.max(0, pixels) - block.top - head;
    const within = below < 0 ? 0 : Math.floor(below / this.stepHeight) + (block.turn ? 1 : 0);
    const most = block.steps + (block.turn ? 1 : 0) - 1;
    return block.firstIndex + Math.min(Math.max(0, within), Math.max(0, most));
  }

  /** The place of a step in the list, or its turn's place when the turn is closed. */
  indexOfStep(ordinal: number): number {
    if (this.blocks.length === 0) return 0;
    const block = this.last((candidate) => candidate.firstOrdinal <= ordinal);
    const head = block.turn ? 1 : 0;
    if (block.steps === 0) return block.firstIndex;
    return block.firstIndex + head + Math.min(ordinal - block.firstOrdinal, block.steps - 1);
  }

  indexOfTurn(turn: string): number | undefined {
    return this.blocks.find((block) => block.turn?.turn === turn)?.firstIndex;
  }

  /** The turn that a row belongs to. */
  turnAt(index: number): TurnRow | undefined {
    return this.blocks.length === 0
      ? undefined
      : this.last((block) => block.firstIndex <= index).turn;
  }

  /** The next turn's header after (or, with -1, before) a row. */
  turnFrom(index: number, direction: 1 | -1): number | undefined {
    const heads = this.blocks.filter((block) => block.turn).map((block) => block.firstIndex);
    return direction === 1
      ? heads.find((head) => head > index)
      : heads.findLast((head) => head < index);
  }

  /** Ordinals of the steps in a stretch of rows, both ends included; undefined when it has none. */
  ordinals(from: number, to: number): { first: number; last: number } | undefined {
    let first: number | undefined;
    let last: number | undefined;
    for (let index = from; index <= to && index < this.rows; index++) {
      const row = this.row(index);
      if (row.type !== "step") continue;
      first ??= row.ordinal;
      last = row.ordinal;
    }
    return first === undefined || last === undefined ? undefined : { first, last };
  }

  private last(fits: (block: Block) => boolean): Block {
    let low = 0;
    let high = this.blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (fits(this.blocks[middle]!)) low = middle;
      else high = middle - 1;
    }
    return this.blocks[low]!;
  }
}

/** Rows to draw: those in view and a few on both sides. Same height each. */
export function windowOf(
  scrollTop: number,
  viewHeight: number,
  rowHeight: number,
  rows: number,
  extra = 8,
): { from: number; to: number } {
  if (rows <= 0) return { from: 0, to: -1 };
  const first = Math.floor(Math.max(0, scrollTop) / rowHeight);
  const last = Math.ceil((Math.max(0, scrollTop) + viewHeight) / rowHeight);
  return {
    from: Math.min(rows - 1, Math.max(0, first - extra)),
    to: Math.min(rows - 1, last + extra),
  };
}
