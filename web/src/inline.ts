/** Marks within a line of markdown: code, bold, italic, struck, links. One pass over the text. */

import { safeLink } from "./text";

export type Inline =
  | { type: "text"; text: string }
  | { type: "code"; text: string }
  | { type: "strong" | "em" | "struck"; inlines: Inline[] }
  | { type: "link"; inlines: Inline[]; href: string }
  | { type: "place"; inlines: Inline[]; address: string };

const DEEPEST = 4;
/** Longer stretches stay plain: they are data that happens to stand in a paragraph. */
const LONGEST = 20_000;
const LONGEST_LINK = 1_000;
const ADDRESS = /https?:\/\/[^\s<>"'`|]+[^\s<>"'`|.,:;!?)\]}*_]/y;

export function inlines(text: string, depth = 0): Inline[] {
  if (text.length > LONGEST) return [{ type: "text", text }];
  const found: Inline[] = [];
  const missing = new Set<string>();
  let plain = 0;
  let at = 0;
  const flush = (until: number) => {
    if (until > plain) found.push({ type: "text", text: text.slice(plain, until) });
  };
  while (at < text.length) {
    const mark = markAt(text, at, depth, missing);
    if (!mark) {
      at++;
      continue;
    }
    flush(at);
    found.push(mark.inline);
    at = plain = mark.end;
  }
  flush(text.length);
  return found;
}

interface Mark {
  inline: Inline;
  end: number;
}

/** `missing` remembers what closes nothing from here on, so that no text is searched again. */
function markAt(text: string, at: number, depth: number, missing: Set<string>): Mark | undefined {
  const close = (mark: string, from: number) => {
    if (missing.has(mark)) return -1;
    const end = text.indexOf(mark, from);
    if (end < 0) missing.add(mark);
    return end;
  };
  switch (text[at]) {
    case "\\":
      return /[\\`*_{}[\]()#+\-.!~|]/.test(text[at + 1] ?? "")
        ? { inline: { type: "text", text: text[at + 1]! }, end: at + 2 }
        : undefined;
    case "`":
      return code(text, at, close);
    case "*":
    case "_":
    case "~":
      return depth < DEEPEST ? emphasis(text, at, depth, close) : undefined;
    case "[":
      return depth < DEEPEST ? link(text, at, close) : undefined;
    case "h":
      return depth < DEEPEST ? bare(text, at) : undefined;
    default:
      return undefined;
  }
}

type Close = (mark: string, from: number) => number;

function code(text: string, at: number, close: Close): Mark | undefined {
  const ticks = /^`+/.exec(text.slice(at, at + 8))![0];
  const end = close(ticks, at + ticks.length);
  if (end < 0) return undefined;
  const inner = text.slice(at + ticks.length, end);
  const bare = /^ .*[^ ].* $/s.test(inner) ? inner.slice(1, -1) : inner;
  return { inline: { type: "code", text: bare }, end: end + ticks.length };
}

function emphasis(text: string, at: number, depth: number, close: Close): Mark | undefined {
  const character = text[at]!;
  const two = text[at + 1] === character;
  if (character === "~" && !two) return undefined;
  const mark = two ? character + character : character;
  const from = at + mark.length;
  // snake_case and 2 * 3 are not emphasis.
  if (/\s/.test(text[from] ?? " ") || (character === "_" && isWord(text[at - 1]))) return undefined;
  const end = close(mark, from + 1);
  if (end < 0 || /\s/.test(text[end - 1]!)) return undefined;
  if (character === "_" && isWord(text[end + mark.length])) return undefined;
  const type = character === "~" ? "struck" : two ? "strong" : "em";
  const inner = inlines(text.slice(from, end), depth + 1);
  return { inline: { type, inlines: inner }, end: end + mark.length };
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

/** A file, perhaps with a line: told, not opened. */
const PLACE = /^[\w./\\~@#+-]+(?::\d+)*$/;

/** `[text](address)`; an address that may not be opened leaves the whole as it was written. */
function link(text: string, at: number, close: Close): Mark | undefined {
  const middle = close("](", at + 1);
  if (middle < 0 || middle - at > LONGEST_LINK) return undefined;
  const end = close(")", middle + 2);
  if (end < 0) return undefined;
  const [address = ""] = text
    .slice(middle + 2, end)
    .trim()
    .split(/\s/);
  const href = /^https?:/i.test(address) ? safeLink(address) : undefined;
  const inner = inlines(text.slice(at + 1, middle), DEEPEST);
  if (href === undefined && PLACE.test(address))
    return { inline: { type: "place", inlines: inner, address }, end: end + 1 };
  if (href === undefined) return undefined;
  return { inline: { type: "link", inlines: inner, href }, end: end + 1 };
}

function bare(text: string, at: number): Mark | undefined {
  if (isWord(text[at - 1])) return undefined;
  ADDRESS.lastIndex = at;
  const address = ADDRESS.exec(text)?.[0];
  const href = safeLink(address);
  if (address === undefined || href === undefined) return undefined;
  const inline: Inline = { type: "link", inlines: [{ type: "text", text: address }], href };
  return { inline, end: at + address.length };
}
