import { describe, expect, it } from "vitest";
import {
  changes,
  choosable,
  confirmation,
  ofSession,
  ofStep,
  ofTurn,
  order,
  orderAs,
  orderOf,
  refusal,
  summary,
  toldEnd,
} from "../src/moves";
import type { MovePlan } from "../src/movetypes";
import type { Session, Step, Turn } from "../src/types";

const ALL = { exact: false, files: false };
const PLAN: MovePlan = {
  items: [
    { path: "a", action: "write", patch: "@@" },
    { path: "b", action: "delete" },
    { path: "c", action: "conflict", reason: "a conflict is marked", patch: "@@" },
    { path: "d", action: "conflict", reason: "not text" },
    { path: "e", action: "keep", reason: "a person changed it" },
  ],
  title: "undo 9c41",
  root: "/w",
  tree: "ab",
  changes: 3,
  conflicts: 1,
};

describe("a move", () => {
  it("is ordered in the recorder's words", () => {
    const undo = { verb: "undo", id: "9c41", of: "step", folder: "/w" } as const;
    expect(order(undo, ALL)).toEqual({ verb: "undo", what: "9c41", folder: "/w" });
    expect(order(undo, { exact: true, files: true, paths: ["a", "b/c"] })).toEqual({
      ...{ verb: "undo", what: "9c41", folder: "/w" },
      ...{ files: true, path: "a\nb/c" },
    });
    expect(order({ verb: "rewind", id: "9c41^", of: "step" }, { ...ALL, exact: true })).toEqual({
      ...{ verb: "rewind", to: "9c41^", exact: true },
    });
    expect(order({ verb: "redo", of: "move", folder: "/w" }, ALL)).toEqual({
      ...{ verb: "redo", folder: "/w" },
    });
  });

  it("is ended, or committed, by orders of their own", () => {
    const abort = { verb: "abort", id: "9c41", of: "move", folder: "/w" } as const;
    expect(orderOf(abort)).toBe("waiting");
    expect(order(abort, { ...ALL, files: true })).toEqual({
      ...{ verb: "abort", step: "9c41", folder: "/w", files: true },
    });
    const revert = { verb: "revert", id: "ab", of: "session", folder: "/w" } as const;
    expect(orderOf(revert)).toBe("revert-commit");
    expect(order(revert, { ...ALL, paths: ["a"] })).toEqual({
      ...{ session: "ab", folder: "/w", path: "a" },
    });
    expect(orderAs({ ...PLAN, head: "cd" }, { session: "ab" })).toEqual({
      ...{ session: "ab", tree: "ab", head: "cd" },
    });
    expect(orderAs(PLAN, {})).toEqual({ tree: "ab" });
    const message = 'Revert "more"\n\nThis reverts commit ab.\n';
    const whole = { ...PLAN, items: PLAN.items.slice(0, 1), changes: 1, conflicts: 0, message };
    expect(confirmation(revert, ALL, whole)).toBe("Revert 1 file and commit");
    expect(summary(whole)).toBe('1 file written, and committed as “Revert "more"”');
    expect(confirmation(revert, ALL, PLAN)).toBe("Revert 3 files, 1 with conflicts");
  });

  it("that waits says what is missing, or what came of it", () => {
    expect(toldEnd({ state: "marked", marked: ["a", "b"] })).toEqual({
      text: "2 files still have conflict markers: a, b. Resolve them first.",
      over: false,
    });
    expect(toldEnd({ state: "refused", said: "no" })).toEqual({
      text: "Git did not commit: no",
      over: false,
    });
    expect(toldEnd({ state: "committed", commit: "0123456789abcdef" })).toEqual({
      text: "Committed as 0123456789ab.",
      over: true,
    });
    expect(toldEnd({ state: "nothing" }).over).toBe(true);
    expect(toldEnd({ state: "open" }).over).toBe(false);
  });

  it("says what changes before it is made", () => {
    const undo = { verb: "undo", id: "9c41", of: "step" } as const;
    const rewind = { verb: "rewind", id: "9c41^", of: "step" } as const;
    expect(confirmation(undo, ALL, PLAN)).toBe("Take back 3 files, 1 with conflicts");
    expect(confirmation(rewind, { ...ALL, exact: true }, { ...PLAN, conflicts: 0 })).toBe(
      "Rewind 3 files exactly",
    );
    expect(summary(PLAN)).toBe(
      "1 file written, 1 file removed, conflict markers in 1 file, 2 files left as they are",
    );
    expect(PLAN.items.filter(changes).map((each) => each.path)).toEqual(["a", "b", "c"]);
    expect(choosable({ path: "a\nb", action: "write" })).toBe(false);
  });

  it("that is refused says whether files could go alone", () => {
    expect(refusal("/w: a merge is in progress: end it; or add --files to change files")).toEqual({
      ...{ text: "/w: a merge is in progress: end it", filesOnly: true },
    });
    expect(refusal("/w: the index is locked; add --files to change files only")).toEqual({
      ...{ text: "/w: the index is locked", filesOnly: true },
    });
    expect(refusal("nothing to take back")).toEqual({
      ...{ text: "nothing to take back", filesOnly: false },
    });
  });

  it("is offered only for what was seen in a workspace", () => {
    const step = { step: "9c41", session: "s", kind: "file_write" } as Step;
    expect(ofStep(step)).toEqual([]);
    expect(ofStep({ ...step, files: [{ path: "/w/a", op: "modify", source: "agent" }] })).toEqual(
      [],
    );
    const seen = [{ path: "/w/a", op: "modify", source: "workspace" }];
    expect(ofStep({ ...step, files: seen }, "/w").map((each) => [each.verb, each.id])).toEqual([
      ["undo", "9c41"],
      ["rewind", "9c41^"],
    ]);
    const looked = [{ snapshot: "ab", root: "/w" }];
    expect(ofStep({ ...step, snapshots: looked }).map((each) => each.verb)).toEqual(["rewind"]);
    expect(ofStep({ ...step, kind: "rollback", files: seen }).map((each) => each.of)).toEqual([
      "move",
    ]);
    const turn = { turn: "77", session: "s", number: 1, files: [{ path: "a", modified: 1 }] };
    expect(ofTurn(turn as Turn)).toEqual([]);
    expect(ofTurn(turn as Turn, "/w")).toHaveLength(2);
    const session = { session: "s", agent: "claude" } as Session;
    expect(ofSession(session)).toEqual([]);
    expect(ofSession({ ...session, workspaces: looked })).toHaveLength(2);
    expect(ofSession({ ...session, agent: "human", workspaces: looked })).toMatchObject([
      { verb: "redo", folder: "/w" },
    ]);
  });
});
