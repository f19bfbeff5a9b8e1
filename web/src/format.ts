/** Numbers and times as a reader wants them. */

import type { Tokens } from "./types";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** 840 ms, 3.2 s, 4m 05s, 2h 07m, 3d 4h. */
export function duration(ms: number | undefined): string {
  if (ms === undefined || !Number.isFinite(ms) || ms < 0) return "";
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 59_500) return `${Math.round(ms / 1000)} s`;
  if (ms < HOUR - 500) {
    const seconds = Math.round(ms / 1000);
    return `${Math.floor(seconds / 60)}m ${two(seconds % 60)}s`;
  }
  const minutes = Math.round(ms / MINUTE);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)}h ${two(minutes % 60)}m`;
  const hours = Math.round(ms / HOUR);
  return `${Math.floor(hours / 24)}d ${hours % 24}h`;
}

function two(n: number): string {
  return String(n).padStart(2, "0");
}

/** How long ago, then the day: now, 12m ago, 5h ago, 3d ago, 7 Nov, 7 Nov 2024. */
export function ago(then: string | undefined, now: number): string {
  const at = time(then);
  if (at === undefined) return "";
  const past = now - at;
  if (past < -MINUTE) return day(at, now);
  if (past < MINUTE) return "now";
  if (past < HOUR) return `${Math.floor(past / MINUTE)}m ago`;
  if (past < DAY) return `${Math.floor(past / HOUR)}h ago`;
  if (past < 7 * DAY) return `${Math.floor(past / DAY)}d ago`;
  return day(at, now);
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function day(at: number, now: number): string {
  const date = new Date(at);
  const text = `${date.getDate()} ${MONTHS[date.getMonth()]}`;
  return date.getFullYear() === new Date(now).getFullYear()
    ? text
    : `${text} ${date.getFullYear()}`;
}

/** The instant in the reader's own zone, to the millisecond, with the zone's offset. */
export function exact(then: string | undefined): string {
  const at = time(then);
  if (at === undefined) return "";
  const date = new Date(at);
  const offset = -date.getTimezoneOffset();
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  const zone = `${offset < 0 ? "-" : "+"}${two(hours)}:${two(minutes)}`;
  const ms = String(date.getMilliseconds()).padStart(3, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${clock(then)}.${ms} ${zone}`;
}

/** 14:03:27, in the reader's own zone. */
export function clock(then: string | undefined): string {
  const at = time(then);
  if (at === undefined) return "";
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

export function time(text: string | undefined): number | undefined {
  if (!text) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

/** $0, <$0.01, $0.42, $12.30, $1,240; empty when the price is unknown. */
export function money(usd: number | undefined): string {
  if (usd === undefined || usd === null || !Number.isFinite(usd)) return "";
  if (usd === 0) return "$0";
  if (usd < 0.01) return "<$0.01";
  if (usd < 1000) return `$${usd.toFixed(2)}`;
  return `$${grouped(Math.round(usd))}`;
}

/** The sum without rounding, for a hover. */
export function exactMoney(usd: number | undefined): string {
  return usd === undefined || usd === null ? "price unknown" : `$${usd.toFixed(6)}`;
}

/** 950, 1.2k, 34k, 1.2M. */
export function compact(n: number | undefined): string {
  if (n === undefined || !Number.isFinite(n)) return "";
  for (const [size, unit] of [
    [1e9, "B"],
    [1e6, "M"],
    [1e3, "k"],
  ] as const) {
    // 999.95k would print as 1000k: it belongs to the next unit.
    if (n >= size * 0.9995) {
      const value = n / size;
      return (value < 9.95 ? value.toFixed(1) : String(Math.round(value))) + unit;
    }
  }
  return String(Math.round(n));
}

/** 12,345. */
export function grouped(n: number | undefined): string {
  if (n === undefined || !Number.isFinite(n)) return "";
  return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** 812 B, 4.5 kB, 1.0 MB. */
export function size(bytes: number | undefined): string {
  if (bytes === undefined || !Number.isFinite(bytes)) return "";
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_500) return `${(bytes / 1e3).toFixed(bytes < 9_950 ? 1 : 0)} kB`;
  if (bytes < 999_500_000) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** Tokens that went in: fresh, read from the cache and written to it. */
export function tokensIn(tokens: Tokens | undefined): number {
  if (!tokens) return 0;
  return (
    (tokens.input ?? 0) +
    (tokens.cache_read ?? 0) +
    (tokens.cache_write_5m ?? 0) +
    (tokens.cache_write_1h ?? 0)
  );
}

/** Tokens that came out, reasoning included. */
export function tokensOut(tokens: Tokens | undefined): number {
  return tokens ? (tokens.output ?? 0) + (tokens.reasoning ?? 0) : 0;
}

export function tokensAll(tokens: number | Tokens | undefined): number | undefined {
  if (tokens === undefined || typeof tokens === "number") return tokens;
  return tokensIn(tokens) + tokensOut(tokens);
}

/** 3 steps, 1 step. */
export function count(n: number, word: string, many = word + "s"): string {
  return `${grouped(n)} ${n === 1 ? word : many}`;
}

/** A path in two parts, the folder with its slash and the name. */
export function pathParts(path: string): { folder: string; name: string } {
  const slash = path.replace(/[/\\]+$/, "").search(/[/\\][^/\\]*$/);
  return slash < 0
    ? { folder: "", name: path }
    : { folder: path.slice(0, slash + 1), name: path.slice(slash + 1) };
}

/** The last name of a repository's folder or URL. */
export function repoName(repo: string | undefined): string {
  if (!repo) return "";
  return (
    repo
      .replace(/\.git$/, "")
      .replace(/[/\\]+$/, "")
      .split(/[/\\:]/)
      .pop() ?? repo
  );
}
