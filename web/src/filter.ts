/** Which sessions the list shows and in which order, as it stands in the address. */

import type { Params } from "./api";
import { go, to } from "./route";

/** What the recorder can be asked; every other name in the address is left alone. */
const CONDITIONS = [
  "q",
  "agent",
  "model",
  "repo",
  "branch",
  "since",
  "until",
  "errors",
  "subagents",
];

export const NEWEST = "-started_at";

export const SORTS: [string, string][] = [
  [NEWEST, "Newest first"],
  ["-ended_at", "Last active first"],
  ["-cost_usd", "Dearest first"],
  ["-tokens", "Most tokens"],
  ["-duration", "Longest first"],
  ["-tool_calls", "Most tool calls"],
  ["-errors", "Most errors"],
  ["-files_changed", "Most files changed"],
  ["title", "By title"],
];

export function sortOf(params: URLSearchParams): string {
  return params.get("sort") || NEWEST;
}

export function nextSort(sort: string): string {
  const at = SORTS.findIndex(([value]) => value === sort);
  return SORTS[(at + 1) % SORTS.length]![0];
}

export function conditions(params: URLSearchParams): [string, string][] {
  return CONDITIONS.map((name): [string, string] => [name, params.get(name) ?? ""]).filter(
    ([, value]) => value !== "",
  );
}

/** What the recorder is asked for: without the sub-agents, whose work counts for their parents. */
export function asked(params: URLSearchParams): Params {
  return { top: true, ...Object.fromEntries(conditions(params)) };
}

/** The same address with one condition more, other or (with an empty value) less. */
export function changed(params: URLSearchParams, name: string, value: string): URLSearchParams {
  const next = new URLSearchParams(params);
  if (value === "" || (name === "sort" && value === NEWEST)) next.delete(name);
  else next.set(name, value);
  return next;
}

/** What is typed replaces the address; what is chosen is a step that the back button undoes. */
export function change(params: URLSearchParams, name: string, value: string, typed = false): void {
  go(to.sessions(changed(params, name, value)), typed);
}

export function clear(params: URLSearchParams): void {
  const sort = params.get("sort");
  go(to.sessions(new URLSearchParams(sort ? { sort } : {})));
}
