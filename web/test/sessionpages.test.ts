import { describe, expect, it } from "vitest";
import { SessionPages } from "../src/sessionpages";
import type { SessionRow } from "../src/types";

const row = (n: number): SessionRow => ({ session: `s${n}`, agent: "a" });

function store(size: number) {
  const asked: [number, number][] = [];
  const world = { rows: Array.from({ length: size }, (_, n) => row(n)), asked, broken: false };
  const pages = new SessionPages("", {}, async (params) => {
    const [from, limit] = [Number(params.offset), Number(params.limit)];
    asked.push([from, limit]);
    if (world.broken) throw new Error("gone");
    return { items: world.rows.slice(from, from + limit), total: world.rows.length };
  });
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  return { world, pages, settled };
}

describe("a list of a hundred thousand sessions", () => {
  it("fetches what is in view, anywhere, once and in one piece", async () => {
    const { world, pages, settled } = store(100_000);
    pages.want(0, 40);
    pages.want(0, 40);
    await settled();
    pages.want(99_950, 99_999);
    pages.want(550, 640);
    await settled();
    expect(pages.total).toBe(100_000);
    expect(pages.at(99_999)?.session).toBe("s99999");
    expect(pages.at(600)?.session).toBe("s600");
    expect(pages.at(5000)).toBeUndefined();
    expect(world.asked).toEqual([
      [0, 100],
      [99_900, 100],
      [500, 200],
    ]);
  });

  it("keeps what it shows until what is newer has come", async () => {
    const { world, pages, settled } = store(300);
    pages.want(0, 40);
    await settled();
    world.rows = [{ session: "new", agent: "a" }, ...world.rows];
    pages.refresh();
    expect(pages.indexOf("s3")).toBe(3);
    pages.want(0, 40);
    await settled();
    expect(pages.indexOf("s3")).toBe(4);
    expect(pages.total).toBe(301);
  });

  it("does not ask again and again where nobody answers", async () => {
    const { world, pages, settled } = store(300);
    const failures: unknown[] = [];
    pages.failed = (failure) => void failures.push(failure);
    world.broken = true;
    pages.want(0, 40);
    await settled();
    pages.want(0, 40);
    await settled();
    expect(failures).toHaveLength(1);
    world.broken = false;
    pages.refresh();
    pages.want(0, 40);
    await settled();
    expect(pages.at(0)?.session).toBe("s0");
  });
});
