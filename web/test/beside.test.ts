import { describe, expect, it } from "vitest";
import { byWhom, changesBefore, told } from "../src/beside";
import type { ChangeBeside, Session } from "../src/types";

const change = (path: string, origin: string, next_step?: string): ChangeBeside => ({
  path,
  op: "modify",
  origin,
  ...(next_step === undefined ? {} : { next_step }),
});

describe("changes beside a session", () => {
  const session = {
    session: "s",
    beside: [
      change("a", "human", "one"),
      change("a", "human", "one"),
      change("b", "vcs", "one"),
      change("c", "unknown"),
    ],
  } as unknown as Session;

  it("stand before the step that was about to begin, or after the last", () => {
    expect(changesBefore(session, "one").map((each) => each.path)).toEqual(["a", "a", "b"]);
    expect(changesBefore(session, undefined).map((each) => each.path)).toEqual(["c"]);
    expect(changesBefore(session, "two")).toEqual([]);
  });

  it("count files, and say who changed them", () => {
    expect(told(changesBefore(session, "one"))).toBe(
      "1 file changed by a person, 1 file changed through Git",
    );
    expect(byWhom("unknown")).toBe("by nobody known");
  });
});
