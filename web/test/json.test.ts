import { describe, expect, it } from "vitest";
import { asTable, parsed, summary } from "../src/json";

describe("parsed", () => {
  it("reads objects and lists, and nothing else", () => {
    expect(parsed(' {"a": [1, null]} ')).toEqual({ a: [1, null] });
    for (const text of ["12", '"x"', "{}", "[]", "{a: 1}", '{"a": 1} trailing', ""])
      expect(parsed(text), text).toBeUndefined();
  });

  it("leaves a text alone that reading would change", () => {
    expect(parsed('{"id": 12345678901234567890}')).toBeUndefined();
    expect(parsed('{"a": 1, "a": 2}')).toBeUndefined();
    expect(parsed('{"__proto__": {"x": 1}, "y": 2}')).not.toBeUndefined();
  });
});

describe("asTable", () => {
  it("takes flat records of few names", () => {
    expect(asTable([{ a: 1, b: "x" }, { a: 2 }])).toEqual({
      names: ["a", "b"],
      rows: [
        [1, "x"],
        [2, null],
      ],
    });
    expect(asTable([{ a: {} }, { a: 1 }])).toBeUndefined();
    expect(asTable([1, 2])).toBeUndefined();
    expect(asTable([{ a: 1 }])).toBeUndefined();
  });

  it("says how much a folded value holds", () => {
    expect([summary([1, 2]), summary({ a: 1 }), summary(3)]).toEqual(["[2]", "{1}", ""]);
  });
});
