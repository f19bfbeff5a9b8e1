/** Unified diffs as rows for the page, with the words that differ in a replaced line. */

export type Sign = " " | "+" | "-";

/** A stretch of a line; `changed` is what differs from its partner line. */
export interface Span {
  text: string;
  changed: boolean;
}

export type DiffRow =
  | { type: "line"; sign: Sign; before?: number; after?: number; spans: Span[] }
  | { type: "hunk"; text: string }
  | { type: "note"; text: string };

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@(.*)$/;

/** Rows of one file's unified diff. Text that is no diff comes back as notes: none is dropped. */
export function parseDiff(text: string): DiffRow[] {
  const rows: DiffRow[] = [];
  let before = 0;
  let after = 0;
  let leftBefore = 0;
  let leftAfter = 0;
  for (const raw of linesOf(text)) {
    const inHunk = leftBefore > 0 || leftAfter > 0;
    const sign = raw[0];
    if (inHunk && (sign === "+" || sign === "-" || sign === " " || raw === "")) {
      const spans = [{ text: raw.slice(1), changed: false }];
      if (sign === "+") {
        rows.push({ type: "line", sign, after: after++, spans });
        leftAfter--;
      } else if (sign === "-") {
        rows.push({ type: "line", sign, before: before++, spans });
        leftBefore--;
      } else {
        rows.push({ type: "line", sign: " ", before: before++, after: after++, spans });
        leftBefore--;
        leftAfter--;
      }
      continue;
    }
    const hunk = HUNK.exec(raw);
    if (hunk) {
      before = Number(hunk[1]);
      leftBefore = Number(hunk[2] ?? 1);
      after = Number(hunk[3]);
      leftAfter = Number(hunk[4] ?? 1);
      rows.push({ type: "hunk", text: raw });
    } else if (raw.startsWith("--- ") || raw.startsWith("+++ ") || raw.startsWith("diff --git ")) {
      continue; // The file is named above the diff already.
    } else if (raw !== "") {
      rows.push({ type: "note", text: raw.replace(/^\\ /, "") });
    }
  }
  return withWords(rows);
}

function linesOf(text: string): string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
}

/** Pairs removed lines with like lines of the added run that follows, in order. */
function withWords(rows: DiffRow[]): DiffRow[] {
  let at = 0;
  while (at < rows.length) {
    const removed = run(rows, at, "-");
    const added = run(rows, at + removed, "+");
    if (removed > 0 && added > 0 && removed <= MOST_PAIRED && added <= MOST_PAIRED) {
      pair(rows.slice(at, at + removed), rows.slice(at + removed, at + removed + added));
    }
    at += Math.max(1, removed + added);
  }
  return rows;
}

function pair(removed: DiffRow[], added: DiffRow[]): void {
  let from = 0;
  for (const old of removed) {
    for (let n = from; n < added.length; n++) {
      const fresh = added[n]!;
      if (old.type !== "line" || fresh.type !== "line") continue;
      const words = compareWords(old.spans[0]!.text, fresh.spans[0]!.text);
      if (!words) continue;
      [old.spans, fresh.spans] = words;
      from = n + 1;
      break;
    }
  }
}

function run(rows: DiffRow[], from: number, sign: Sign): number {
  let length = 0;
  for (let at = from; at < rows.length; at++, length++) {
    const row = rows[at]!;
    if (row.type !== "line" || row.sign !== sign) break;
  }
  return length;
}

const MOST_WORDS = 160;
/** Longer runs are rewrites: words would only flicker, and every pair costs time. */
const MOST_PAIRED = 40;
const ALIKE = 0.5;

/** Spans of both lines; undefined when they have too little in common or too much text. */
export function compareWords(before: string, after: string): [Span[], Span[]] | undefined {
  if (before.length > 2000 || after.length > 2000) return undefined;
  const old = words(before);
  const fresh = words(after);
  if (old.length > MOST_WORDS || fresh.length > MOST_WORDS) return undefined;
  const { keptOld, keptFresh } = common(old, fresh);
  const share =
    (2 * weight(old, keptOld)) / Math.max(1, before.trim().length + after.trim().length);
  if (share < ALIKE) return undefined;
  return [spans(old, keptOld), spans(fresh, keptFresh)];
}

function words(text: string): string[] {
  return text.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];
}

function weight(tokens: string[], kept: boolean[]): number {
  return tokens.reduce((sum, word, n) => sum + (kept[n] ? word.trim().length : 0), 0);
}

/** The longest common subsequence of two short lists. */
function common(old: string[], fresh: string[]): { keptOld: boolean[]; keptFresh: boolean[] } {
  const width = fresh.length + 1;
  const best = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = fresh.length - 1; j >= 0; j--) {
      best[i * width + j] =
        old[i] === fresh[j]
          ? best[(i + 1) * width + j + 1]! + 1
          : Math.max(best[(i + 1) * width + j]!, best[i * width + j + 1]!);
    }
  }
  const keptOld = new Array<boolean>(old.length).fill(false);
  const keptFresh = new Array<boolean>(fresh.length).fill(false);
  for (let i = 0, j = 0; i < old.length && j < fresh.length;) {
    if (old[i] === fresh[j]) {
      keptOld[i++] = true;
      keptFresh[j++] = true;
    } else if (best[(i + 1) * width + j]! >= best[i * width + j + 1]!) i++;
    else j++;
  }
  return { keptOld, keptFresh };
}

function spans(tokens: string[], kept: boolean[]): Span[] {
  const found: Span[] = [];
  tokens.forEach((text, n) => {
    const changed = !kept[n];
    const last = found.at(-1);
    if (last && last.changed === changed) last.text += text;
    else found.push({ text, changed });
  });
  return found;
}

/** How many lines a diff adds and removes. */
export function counts(rows: DiffRow[]): { added: number; removed: number } {
  let added = 0;
  let removed = 0;
  for (const row of rows) {
    if (row.type !== "line") continue;
    if (row.sign === "+") added++;
    if (row.sign === "-") removed++;
  }
  return { added, removed };
}
