import { expect, test } from "vitest";
import { lossOf, toldStale, whose } from "../src/stale";
import type { StaleWrite } from "../src/types";

function write(more: Partial<StaleWrite>): StaleWrite {
  return {
    kind: "stale_read",
    session: "s",
    agent: "claude",
    root: "/r",
    path: "/r/a.txt",
    how: "rewrite",
    by: "agent",
    ...more,
  };
}

test("the gravest is told first, with how many", () => {
  expect(toldStale([write({}), write({ kind: "lost_update" }), write({})])).toBe(
    "1 lost update, 2 stale reads",
  );
});

test("what is gone and what is back is told in lines, and what is not known as such", () => {
  expect(lossOf(write({ lost: 2, restored: 1 }))).toBe("2 lines lost, 1 line back");
  expect(lossOf(write({ lost: 0, restored: 0 }))).toBe("nothing lost");
  expect(lossOf(write({}))).toBe("what was lost is not known");
});

test("whose work it was is a session's, a person's, Git's or not known", () => {
  expect(whose(write({ by_session: "t", by_agent: "codex" }))).toBe("codex");
  expect(whose(write({ by: "human" }))).toBe("a person");
  expect(whose(write({ by: "vcs" }))).toBe("Git");
  expect(whose(write({ by: "unknown" }))).toBe("somebody else");
});
