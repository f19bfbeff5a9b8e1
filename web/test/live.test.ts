import { describe, expect, it } from "vitest";
import { fileName } from "../src/api";
import { EventReader, Live } from "../src/live";
import type { Changed } from "../src/live";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("a stream of events", () => {
  const TEXT =
    ': ping\n\nevent: change\ndata: {"sessions":["a"]}\n\ndata: one\r\ndata: two\r\n\r\nevent: x\n\n';

  it("is cut alike wherever its pieces end", () => {
    const whole = new EventReader().read(TEXT);
    expect(whole).toEqual([
      { name: "change", data: '{"sessions":["a"]}' },
      { name: "message", data: "one\ntwo" },
    ]);
    for (let at = 0; at <= TEXT.length; at++) {
      const reader = new EventReader();
      expect([...reader.read(TEXT.slice(0, at)), ...reader.read(TEXT.slice(at))]).toEqual(whole);
    }
  });

  it("ends with what was not whole left out", () => {
    expect(new EventReader().read("event: change\ndata: {")).toEqual([]);
  });
});

describe("the page's link to the recorder", () => {
  const streamOf = (...parts: string[]) =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        parts.forEach((part) => controller.enqueue(bytes(part)));
      },
    });

  it("tells each watcher of its own sessions only", async () => {
    const live = new Live(async () =>
      streamOf(
        'event: change\ndata: {"sessions":["a","b"]}\n\n',
        'event: change\ndata: {"sessions":["c"]}\n\n',
      ),
    );
    const heard: string[] = [];
    const note = (who: string) => (changed: Changed) =>
      heard.push(`${who} ${[...(changed ?? [])].join()}`);
    live.watch("a", note("a"));
    live.watch(["b", "c"], note("bc"));
    live.watch("d", note("d"));
    const all = new Promise<void>((resolve) =>
      live.watch(undefined, (changed) => (note("all")(changed), changed?.has("c") && resolve())),
    );
    live.start(() => {});
    await all;
    expect(live.link).toBe("live");
    live.stop();
    expect(heard).toEqual(["a a,b", "bc a,b", "all a,b", "bc c", "all c"]);
  });

  it("falls back to asking, and comes back", async () => {
    let attempts = 0;
    const live = new Live(async () => {
      if (attempts++ === 0) throw new Error("connection refused");
      return streamOf();
    });
    const seen: string[] = [];
    const back = new Promise<void>((resolve) =>
      live.watchLink((link) => (seen.push(link), link === "live" && resolve())),
    );
    live.start(() => {});
    await back;
    live.stop();
    expect(seen).toEqual(["polling", "live"]);
  });

  it("tells everyone when nobody knows what changed", () => {
    const live = new Live(async () => streamOf());
    let told = 0;
    live.watch("a", () => told++);
    live.watch(undefined, () => told++);
    live.tell();
    expect(told).toBe(2);
  });
});

describe("the name of a file that the recorder sends", () => {
  it.each([
    ['attachment; filename="clew-1.html"', "clew-1.html"],
    ["attachment; filename=clew-1.md", "clew-1.md"],
    ['attachment; filename="../../etc/passwd"', "passwd"],
    ["attachment", undefined],
    [null, undefined],
  ])("in %s is %s", (header, name) => expect(fileName(header)).toBe(name));
});
