/** Costs or tokens over time as stacked bars: which periods, which parts, where they stand. */

import { tokensAll } from "./format";
import type { CostRow } from "./types";

export type Measure = "cost" | "tokens";
export type Per = "day" | "week" | "month";

/** So many parts have a colour of their own; what is left is one more. */
export const COLOURS = 6;
export const OTHERS = "\u0000others";

const DAY = 86_400_000;

export interface Part {
  key: string;
  amount: number;
  calls: number;
  unpriced: number;
  colour: number;
}

export interface Period {
  /** 2026-11-20; of a week its Monday, of a month 2026-11. */
  key: string;
  /** In the order of the colours, from the axis upwards; those without an amount are left out. */
  parts: Part[];
  amount: number;
  unpriced: number;
}

export interface Bars {
  periods: Period[];
  /** The keys that have a colour, the greatest first; OTHERS is the last when there are more. */
  keys: string[];
  most: number;
  unpriced: number;
}

/** `rows` are of two keys: the period, then what a bar's parts stand for. */
export function bars(rows: CostRow[], measure: Measure, per: Per, until: string): Bars {
  const keys = greatest(rows, measure);
  const shown = keys.length > COLOURS + 1 ? [...keys.slice(0, COLOURS), OTHERS] : keys;
  const colourOf = (key: string) => {
    const at = shown.indexOf(key);
    return at < 0 ? shown.length - 1 : at;
  };
  const byPeriod = new Map<string, Part[]>();
  for (const row of rows) {
    if (row.key === "") continue;
    const parts = byPeriod.get(row.key) ?? [];
    byPeriod.set(row.key, parts);
    const colour = colourOf(row.key2 ?? "");
    const part = parts[colour] ?? { key: shown[colour]!, amount: 0, calls: 0, unpriced: 0, colour };
    parts[colour] = part;
    part.amount += amount(row, measure);
    part.calls += row.model_calls ?? 0;
    part.unpriced += row.unpriced_calls ?? 0;
  }
  const periods = everyPeriod([...byPeriod.keys()], per, until).map((key) => {
    const parts = (byPeriod.get(key) ?? []).filter(Boolean);
    return {
      key,
      parts: parts.filter((part) => part.amount > 0 || part.unpriced > 0),
      amount: parts.reduce((sum, part) => sum + part.amount, 0),
      unpriced: parts.reduce((sum, part) => sum + part.unpriced, 0),
    };
  });
  const most = Math.max(0, ...periods.map((period) => period.amount));
  const unpriced = periods.reduce((sum, period) => sum + period.unpriced, 0);
  return { periods, keys: shown, most, unpriced };
}

function amount(row: CostRow, measure: Measure): number {
  return (measure === "cost" ? row.cost_usd : tokensAll(row.tokens)) ?? 0;
}

function greatest(rows: CostRow[], measure: Measure): string[] {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const key = row.key2 ?? "";
    sums.set(key, (sums.get(key) ?? 0) + amount(row, measure));
  }
  return [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([key]) => key);
}

/** From the first that is known to `until`, without holes: a day without work is a day, too. */
export function everyPeriod(known: string[], per: Per, until: string): string[] {
  const sorted = [...known].sort();
  const first = sorted[0];
  if (first === undefined) return [];
  const last = periodOf(until, per) > sorted.at(-1)! ? periodOf(until, per) : sorted.at(-1)!;
  const all: string[] = [];
  for (let key = first; key <= last && all.length < 5000; key = next(key, per)) all.push(key);
  return all;
}

/** The period that a day is in. */
export function periodOf(day: string, per: Per): string {
  if (per === "month") return day.slice(0, 7);
  const at = Date.parse(day.slice(0, 10));
  if (per === "day" || Number.isNaN(at)) return day.slice(0, 10);
  return dayOf(at - ((new Date(at).getUTCDay() + 6) % 7) * DAY);
}

function next(key: string, per: Per): string {
  if (per !== "month") return dayOf(Date.parse(key) + (per === "day" ? 1 : 7) * DAY);
  const [year, month] = key.split("-").map(Number) as [number, number];
  return month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, "0")}`;
}

/** The first and the last day of a period. */
export function daysOf(key: string, per: Per): [string, string] {
  const from = per === "month" ? `${key}-01` : key;
  return [from, dayOf(Date.parse(per === "month" ? next(key, per) + "-01" : next(key, per)) - DAY)];
}

function dayOf(ms: number): string {
  return Number.isNaN(ms) ? "9999-12-31" : new Date(ms).toISOString().slice(0, 10);
}

/** Marks of an axis from 0 to at least `most`: three to six round numbers. */
export function ticks(most: number): number[] {
  if (!(most > 0) || !Number.isFinite(most)) return [0];
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= rough)!;
  const count = Math.ceil(most / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, n) => Number((n * step).toPrecision(12)));
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** 20 Nov; Nov 2026 of a month. */
export function periodName(key: string, per: Per, year = false): string {
  const [y, month, day] = key.split("-");
  const name = MONTHS[Number(month) - 1] ?? key;
  if (per === "month") return `${name} ${y}`;
  return `${per === "week" && year ? "week of " : ""}${Number(day)} ${name}${year ? ` ${y}` : ""}`;
}
