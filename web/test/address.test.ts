import { describe, expect, it } from "vitest";
import { address } from "../src/api";
import { parse, to } from "../src/route";
import { tokenIn } from "../src/token";

describe("routes", () => {
  it("come back as they were made, whatever the ids are", () => {
    const id = "a/b?c#d e%";
    expect(parse(to.session(id))).toEqual({ view: "session", session: id });
    expect(parse(to.step(id, "s/1"))).toEqual({ view: "session", session: id, step: "s/1" });
    expect(parse(to.turn("x", "t"))).toEqual({ view: "session", session: "x", turn: "t" });
    expect(parse(to.files("x"))).toEqual({ view: "files", session: "x" });
    expect(parse(to.sessionCost("x", new URLSearchParams("by=day")))).toMatchObject({
      view: "session-cost",
      session: "x",
    });
    expect(parse(to.cost())).toMatchObject({ view: "cost" });
    expect(parse(to.file("/a b/ü?#.ts", "9c41"))).toEqual({
      view: "file",
      path: "/a b/ü?#.ts",
      at: "9c41",
    });
    expect(parse(to.lines(new URLSearchParams("range=a..b")))).toMatchObject({ view: "lines" });
  });

  it("keep the filter of the list", () => {
    const route = parse(to.sessions(new URLSearchParams({ q: "a & b?", sort: "-errors" })));
    expect(route.view === "sessions" && [...route.params]).toEqual([
      ["q", "a & b?"],
      ["sort", "-errors"],
    ]);
  });

  it("that are unknown lead nowhere", () => {
    expect(parse("#/nothing/here").view).toBe("nowhere");
    expect(parse("#/session/x/step").view).toBe("nowhere");
    expect(parse("#/session/%E0%A4%A").view).toBe("session");
    expect(parse("").view).toBe("sessions");
  });
});

describe("the token", () => {
  it("is found in the fragment only, with or without an address after it", () => {
    expect(tokenIn("#token=abc%3D")).toEqual({ token: "abc=", rest: "#/" });
    expect(tokenIn("#token=abc&/session/x/files")).toEqual({
      token: "abc",
      rest: "#/session/x/files",
    });
    expect(tokenIn("#/session/token=abc")).toBeUndefined();
    expect(tokenIn("")).toBeUndefined();
  });
});

describe("address", () => {
  it("leaves out what is not set", () => {
    expect(
      address("log", { session: "a b", reverse: true, offset: 0, cursor: undefined, q: "" }),
    ).toBe("api/v1/log?session=a+b&reverse=true&offset=0");
    expect(address("status", {})).toBe("api/v1/status");
  });
});
