/** A diff as it is drawn: colours and words merged, long equal stretches folded, sides paired. */

import type { DiffRow, Span } from "./diff";
import { grammarOf } from "./grammars";
import { highlightLine } from "./highlight";
import type { Kind, Open, Token } from "./highlight";

export interface Mark {
  text: string;
  kind?: Kind;
  changed: boolean;
}

export type LineRow = Extract<DiffRow, { type: "line" }> & { marks: Mark[] };

export type Drawn =
  LineRow | { type: "hunk" | "note"; text: string } | { type: "fold"; rows: LineRow[]; at: number };

/** Equal lines kept on both sides of a fold, and the least that a fold hides. */
const AROUND = 4;
const LEAST = 12;
const MOST_COLOURED = 8_000;

/** The rows of a diff with their colours, equal stretches folded unless they are in `unfolded`. */
export function drawn(
  rows: DiffRow[],
  language: string | undefined,
  unfolded: ReadonlySet<number> = new Set(),
): Drawn[] {
  return folded(coloured(rows, language), unfolded);
}

function coloured(
  rows: DiffRow[],
  language: string | undefined,
): Exclude<Drawn, { type: "fold" }>[] {
  const grammar = rows.length <= MOST_COLOURED ? grammarOf(language) : undefined;
  let before: Open | undefined;
  let after: Open | undefined;
  return rows.map((row) => {
    if (row.type !== "line") {
      before = after = undefined;
      return row;
    }
    const text = row.spans.map((span) => span.text).join("");
    if (!grammar) return { ...row, marks: merged([{ text }], row.spans) };
    const line = highlightLine(text, grammar, row.sign === "-" ? before : after);
    const same = before === after;
    if (row.sign !== "-") after = line.open;
    if (row.sign === "-" || (row.sign === " " && same)) before = line.open;
    else if (row.sign === " ") before = highlightLine(text, grammar, before).open;
    return { ...row, marks: merged(line.tokens, row.spans) };
  });
}

/** Both cuts of the same text as one. */
export function merged(tokens: Token[], spans: Span[]): Mark[] {
  const marks: Mark[] = [];
  let span = 0;
  let within = 0;
  for (const token of tokens) {
    for (let at = 0; at < token.text.length;) {
      const here = spans[span];
      const left = here ? here.text.length - within : token.text.length;
      if (here && left === 0) {
        span++;
        within = 0;
        continue;
      }
      const text = token.text.slice(at, at + left);
      marks.push({ text, kind: token.kind, changed: here?.changed ?? false });
      at += text.length;
      within += text.length;
    }
  }
  return marks;
}

function folded(rows: Exclude<Drawn, { type: "fold" }>[], unfolded: ReadonlySet<number>): Drawn[] {
  const found: Drawn[] = [];
  let at = 0;
  while (at < rows.length) {
    const length = equalRun(rows, at);
    const isStart = found.length === 0 || found.at(-1)!.type === "hunk";
    const isEnd = at + length >= rows.length || rows[at + length]!.type === "hunk";
    const head = isStart ? 0 : AROUND;
    const hidden = length - head - (isEnd ? 0 : AROUND);
    if (hidden >= LEAST && !unfolded.has(at)) {
      found.push(...rows.slice(at, at + head));
      const stretch = rows.slice(at + head, at + head + hidden) as LineRow[];
      found.push({ type: "fold", rows: stretch, at });
      at += head + hidden;
      continue;
    }
    const take = Math.max(1, length);
    found.push(...rows.slice(at, at + take));
    at += take;
  }
  return found;
}

function equalRun(rows: Exclude<Drawn, { type: "fold" }>[], from: number): number {
  let length = 0;
  for (let at = from; at < rows.length; at++, length++) {
    const row = rows[at]!;
    if (row.type !== "line" || row.sign !== " ") break;
  }
  return length;
}

export type Pair =
  | { type: "pair"; left?: LineRow; right?: LineRow }
  | Extract<Drawn, { type: "hunk" | "note" | "fold" }>;

/** The rows as two columns: a removed line stands beside the added line that took its place. */
export function sides(rows: Drawn[]): Pair[] {
  const pairs: Pair[] = [];
  let at = 0;
  while (at < rows.length) {
    const row = rows[at]!;
    if (row.type !== "line") {
      pairs.push(row);
      at++;
      continue;
    }
    if (row.sign === " ") {
      pairs.push({ type: "pair", left: row, right: row });
      at++;
      continue;
    }
    const removed = run(rows, at, "-");
    const added = run(rows, at + removed.length, "+");
    for (let n = 0; n < Math.max(removed.length, added.length); n++)
      pairs.push({ type: "pair", left: removed[n], right: added[n] });
    at += removed.length + added.length;
  }
  return pairs;
}

function run(rows: Drawn[], from: number, sign: "-" | "+"): LineRow[] {
  const found: LineRow[] = [];
  for (let at = from; at < rows.length; at++) {
    const row = rows[at]!;
    if (row.type !== "line" || row.sign !== sign) break;
    found.push(row);
  }
  return found;
}
