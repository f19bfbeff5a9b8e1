/** A session's steps by ordinal: pages are fetched when looked at and dropped when far away. */

import { list } from "./api";
import type { StepRow } from "./types";

const PAGE = 200;
/** Pages kept: 8,000 steps, a few megabytes. */
const KEPT = 40;

export class LogPages {
  total: number | undefined;
  private readonly pages = new Map<number, StepRow[]>();
  private readonly loading = new Map<number, Promise<void>>();
  private stale = new Set<number>();

  constructor(
    private readonly session: string,
    private readonly changed: () => void,
    private readonly failed: (failure: unknown) => void,
    private readonly signal: AbortSignal,
  ) {}

  at(ordinal: number): StepRow | undefined {
    return this.pages.get(Math.floor(ordinal / PAGE))?.[ordinal % PAGE];
  }

  /** Sees to it that these steps are here soon. */
  want(first: number, last: number): void {
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) {
      if (!this.pages.has(page) || this.stale.has(page)) void this.load(page);
    }
    this.forgetFar(Math.floor((first + last) / 2 / PAGE));
  }

  /** The step itself, fetched if need be. */
  async get(ordinal: number): Promise<StepRow | undefined> {
    const page = Math.floor(ordinal / PAGE);
    if (!this.pages.has(page)) await this.load(page);
    return this.at(ordinal);
  }

  /** Everything may have changed: what is shown stays until its new page has come. */
  refresh(): void {
    this.stale = new Set(this.pages.keys());
  }

  private load(page: number): Promise<void> {
    const running = this.loading.get(page);
    if (running) return running;
    this.stale.delete(page);
    const params = { session: this.session, reverse: true, limit: PAGE, offset: page * PAGE };
    const run = list<StepRow>("log", params, this.signal)
      .then((answer) => {
        this.pages.set(page, answer.items);
        this.total = answer.total ?? Math.max(this.total ?? 0, page * PAGE + answer.items.length);
        this.changed();
      })
      .catch((failure: unknown) => {
        if (!this.signal.aborted) this.failed(failure);
      })
      .finally(() => this.loading.delete(page));
    this.loading.set(page, run);
    return run;
  }

  private forgetFar(middle: number): void {
    if (this.pages.size <= KEPT) return;
    const far = [...this.pages.keys()].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
    for (const page of far.slice(0, this.pages.size - KEPT)) this.pages.delete(page);
  }
}
