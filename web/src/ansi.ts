/**
 * Terminal colours as runs of text. Only how text looks is taken over, never what is read: text that
 * a terminal would hide is shown, and a background becomes one calm box whatever its colour.
 */

export interface Look {
  /** 0 to 15: the eight colours, then their bright ones. */
  colour?: number;
  boxed?: boolean;
  bold?: boolean;
  dim?: boolean;
  italic?: boolean;
  underline?: boolean;
}

export interface Run extends Look {
  text: string;
}

// SGR only. Other sequences stay in the text, where their ESC is made visible.
const SGR = /\u001b\[([0-9;:]*)m/g;

export function hasColours(text: string): boolean {
  return text.includes("\u001b[") && text.search(SGR) >= 0;
}

/** The runs of a text, in order; their texts joined are the text without its colour codes. */
export function runs(text: string): Run[] {
  const found: Run[] = [];
  let look: Look = {};
  let from = 0;
  const push = (until: number) => {
    if (until > from) found.push({ ...look, text: text.slice(from, until) });
  };
  for (const code of text.matchAll(SGR)) {
    push(code.index);
    from = code.index + code[0].length;
    look = applied(look, code[1]!);
  }
  push(text.length);
  return found;
}

function applied(before: Look, codes: string): Look {
  let look = { ...before };
  const numbers = codes.split(/[;:]/).map((code) => (code === "" ? 0 : Number(code)));
  for (let n = 0; n < numbers.length; n++) {
    const code = numbers[n]!;
    if (code === 0) look = {};
    else if (code === 1) look.bold = true;
    else if (code === 2) look.dim = true;
    else if (code === 3) look.italic = true;
    else if (code === 4) look.underline = true;
    else if (code === 7) look.boxed = true;
    else if (code === 22) look = { ...look, bold: false, dim: false };
    else if (code === 23) look.italic = false;
    else if (code === 24) look.underline = false;
    else if (code === 27 || code === 49) look.boxed = false;
    else if (code === 39) look.colour = undefined;
    else if (code >= 30 && code <= 37) look.colour = code - 30;
    else if (code >= 90 && code <= 97) look.colour = code - 82;
    else if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) look.boxed = true;
    else if (code === 38 || code === 48) {
      const [colour, used] = extended(numbers, n + 1);
      if (code === 38) look.colour = colour;
      else look.boxed = true;
      n += used;
    }
  }
  return look;
}

/** A colour of 256 or of 16 million as the nearest of ours, and how many numbers it took. */
function extended(numbers: number[], at: number): [number | undefined, number] {
  if (numbers[at] === 5) return [ofPalette(numbers[at + 1] ?? 0), 2];
  if (numbers[at] !== 2) return [undefined, 0];
  const [red = 0, green = 0, blue = 0] = numbers.slice(at + 1, at + 4);
  return [nearest(red, green, blue), 4];
}

function ofPalette(n: number): number {
  if (n < 16) return n;
  if (n >= 232) return n < 244 ? 8 : 7;
  const level = (digit: number) => (digit === 0 ? 0 : 55 + 40 * digit);
  const cube = n - 16;
  return nearest(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6));
}

/** By hue and brightness: greys are 7 or 8, the rest the colours whose bits are set. */
function nearest(red: number, green: number, blue: number): number {
  const most = Math.max(red, green, blue);
  const least = Math.min(red, green, blue);
  if (most - least < 40) return most > 128 ? 7 : 8;
  const middle = (most + least) / 2;
  const bits = Number(red > middle) + 2 * Number(green > middle) + 4 * Number(blue > middle);
  return bits + (most > 200 ? 8 : 0);
}
