/** Makes text from agents harmless to the eye: what cannot be seen is shown as a symbol. */

// SGR only: colour and weight. Every other escape sequence stays, with a visible ESC.
const COLOUR = /\u001b\[[0-9;:]*m/g;

const UNSEEN_RANGES = [
  "\\u0000-\\u0008\\u000b-\\u001f\\u007f", // C0 but tab and newline, DEL
  "\\u0080-\\u009f\\u00ad", // C1, soft hyphen
  "\\u061c\\u200e\\u200f\\u202a-\\u202e", // bidi marks, embeddings, overrides
  "\\u2028\\u2029\\u180e\\u200b\\ufeff", // separators, zero-width space, BOM
  "\\u2060-\\u206f\\ufff9-\\ufffb", // word joiner, invisible operators, isolates, interlinear marks
  "\\u{e0000}-\\u{e007f}", // tags
];
// Zero-width joiner and non-joiner stay: emoji and several scripts need them.
const UNSEEN = new RegExp(`[${UNSEEN_RANGES.join("")}]`, "gu");

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

// The names of ASCII's control characters. Unicode has pictures of them, but few fonts do.
const CONTROLS = (
  "NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI " +
  "DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US"
).split(" ");

function symbol(character: string): string {
  const code = character.codePointAt(0)!;
  const name = code === 0x7f ? "DEL" : CONTROLS[code];
  return `\u27e8${name ?? "U+" + code.toString(16).toUpperCase().padStart(4, "0")}\u27e9`;
}

/** Text over several lines; `colours` is how many colour codes were taken out. */
export function cleaned(text: string): { text: string; colours: number } {
  let colours = 0;
  const plain = text.replace(COLOUR, () => (colours++, "")).replace(/\r\n/g, "\n");
  return { text: visible(plain), colours };
}

/** Every unseen character but tab and newline as a symbol. */
export function visible(text: string): string {
  return text.replace(UNSEEN, symbol).replace(LONE_SURROGATE, "\ufffd");
}

/** One line for a row or a label: newlines and tabs become spaces; `most` characters at most. */
export function line(text: string | undefined, most = 300): string {
  if (!text) return "";
  const cut = text.length > most * 2 ? text.slice(0, most * 2) : text;
  const flat = visible(
    cut
      .replace(COLOUR, "")
      .replace(/\s*[\r\n\t]+\s*/g, " ")
      .trim(),
  );
  return flat.length > most ? flat.slice(0, most - 1) + "\u2026" : flat;
}

/** Text in pieces that a page can take one by one, cut at line ends where there are any. */
export function pieces(text: string, size: number): string[] {
  const found: string[] = [];
  let from = 0;
  while (from < text.length) {
    let end = Math.min(from + size, text.length);
    if (end < text.length) {
      const newline = text.lastIndexOf("\n", end);
      if (newline > from) end = newline + 1;
      else if (isHighSurrogate(text.charCodeAt(end - 1))) end--;
    }
    found.push(text.slice(from, end));
    from = end;
  }
  return found;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/** The beginning of a text: at most so many lines and characters. */
export function beginning(text: string, lines: number, characters: number): string {
  let end = -1;
  for (let n = 0; n < lines; n++) {
    const next = text.indexOf("\n", end + 1);
    if (next < 0 || next > characters) {
      end = Math.min(text.length, next < 0 && text.length <= characters ? text.length : characters);
      if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end--;
      return text.slice(0, end);
    }
    end = next;
  }
  return text.slice(0, end);
}

/** An address that may become a link: https or http, nothing that runs. */
export function safeLink(url: string | undefined): string | undefined {
  if (!url) return undefined;
  try {
    const parsed = new URL(url);
    return parsed.protocol === "https:" || parsed.protocol === "http:" ? parsed.href : undefined;
  } catch {
    return undefined;
  }
}
