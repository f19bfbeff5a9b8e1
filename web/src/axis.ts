/**
 * The time of a session as one axis: pauses are folded to the width of a mark, so that work is what
 * is seen. Real times are milliseconds since the session's first step; places on the axis are
 * milliseconds of work with the folds between.
 */

import { clock } from "./format";

export interface Range {
  from: number;
  to: number;
}

/** A folded pause: where its mark begins on the axis, how wide it is, how long it really was. */
export interface Gap {
  at: number;
  width: number;
  ms: number;
}

/** Shorter pauses are drawn as they are. */
const LEAST_FOLDED = 30_000;
const SHARE_FOLDED = 0.02;
/** The widest mark, and the most that all marks take, as shares of the work. */
const WIDEST = 0.012;
const MOST_MARKS = 0.25;
/** The narrowest window, in milliseconds. */
const NARROWEST = 200;

interface Piece {
  real: number;
  place: number;
  length: number;
}

export class Axis {
  readonly gaps: Gap[] = [];
  readonly length: number;
  private readonly pieces: Piece[] = [];

  /** `busy` are the stretches of work, in order and apart. */
  constructor(busy: [number, number][]) {
    const work = busy.reduce((sum, [from, to]) => sum + to - from, 0);
    const least = Math.max(LEAST_FOLDED, work * SHARE_FOLDED);
    const pauses = busy.slice(1).map(([from], n) => from - busy[n]![1]);
    const folded = pauses.filter((pause) => pause > least).length;
    const drawn = work + pauses.reduce((sum, pause) => sum + (pause > least ? 0 : pause), 0);
    const width = Math.max(1, drawn * Math.min(WIDEST, MOST_MARKS / Math.max(1, folded)));
    let place = 0;
    let piece: Piece | undefined;
    busy.forEach(([from, to], n) => {
      const pause = n === 0 ? 0 : pauses[n - 1]!;
      if (piece && pause <= least) {
        place += pause + to - from;
        piece.length = to - piece.real;
        return;
      }
      if (piece) {
        this.gaps.push({ at: place, width, ms: pause });
        place += width;
      }
      piece = { real: from, place, length: to - from };
      this.pieces.push(piece);
      place += to - from;
    });
    this.length = Math.max(1, place);
  }

  /** Where a real time stands on the axis. */
  place(ms: number): number {
    const piece = this.last((one) => one.real <= ms);
    if (!piece) return 0;
    const within = ms - piece.real;
    if (within <= piece.length) return piece.place + within;
    const gap = this.gaps.find((one) => one.at >= piece.place + piece.length);
    if (!gap) return piece.place + piece.length;
    return gap.at + gap.width * Math.min(1, (within - piece.length) / gap.ms);
  }

  /** The real time at a place. */
  real(place: number): number {
    const piece = this.last((one) => one.place <= place);
    if (!piece) return 0;
    return piece.real + Math.min(piece.length, place - piece.place);
  }

  private last(fits: (piece: Piece) => boolean): Piece | undefined {
    let low = 0;
    let high = this.pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (fits(this.pieces[middle]!)) low = middle + 1;
      else high = middle;
    }
    return this.pieces[Math.max(0, low - 1)];
  }

  get whole(): Range {
    return { from: 0, to: this.length };
  }

  /** The window made so many times as wide around a place, within the axis. */
  zoomed(range: Range, factor: number, around: number): Range {
    const share = (around - range.from) / Math.max(1, range.to - range.from);
    const width = Math.min(this.length, Math.max(NARROWEST, (range.to - range.from) * factor));
    const from = around - share * width;
    return this.clamped({ from, to: from + width });
  }

  panned(range: Range, by: number): Range {
    return this.clamped({ from: range.from + by, to: range.to + by });
  }

  clamped({ from, to }: Range): Range {
    const width = Math.min(this.length, Math.max(NARROWEST, to - from));
    const start = Math.max(0, Math.min(this.length - width, from));
    return { from: start, to: start + width };
  }

  /** Times to write above the window, at most about `most`, none within a fold. */
  ticks(range: Range, most: number, startedAt: number): { at: number; text: string }[] {
    const each = niceStep((range.to - range.from) / most);
    const apart = ((range.to - range.from) / most) * 0.8;
    const found: { at: number; text: string }[] = [];
    let last = -Infinity;
    const tick = (at: number, ms: number) => {
      if (at > range.to || at - last < apart) return;
      found.push({ at, text: label(ms, each) });
      last = at;
    };
    for (const piece of this.pieces) {
      if (piece.place > range.to || piece.place + piece.length < range.from) continue;
      const begin = startedAt + this.real(Math.max(range.from, piece.place));
      const end = startedAt + piece.real + piece.length;
      // After a pause the time is another: it is said at once.
      if (piece.place >= range.from) tick(piece.place, begin);
      const first = Math.ceil(begin / each) * each;
      for (let ms = first; ms <= end && this.place(ms - startedAt) <= range.to; ms += each)
        tick(this.place(ms - startedAt), ms);
    }
    return found;
  }
}

const STEPS = [
  100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
  900_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 28_800_000, 86_400_000,
];

function niceStep(ms: number): number {
  return STEPS.find((step) => step >= ms) ?? 86_400_000 * Math.ceil(ms / 86_400_000);
}

function label(ms: number, each: number): string {
  const iso = new Date(ms).toISOString();
  const text = clock(iso);
  if (each < 1_000) return `${text}.${Math.floor((ms % 1_000) / 100)}`;
  return each < 60_000 ? text : text.slice(0, 5);
}

/** A bar in per cent of the window; `side` when it lies wholly outside. */
export function placed(
  axis: Axis,
  range: Range,
  from: number,
  to: number,
): { left: number; width: number; side?: "before" | "after" } {
  const width = Math.max(1, range.to - range.from);
  const start = ((axis.place(from) - range.from) / width) * 100;
  const end = ((axis.place(to) - range.from) / width) * 100;
  if (end < 0) return { left: 0, width: 0, side: "before" };
  if (start > 100) return { left: 100, width: 0, side: "after" };
  const left = Math.max(0, start);
  return { left: round(left), width: round(Math.min(100, end) - left) };
}

function round(n: number): number {
  return Math.round(n * 100) / 100;
}
