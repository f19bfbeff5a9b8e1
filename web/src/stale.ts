/** Writes that were made from a version which was no longer there. */

import { count } from "./format";
import type { StaleWrite } from "./types";

/** "1 lost update, 2 stale reads" */
export function toldStale(writes: StaleWrite[]): string {
  const lost = writes.filter((write) => write.kind === "lost_update").length;
  const stale = writes.length - lost;
  return [lost > 0 && count(lost, "lost update"), stale > 0 && count(stale, "stale read")]
    .filter(Boolean)
    .join(", ");
}

/** "3 lines lost, 1 line back", or that nothing is. */
export function lossOf(write: StaleWrite): string {
  if (write.lost === undefined) return "what was lost is not known";
  const told = [
    write.lost > 0 && `${count(write.lost, "line")} lost`,
    (write.restored ?? 0) > 0 && `${count(write.restored!, "line")} back`,
  ].filter(Boolean);
  return told.length > 0 ? told.join(", ") : "nothing lost";
}

/** Whose work it was, in words; sessions are told by their agent. */
export function whose(write: StaleWrite): string {
  if (write.by_session) return write.by_agent ?? "another session";
  return { human: "a person", vcs: "Git" }[write.by] ?? "somebody else";
}
