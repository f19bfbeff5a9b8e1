/** Moves, as the page asks for them: what is asked, what the recorder plans, and the words for both. */

import { count } from "./format";
import { line } from "./text";
import type { MoveEnd, MovePath, MovePlan } from "./movetypes";
import type { FileRow, Session, Step, Turn } from "./types";

/** What a user wants taken back. */
export interface Asked {
  verb: "undo" | "rewind" | "redo" | "abort" | "revert";
  /** The step, turn or session; for a rewind with `^` behind it. None for a redo. */
  id?: string;
  of: "step" | "turn" | "session" | "move";
  /** Its title. */
  name?: string;
  /** The workspace, for what does not say itself. */
  folder?: string;
}

/** How it is wanted. */
export interface Chosen {
  exact: boolean;
  /** Files only, whatever Git is doing. */
  files: boolean;
  /** The only paths that may change; all where it is missing. */
  paths?: string[];
}

/** Which of the recorder's orders it is. */
export function orderOf(asked: Asked): string {
  if (asked.verb === "abort") return "waiting";
  return asked.verb === "revert" ? "revert-commit" : "move";
}

const SUBJECTS = { undo: "what", rewind: "to", redo: "", abort: "step", revert: "session" };

/** The order as the recorder takes it. */
export function order(asked: Asked, chosen: Chosen): Record<string, string | boolean> {
  const fields: Record<string, string | boolean> =
    asked.verb === "revert" ? {} : { verb: asked.verb };
  if (asked.id !== undefined) fields[SUBJECTS[asked.verb]] = asked.id;
  if (asked.folder !== undefined) fields["folder"] = asked.folder;
  if (chosen.exact && asked.verb === "rewind") fields["exact"] = true;
  if (chosen.files && asked.verb !== "revert") fields["files"] = true;
  if (chosen.paths !== undefined && asked.verb !== "abort")
    fields["path"] = chosen.paths.join("\n");
  return fields;
}

/** The order to do just what was shown. */
export function orderAs(
  plan: MovePlan,
  fields: Record<string, string | boolean>,
): Record<string, string | boolean> {
  return { ...fields, tree: plan.tree, ...(plan.head === undefined ? {} : { head: plan.head }) };
}

/** Whether the path is changed: a conflict that is not written has no lines to show. */
export function changes(path: MovePath): boolean {
  if (path.action === "conflict") return path.patch !== undefined;
  return path.action === "write" || path.action === "delete" || path.action === "mode";
}

/** One path a line is what the recorder reads: a path with a line end in it cannot be chosen. */
export function choosable(path: MovePath): boolean {
  return !/[\n\r]/.test(path.path);
}

export function title(asked: Asked): string {
  if (asked.verb === "redo") return "Take the last move back";
  if (asked.verb === "abort") return "Take the move and its conflicts back";
  if (asked.verb === "revert") return "Revert its commits";
  return asked.verb === "rewind"
    ? `Rewind to before this ${asked.of}`
    : `Take back this ${asked.of}`;
}

export function meaning(asked: Asked, exact: boolean): string {
  if (asked.verb === "redo")
    return "What the last move did to files is undone. What was done since stays.";
  if (asked.verb === "abort") return "The files become what they were before the move.";
  if (asked.verb === "revert")
    return "What commits brought of the session's work is taken back and committed. All other work stays.";
  if (asked.verb === "undo") return "What it did to files is undone. All other work stays.";
  return exact
    ? "The files become exactly what they were then: what people changed since goes, too."
    : "What agents did to files since then is undone. What people did since stays.";
}

/** What the button says: it names what changes. */
export function confirmation(asked: Asked, chosen: Chosen, plan: MovePlan): string {
  const files = count(plan.changes, "file");
  const what = asked.verb === "rewind" ? `Rewind ${files}` : `Take back ${files}`;
  if (asked.verb === "revert")
    return plan.conflicts > 0
      ? `Revert ${files}, ${plan.conflicts} with conflicts`
      : `Revert ${files} and commit`;
  const how = asked.verb === "rewind" && chosen.exact ? `${what} exactly` : what;
  return plan.conflicts > 0 ? `${how}, ${plan.conflicts} with conflicts` : how;
}

