/** Moves, as the page asks for them: what is asked, what the recorder plans, and the words for both. */

import { count } from "./format";
import { line } from "./text";
import type { FileRow, MovePath, MovePlan, Session, Step, Turn } from "./types";

/** What a user wants taken back. */
export interface Asked {
  verb: "undo" | "rewind" | "redo";
  /** The step, turn or session; for a rewind with `^` behind it. None for a redo. */
  id?: string;
  of: "step" | "turn" | "session" | "move";
  /** Its title. */
  name?: string;
  /** The workspace, for what does not say itself. */
  folder?: string;
  /** Takes a move back together with its conflicts. */
  abort?: boolean;
}

/** How it is wanted. */
export interface Chosen {
  exact: boolean;
  /** Files only, whatever Git is doing. */
  files: boolean;
  /** The only paths that may change; all where it is missing. */
  paths?: string[];
}

/** The order as the recorder takes it. */
export function order(asked: Asked, chosen: Chosen): Record<string, string | boolean> {
  const fields: Record<string, string | boolean> = { verb: asked.verb };
  if (asked.id !== undefined) fields[asked.verb === "rewind" ? "to" : "what"] = asked.id;
  if (asked.folder !== undefined) fields["folder"] = asked.folder;
  if (asked.abort) fields["abort"] = true;
  if (chosen.exact && asked.verb === "rewind") fields["exact"] = true;
  if (chosen.files) fields["files"] = true;
  if (chosen.paths !== undefined) fields["path"] = chosen.paths.join("\n");
  return fields;
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
  if (asked.abort) return "Take the move and its conflicts back";
  return asked.verb === "rewind"
    ? `Rewind to before this ${asked.of}`
    : `Take back this ${asked.of}`;
}

export function meaning(asked: Asked, exact: boolean): string {
  if (asked.verb === "redo")
    return "What the last move did to files is undone. What was done since stays.";
  if (asked.abort) return "Files with conflict markers become what they were before the move.";
  if (asked.verb === "undo") return "What it did to files is undone. All other work stays.";
  return exact
    ? "The files become exactly what they were then: what people changed since goes, too."
    : "What agents did to files since then is undone. What people did since stays.";
}

/** What the button says: it names what changes. */
export function confirmation(asked: Asked, chosen: Chosen, plan: MovePlan): string {
  const files = count(plan.changes, "file");
  const what = asked.verb === "rewind" ? `Rewind ${files}` : `Take back ${files}`;
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
  return parts.join(", ");
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
