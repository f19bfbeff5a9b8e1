/**
 * Code cut into tokens of a few kinds, line by line: enough to read by, never to run by. A line's
 * tokens joined are the line again, whatever it is.
 */

import { grammarOf } from "./grammars";
import type { Grammar, Quote } from "./grammars";

export type Kind =
  "comment" | "string" | "number" | "keyword" | "constant" | "type" | "call" | "key" | "tag";

export interface Token {
  text: string;
  kind?: Kind;
}

/** What a line leaves open for the next: how it is coloured, and what closes it. */
export interface Open {
  kind: Kind;
  close: string;
  escape: boolean;
}

export interface Line {
  tokens: Token[];
  open?: Open;
}

/** Longer lines are data, not code: they stay plain. */
const LONGEST = 2_000;

const NUMBER = /\b(?:0[xXbBoO][\da-fA-F_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?)\w*/y;
const WORD = /[\p{L}_$@][\p{L}\p{N}_$]*/uy;
const PLAIN = /\s+|[^\s\p{L}\p{N}_$@"'`/#<\-*{;!=(%[]+/uy;

/** All lines of a text. Without a grammar for the language every line is one plain token. */
export function highlight(lines: string[], language: string | undefined): Token[][] {
  const grammar = grammarOf(language);
  if (!grammar) return lines.map((text) => (text === "" ? [] : [{ text }]));
  let open: Open | undefined;
  return lines.map((text) => {
    const line = highlightLine(text, grammar, open);
    open = line.open;
    return line.tokens;
  });
}

/** One line, given what the line before left open. */
export function highlightLine(text: string, grammar: Grammar, open?: Open): Line {
  if (text.length > LONGEST) return { tokens: [{ text }], open };
  return new Scan(text, grammar).line(open);
}

class Scan {
  private readonly tokens: Token[] = [];
  private at = 0;
  private inTag = false;

  constructor(
    private readonly text: string,
    private readonly grammar: Grammar,
  ) {}

  line(open: Open | undefined): Line {
    let left = open ? this.until(open) : undefined;
    if (!left && this.grammar.wholeLine) {
      const kind = this.grammar.wholeLine(this.text);
      if (kind && this.at === 0) {
        this.take(this.text.length, kind);
        return { tokens: this.tokens };
      }
    }
    while (!left && this.at < this.text.length) left = this.next();
    return { tokens: this.tokens, open: left };
  }

  /** Takes one token; gives back what stays open at the end of the line. */
  private next(): Open | undefined {
    const { grammar, text, at } = this;
    for (const [start, close] of grammar.block) {
      if (!text.startsWith(start, at)) continue;
      return this.until({ kind: "comment", close, escape: false }, start.length);
    }
    if (this.startsComment()) return void this.take(text.length - at, "comment");
    const quote = grammar.quotes.find((one) => text.startsWith(one.open, at));
    if (quote) return this.quoted(quote);
    if (grammar.tags) return void this.markup();
    return void this.word();
  }

  private startsComment(): boolean {
    const { grammar, text, at } = this;
    return grammar.comment.some(
      (start) =>
        text.startsWith(start, at) && (start !== "#" || at === 0 || /[\s;(]/.test(text[at - 1]!)),
    );
  }

  private quoted(quote: Quote): Open | undefined {
    const { text, at, grammar } = this;
    // A quote within a word is an apostrophe or a lifetime, not a text.
    if (quote.open === "'" && grammar.lifetimes && !/^'(?:\\.[^']*|.)'/u.test(text.slice(at)))
      return void this.take(1);
    if (grammar.tags && !this.inTag) return void this.take(1);
    const left = this.until(
      { kind: "string", close: quote.close, escape: quote.escape },
      quote.open.length,
    );
    if (grammar.keys && !left && /^\s*[:=](?!=)/.test(text.slice(this.at)))
      this.tokens.at(-1)!.kind = "key";
    return quote.lines ? left : undefined;
  }

  /** Takes what is open up to what closes it, or the whole line. */
  private until(open: Open, skip = 0): Open | undefined {
    let from = this.at + skip;
    for (;;) {
      const found = this.text.indexOf(open.close, from);
      if (found < 0) {
        this.take(this.text.length - this.at, open.kind);
        return open;
      }
      const escaped = open.escape && oddBackslashes(this.text, found);
      if (!escaped) {
        this.take(found + open.close.length - this.at, open.kind);
        return undefined;
      }
      from = found + 1;
    }
  }

  private word(): void {
    const number = this.match(NUMBER);
    if (number) return this.take(number.length, "number");
    const word = this.match(WORD);
    if (!word) return this.take(this.match(PLAIN)?.length ?? codePoint(this.text, this.at));
    this.take(word.length, this.kindOf(word));
  }

  private kindOf(word: string): Kind | undefined {
    const { grammar } = this;
    const rest = this.text.slice(this.at + word.length, this.at + word.length + 40);
    if (grammar.keys && /^[\w.-]*\s*[:=](?![:=])/.test(rest) && this.startsLine()) return "key";
    const known = grammar.anyCase ? word.toLowerCase() : word;
    if (grammar.words.has(known)) return "keyword";
    if (grammar.constants.has(known)) return "constant";
    if (word.startsWith("@") || (word.startsWith("$") && grammar.variables)) return "constant";
    if (grammar.types && /^[A-Z][\p{L}\p{N}]*[a-z]/u.test(word)) return "type";
    return grammar.calls && rest.startsWith("(") ? "call" : undefined;
  }

  private startsLine(): boolean {
    return /^[\s\-{,]*$/.test(this.text.slice(0, this.at));
  }

  /** Within `<` and `>`: the name, attributes and their values. */
  private markup(): void {
    const rest = this.text.slice(this.at);
    const tag = /^<[/!?]?[\w:.-]*/.exec(rest);
    if (tag && tag[0].length > 1) {
      this.inTag = true;
      return this.take(tag[0].length, "tag");
    }
    const end = /^[/?]?>/.exec(rest);
    if (end && this.inTag) {
      this.inTag = false;
      return this.take(end[0].length, "tag");
    }
    const name = this.inTag ? /^[\w:@.-]+/.exec(rest) : null;
    if (name) return this.take(name[0].length, "key");
    this.take(/^[^<>"'\w]+|^[^<>"']+/.exec(rest)?.[0].length ?? 1);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text)?.[0];
  }

  private take(length: number, kind?: Kind): void {
    if (length === 0) return;
    const text = this.text.slice(this.at, this.at + length);
    this.at += length;
    const last = this.tokens.at(-1);
    if (last && last.kind === kind) last.text += text;
    else this.tokens.push({ text, kind });
  }
}

function oddBackslashes(text: string, before: number): boolean {
  let count = 0;
  while (text[before - 1 - count] === "\\") count++;
  return count % 2 === 1;
}

function codePoint(text: string, at: number): number {
  return text.codePointAt(at)! > 0xffff ? 2 : 1;
}
