/** What changed beside a session that none of its steps did, and before which step it was seen. */

import { count } from "./format";
import type { ChangeBeside, Session } from "./types";

const BY: Record<string, string> = {
  human: "by a person",
  vcs: "through Git",
  baseline: "before",
  agent: "by the agent",
};

/** Who an origin is, in words. */
export function byWhom(origin: string | undefined): string {
  return BY[origin ?? ""] ?? "by nobody known";
}

const placed = new WeakMap<Session, Map<string, ChangeBeside[]>>();

/** What changed just before a step; `undefined` asks for what came after the last one. */
export function changesBefore(session: Session, step: string | undefined): ChangeBeside[] {
  let map = placed.get(session);
  if (!map) {
    map = new Map();
    for (const change of session.beside ?? []) {
      const key = change.next_step ?? "";
      const list = map.get(key);
      if (list) list.push(change);
      else map.set(key, [change]);
    }
    placed.set(session, map);
  }
  return map.get(step ?? "") ?? [];
}

/** "2 files changed by a person, 1 file changed through Git" */
export function told(changes: ChangeBeside[]): string {
  const files = new Map<string, Set<string>>();
  for (const change of changes) {
    const who = byWhom(change.origin);
    files.set(who, (files.get(who) ?? new Set()).add(change.path));
  }
  return [...files].map(([who, paths]) => `${count(paths.size, "file")} changed ${who}`).join(", ");
}
