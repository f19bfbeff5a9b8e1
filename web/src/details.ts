/** Steps and turns in full, fetched when their rows are drawn, and kept for a while. */

import { useEffect, useState } from "preact/hooks";
import { one } from "./api";
import type { Step, StepRow, Turn, TurnRow } from "./types";

const KEPT = 400;
/** A row that only flies past asks for nothing. */
const SETTLE_MS = 120;

export class Details {
  private readonly found = new Map<string, unknown>();

  constructor(private readonly failed: (failure: unknown) => void) {}

  known<T>(key: string): T | undefined {
    return this.found.get(key) as T | undefined;
  }

  async fetch<T>(key: string, id: string, signal: AbortSignal): Promise<T | undefined> {
    try {
      const value = await one<T>("show", { id }, signal);
      if (value !== undefined) this.keep(key, value);
      return value;
    } catch (failure) {
      if (!signal.aborted) this.failed(failure);
      return undefined;
    }
  }

  private keep(key: string, value: unknown): void {
    this.found.set(key, value);
    const oldest = this.found.keys().next();
    if (this.found.size > KEPT && !oldest.done) this.found.delete(oldest.value);
  }
}

/** The step in full; read again when its row says that it went on. */
export function useStepDetail(details: Details, row: StepRow, wanted: boolean): Step | undefined {
  const key = `${row.step} ${row.status} ${row.duration_ms} ${row.title?.length}`;
  return useDetail<Step>(details, key, row.step, wanted);
}

export function useTurnDetail(details: Details, row: TurnRow): Turn | undefined {
  return useDetail<Turn>(details, `${row.turn} ${row.steps} ${row.cost_usd}`, row.turn, true);
}

function useDetail<T>(details: Details, key: string, id: string, wanted: boolean): T | undefined {
  const [shown, setShown] = useState<{ id: string; value: T | undefined }>();
  const known = details.known<T>(key);
  useEffect(() => {
    if (!wanted || known !== undefined) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      void details.fetch<T>(key, id, abort.signal).then((value) => {
        if (!abort.signal.aborted) setShown({ id, value });
      });
    }, SETTLE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [key, wanted]);
  // While it is read again the last answer stays.
  return known ?? (shown?.id === id ? shown.value : undefined);
}
