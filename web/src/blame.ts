/** Pure: a file's lines by who wrote them. */

import type { BlameLine, FileVersion } from "./types";

/** Lines that follow each other and come from one place. */
export interface Block {
  /** Index of its first line. */
  from: number;
  lines: number;
  line: BlameLine;
}

export function blocks(lines: BlameLine[]): Block[] {
  const found: Block[] = [];
  for (const [index, line] of lines.entries()) {
    const last = found.at(-1);
    if (last && cause(last.line) === cause(line)) last.lines++;
    else found.push({ from: index, lines: 1, line });
  }
  return found;
}

function cause(line: BlameLine): string {
  const { session, step, commit, at, note } = line;
  const candidates = (line.candidates ?? []).join();
  return [line.class, line.confidence, session, step, commit, at, note, candidates].join("\n");
}

/** For each line the block that it is in. */
export function blockOf(found: Block[], lines: number): number[] {
  const index = new Array<number>(lines).fill(0);
  found.forEach((block, n) => index.fill(n, block.from, block.from + block.lines));
  return index;
}

export const CLASSES = ["agent", "human", "vcs", "baseline", "unknown"] as const;

const SAID: Record<string, string> = {
  agent: "agents",
  human: "people",
  vcs: "Git",
  baseline: "there before",
  unknown: "not known",
};

export function classSaid(name: string): string {
  return SAID[name] ?? name;
}

/** How many lines are of each class, where there are any. */
export function shares(lines: BlameLine[]): { name: string; lines: number }[] {
  const counted = new Map<string, number>();
  for (const line of lines) counted.set(line.class, (counted.get(line.class) ?? 0) + 1);
  const known = CLASSES.filter((name) => counted.has(name));
  return known.map((name) => ({ name, lines: counted.get(name)! }));
}

/** Who wrote a line, in few words. */
export function who(line: BlameLine): string {
  switch (line.class) {
    case "agent":
      return line.agent ?? "an agent";
    case "human":
      return "a person";
    case "vcs":
      return line.commit ? `Git ${line.commit.slice(0, 8)}` : "Git";
    case "baseline":
      return "there before";
    default:
      return (line.candidates ?? []).length > 0 ? "one of several" : "not known";
  }
}

/** What names the state that a version left, for `blame`. */
export function momentOf(version: FileVersion): string | undefined {
  return version.step ?? version.commit ?? version.at;
}
