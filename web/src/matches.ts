/** What was found in a text, as pieces to draw; and how well a name fits what was typed. */

import { line } from "./text";

export interface Piece {
  text: string;
  found: boolean;
}

/** The excerpt in pieces on one line, made harmless; matches that make no sense are left out. */
export function highlighted(excerpt: string, matches: readonly [number, number][]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const add = (until: number, found: boolean) => {
    const text = flat(excerpt.slice(at, until));
    if (text !== "") pieces.push({ text, found });
    at = until;
  };
  for (const [start, length] of [...matches].sort((a, b) => a[0] - b[0])) {
    if (!(start >= at && length > 0 && start + length <= excerpt.length)) continue;
    add(start, false);
    add(start + length, true);
  }
  add(excerpt.length, false);
  return pieces;
}

/** One line, but with the spaces at its ends: it is a piece of one. */
function flat(text: string): string {
  const [, before, , after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text)!;
  const middle = line(text, 2000);
  return (before ? " " : "") + middle + (middle !== "" && after ? " " : "");
}

/**
 * How well `name` fits `typed`, whose letters must all be in it in their order: undefined when it
 * does not, else the more the better: letters in a row and at beginnings of words count most.
 */
export function fit(name: string, typed: string): number | undefined {
  const text = name.toLowerCase();
  const letters = typed.toLowerCase().replace(/\s+/g, "");
  if (letters === "") return 0;
  const whole = text.indexOf(typed.toLowerCase().trim());
  if (whole >= 0) return 1000 - Math.min(whole, 200) + (isStart(text, whole) ? 300 : 0);
  let score = 0;
  let run = 0;
  let at = -1;
  for (const letter of letters) {
    const next = text.indexOf(letter, at + 1);
    if (next < 0) return undefined;
    run = next === at + 1 ? run + 1 : 0;
    score += run * 4 + (isStart(text, next) ? 6 : 0) - Math.min(next - at, 20) / 10;
    at = next;
  }
  return score;
}

function isStart(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]!);
}