/** What is going to happen, in one sentence. */
export function summary(plan: MovePlan): string {
  const n = (action: string) =>
    plan.items.filter((each) => each.action === action && changes(each)).length;
  const kept = plan.items.filter((each) => !changes(each)).length;
  const parts = [
    n("write") > 0 && `${count(n("write"), "file")} written`,
    n("delete") > 0 && `${count(n("delete"), "file")} removed`,
    n("mode") > 0 && `the mode of ${count(n("mode"), "file")} set`,
    n("conflict") > 0 && `conflict markers in ${count(n("conflict"), "file")}`,
    kept > 0 && `${count(kept, "file")} left as ${kept === 1 ? "it is" : "they are"}`,
  ].filter(Boolean);
  const told = parts.join(", ");
  if (plan.message === undefined) return told;
  return plan.conflicts > 0
    ? `${told}; nothing is committed before they are resolved`
    : `${told}, and committed as “${subject(plan.message)}”`;
}

/** The first line of a commit's message. */
export function subject(message: string): string {
  return line(message.split("\n", 1)[0], 120);
}

/** "2 files still have conflict markers: a.txt, b.txt" */
export function toldMarked(marked: string[]): string {
  const names = marked.slice(0, NAMED).map((path) => line(path, 100));
  const more = marked.length > NAMED ? [`${marked.length - NAMED} more`] : [];
  const have = marked.length === 1 ? "has" : "have";
  return `${count(marked.length, "file")} still ${have} conflict markers: ${[...names, ...more].join(", ")}`;
}

const NAMED = 5;

/** What came of going on with a move that waited. */
export function toldEnd(end: MoveEnd): { text: string; over: boolean } {
  switch (end.state) {
    case "committed":
      return { text: `Committed as ${(end.commit ?? "").slice(0, 12)}.`, over: true };
    case "staged":
      return { text: "The files are staged.", over: true };
    case "nothing":
      return { text: "Done: nothing waits any more.", over: true };
    case "marked":
      return { text: `${toldMarked(end.marked ?? [])}. Resolve them first.`, over: false };
    case "refused":
      return { text: `Git did not commit: ${end.said ?? "it said nothing"}`, over: false };
    default:
      return { text: `It is not done: ${end.state}`, over: false };
  }
}

const FILES_ONLY = /[;:]? (?:or )?add --files\b.*$/;

/** A refusal in the page's words, and whether files could be changed all the same. */
export function refusal(message: string): { text: string; filesOnly: boolean } {
  const filesOnly = FILES_ONLY.test(message);
  return { text: message.replace(FILES_ONLY, ""), filesOnly };
}

/** The workspace of a session, if it was looked at. */
export function workspace(session: Session): string | undefined {
  return session.workspaces?.[0]?.root;
}

/** What can be done about a step: nothing where its workspace was not looked at. */
export function ofStep(step: Step, folder?: string): Asked[] {
  const about = { of: "step" as const, name: line(step.title, 160), folder };
  const changed = (step.files ?? []).some(
    (file) => file.source === "workspace" && file.op !== "read",
  );
  if (step.kind === "rollback")
    return changed ? [{ ...about, verb: "undo", id: step.step, of: "move" }] : [];
  const seen = changed || (step.snapshots ?? []).length > 0;
  return [
    ...(changed ? [{ ...about, verb: "undo" as const, id: step.step }] : []),
    ...(seen ? [{ ...about, verb: "rewind" as const, id: `${step.step}^` }] : []),
  ];
}

/** What can be done about a turn that changed files of a workspace that was looked at. */
export function ofTurn(turn: Turn, folder?: string): Asked[] {
  if (folder === undefined || !(turn.files ?? []).some(changed)) return [];
  const name = line(turn.title ?? turn.prompt, 160);
  const about = { of: "turn" as const, name, folder };
  return [
    { ...about, verb: "undo", id: turn.turn },
    { ...about, verb: "rewind", id: `${turn.turn}^` },
  ];
}

function changed(file: FileRow): boolean {
  return Boolean(file.created || file.modified || file.deleted);
}

/** What can be done about a session whose workspace was looked at. */
export function ofSession(session: Session): Asked[] {
  const folder = workspace(session);
  if (folder === undefined) return [];
  const id = session.session;
  const about = { of: "session" as const, name: line(session.title, 160), folder };
  if (session.agent === "human") return [{ ...about, of: "move", verb: "redo" }];
  return [
    { ...about, verb: "undo", id },
    { ...about, verb: "rewind", id: `${id}^` },
  ];
}

/** What may be done about its commits: the recorder knows whether there are any. */
export function ofCommits(session: Session): Asked | undefined {
  const folder = workspace(session);
  if (folder === undefined || session.agent === "human") return undefined;
  const name = line(session.title, 160);
  return { verb: "revert", id: session.session, of: "session", name, folder };
}
