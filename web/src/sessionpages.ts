/**
 * The sessions that fit a filter, by their place in the list: what is looked at is fetched, what is
 * far away is dropped. What is shown stays until what is newer has come, all of a view at once.
 */

import { list } from "./api";
import type { Params } from "./api";
import type { Page, SessionRow } from "./types";

const PAGE = 100;
/** Pages kept: 4,000 sessions, a few megabytes. */
const KEPT = 40;

type Ask = (params: Params, signal: AbortSignal) => Promise<Page<SessionRow>>;
const askRecorder: Ask = (params, signal) => list<SessionRow>("sessions", params, signal);

export class SessionPages {
  total: number | undefined;
  changed: () => void = () => {};
  failed: (failure: unknown) => void = () => {};
  private readonly pages = new Map<number, SessionRow[]>();
  private stale = new Set<number>();
  private loading = new Set<number>();
  private abort = new AbortController();
  /** The last question failed: the next is asked when there is a reason to. */
  private down = false;

  constructor(
    readonly key: string,
    private readonly params: Params,
    private readonly ask: Ask = askRecorder,
  ) {}

  at(index: number): SessionRow | undefined {
    return this.pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** Where a session stands, if it is here. */
  indexOf(session: string): number | undefined {
    for (const [page, rows] of this.pages) {
      const at = rows.findIndex((row) => row.session === session);
      if (at >= 0) return page * PAGE + at;
    }
    return undefined;
  }

  /** Sees to it that these rows are here soon, and as they are now. */
  want(first: number, last: number): void {
    const needed: number[] = [];
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) {
      const missing = !this.pages.has(page) || this.stale.has(page);
      if (missing && !this.loading.has(page)) needed.push(page);
    }
    if (needed.length === 0 || this.down) return;
    void this.load(needed[0]!, needed.at(-1)!);
  }

  /** Everything may have changed. */
  refresh(): void {
    this.down = false;
    this.stale = new Set(this.pages.keys());
  }

  /** Nobody looks any more. */
  leave(): void {
    this.abort.abort();
    this.abort = new AbortController();
    this.loading.clear();
    this.changed = this.failed = () => {};
    this.refresh();
  }

  private async load(from: number, to: number): Promise<void> {
    const { signal } = this.abort;
    const numbers = Array.from({ length: to - from + 1 }, (_, n) => from + n);
    numbers.forEach((page) => (this.loading.add(page), this.stale.delete(page)));
    try {
      const range = { limit: numbers.length * PAGE, offset: from * PAGE };
      const answer = await this.ask({ ...this.params, ...range }, signal);
      for (const page of numbers)
        this.pages.set(page, answer.items.slice((page - from) * PAGE, (page - from + 1) * PAGE));
      this.total = answer.total ?? Math.max(this.total ?? 0, range.offset + answer.items.length);
      this.forgetFar((from + to) / 2);
      numbers.forEach((page) => this.loading.delete(page));
      this.changed();
    } catch (failure) {
      if (signal.aborted) return;
      numbers.forEach((page) => (this.loading.delete(page), this.stale.add(page)));
      this.down = true;
      this.failed(failure);
    }
  }

  private forgetFar(middle: number): void {
    if (this.pages.size <= KEPT) return;
    const far = [...this.pages.keys()].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
    for (const page of far.slice(0, this.pages.size - KEPT)) this.pages.delete(page);
  }
}
