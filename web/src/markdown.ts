/**
 * What agents write, as a tree of the few forms that the page draws. Everything else stays text:
 * HTML is shown, not made; an address that may not become a link is text; nothing is dropped but
 * the marks of the forms themselves.
 */

import { inlines } from "./inline";
import type { Inline } from "./inline";

export type Block =
  | { type: "heading"; level: number; inlines: Inline[] }
  | { type: "paragraph"; inlines: Inline[] }
  | { type: "code"; language?: string; text: string }
  | { type: "list"; start?: number; items: Item[] }
  | { type: "quote"; blocks: Block[] }
  | { type: "table"; head: Inline[][]; rows: Inline[][][] }
  | { type: "rule" };

export interface Item {
  /** A box that is ticked or not, when it is a task. */
  done?: boolean;
  blocks: Block[];
}

const DEEPEST = 6;
const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([\w+#.-]*)[^`]*$/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$/;
const RULE = /^ {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$/;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])(\s+)(.*)$/;
const DIVIDER = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

/** Longer lines are data: they are paragraphs whatever they look like. */
const LONGEST = 4_000;

export function markdown(text: string): Block[] {
  return blocks(text.replace(/\r\n/g, "\n").split("\n"), 0);
}

function blocks(lines: string[], depth: number): Block[] {
  const found: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    if (line.trim() === "") {
      at++;
      continue;
    }
    const [block, next] = blockAt(lines, at, depth);
    found.push(block);
    at = next;
  }
  return found;
}

function blockAt(lines: string[], at: number, depth: number): [Block, number] {
  const line = lines[at]!;
  if (line.length > LONGEST) return [{ type: "paragraph", inlines: inlines(line) }, at + 1];
  const fence = FENCE.exec(line);
  if (fence) return code(lines, at, fence[1]!, fence[2]!);
  const heading = HEADING.exec(line);
  if (heading) {
    const level = heading[1]!.length;
    return [{ type: "heading", level, inlines: inlines(heading[2]!) }, at + 1];
  }
  if (RULE.test(line)) return [{ type: "rule" }, at + 1];
  if (depth < DEEPEST && /^\s{0,3}>/.test(line)) return quote(lines, at, depth);
  if (depth < DEEPEST && ITEM.test(line)) return list(lines, at, depth);
  if (isTable(lines, at)) return table(lines, at);
  return paragraph(lines, at, depth);
}

function code(lines: string[], at: number, fence: string, language: string): [Block, number] {
  let end = at + 1;
  while (end < lines.length && !closes(lines[end]!, fence)) end++;
  const text = lines.slice(at + 1, end).join("\n");
  return [{ type: "code", language: language || undefined, text }, end + 1];
}

function closes(line: string, fence: string): boolean {
  const bare = line.trim();
  return bare.length >= fence.length && bare === fence[0]!.repeat(bare.length);
}

function quote(lines: string[], at: number, depth: number): [Block, number] {
  let end = at;
  while (end < lines.length && /^\s{0,3}>/.test(lines[end]!)) end++;
  const inner = lines.slice(at, end).map((line) => line.replace(/^\s{0,3}> ?/, ""));
  return [{ type: "quote", blocks: blocks(inner, depth + 1) }, end];
}

function list(lines: string[], at: number, depth: number): [Block, number] {
  const first = ITEM.exec(lines[at]!)!;
  const ordered = /\d/.test(first[2]!);
  const items: Item[] = [];
  let next = at;
  while (next < lines.length) {
    const mark = ITEM.exec(lines[next]!);
    if (!mark || /\d/.test(mark[2]!) !== ordered || mark[1]!.length > first[1]!.length + 1) break;
    const indent = mark[1]!.length + mark[2]!.length + 1;
    const end = endOfItem(lines, next, mark[1]!.length);
    const inner = [mark[4]!, ...lines.slice(next + 1, end).map((line) => outdent(line, indent))];
    items.push(item(inner, depth));
    next = end;
  }
  const start = ordered ? Number.parseInt(first[2]!, 10) : undefined;
  return [{ type: "list", start, items }, next];
}

function item(lines: string[], depth: number): Item {
  const box = /^\[([ xX])\]\s+/.exec(lines[0]!);
  if (!box) return { blocks: blocks(lines, depth + 1) };
  const rest = [lines[0]!.slice(box[0].length), ...lines.slice(1)];
  return { done: box[1] !== " ", blocks: blocks(rest, depth + 1) };
}

/** An item goes on while lines are indented deeper, or follow it without a blank line between. */
function endOfItem(lines: string[], at: number, indent: number): number {
  let end = at + 1;
  for (; end < lines.length; end++) {
    const line = lines[end]!;
    if (line.trim() === "") {
      const after = lines[end + 1];
      if (after === undefined || after.trim() === "" || spaces(after) <= indent)
        return end + blank(lines, end, indent);
      continue;
    }
    const mark = ITEM.exec(line);
    if (mark && mark[1]!.length <= indent + 1) return end;
    if (spaces(line) <= indent && (HEADING.test(line) || FENCE.test(line))) return end;
  }
  return end;
}

/** One blank line between two items belongs to the list. */
function blank(lines: string[], at: number, indent: number): number {
  const mark = ITEM.exec(lines[at + 1] ?? "");
  return mark && mark[1]!.length <= indent + 1 ? 1 : 0;
}

function spaces(line: string): number {
  return line.length - line.trimStart().length;
}

function outdent(line: string, by: number): string {
  return line.slice(Math.min(by, spaces(line)));
}

function isTable(lines: string[], at: number): boolean {
  const below = lines[at + 1] ?? "";
  return lines[at]!.includes("|") && below.length <= LONGEST && DIVIDER.test(below);
}

function table(lines: string[], at: number): [Block, number] {
  let end = at + 2;
  while (end < lines.length && lines[end]!.includes("|") && lines[end]!.trim() !== "") end++;
  const rows = lines.slice(at + 2, end).map(cells);
  return [{ type: "table", head: cells(lines[at]!), rows }, end];
}

function cells(line: string): Inline[][] {
  const bare = line
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "");
  return bare.split(/(?<!\\)\|/).map((cell) => inlines(cell.trim().replaceAll("\\|", "|")));
}

function paragraph(lines: string[], at: number, depth: number): [Block, number] {
  let end = at + 1;
  while (end < lines.length && !interrupts(lines, end, depth)) end++;
  const text = lines
    .slice(at, end)
    .map((line) => line.trimStart())
    .join("\n")
    .trimEnd();
  return [{ type: "paragraph", inlines: inlines(text) }, end];
}

function interrupts(lines: string[], at: number, depth: number): boolean {
  const line = lines[at]!;
  if (line.length > LONGEST || line.trim() === "") return true;
  if (FENCE.test(line) || HEADING.test(line) || RULE.test(line)) return true;
  return depth < DEEPEST && (/^\s{0,3}>/.test(line) || ITEM.test(line));
}
