/** The list of sessions as it is shown while its filter, its order and the sessions change. */

import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from "preact/hooks";
import { list } from "./api";
import { asked, conditions, sortOf } from "./filter";
import { useLoad, useWorld } from "./hooks";
import type { Loaded } from "./hooks";
import { useChanges } from "./live";
import { SessionPages } from "./sessionpages";
import type { Stat } from "./types";

const TYPING_MS = 120;
const FIRST_ROWS = 60;
/** How often the counts beside the list are read anew at most: they look at the whole store. */
const COUNTS_MS = 3000;

export interface SessionList {
  /** What is shown; of the filter before, until the first rows of a new one have come. */
  pages?: SessionPages;
  waiting: boolean;
  failure?: unknown;
  again: () => void;
}

/** `start` is what an earlier visit found: it is shown at once, and read again. */
export function useSessionList(params: URLSearchParams, start?: SessionPages): SessionList {
  const { generation, fail } = useWorld();
  const key = params.toString();
  const [pages, show] = useState(start?.key === key ? start : undefined);
  const [failure, setFailure] = useState<unknown>();
  const [attempt, setAttempt] = useState(0);
  const [, redraw] = useReducer((n: number) => n + 1, 0);

  useEffect(() => {
    const mine =
      pages?.key === key
        ? pages
        : new SessionPages(key, { ...asked(params), sort: sortOf(params) });
    mine.changed = () => {
      setFailure(undefined);
      show(mine);
      redraw(undefined);
    };
    mine.failed = (problem) => {
      setFailure(problem);
      fail(problem);
    };
    const timer = setTimeout(
      () => mine.want(0, FIRST_ROWS),
      pages === undefined || mine === pages ? 0 : TYPING_MS,
    );
    return () => {
      clearTimeout(timer);
      mine.leave();
    };
  }, [key, attempt]);
  useEffect(() => {
    pages?.refresh();
    if (pages?.total === 0) pages.want(0, FIRST_ROWS); // an empty list draws no rows that ask
  }, [generation]);

  return {
    pages,
    waiting: pages?.key !== key,
    failure,
    again: () => (setFailure(undefined), setAttempt(attempt + 1)),
  };
}

/** The counts beside the list. */
export function useStats(params: URLSearchParams): Loaded<Stat[]> {
  const changes = useChanges(undefined, COUNTS_MS);
  const question = new URLSearchParams(conditions(params)).toString();
  const load = useLoad(
    "stats",
    async (signal) => {
      await pause(TYPING_MS, signal);
      return (await list<Stat>("stats", { ...asked(params), keys: 40 }, signal)).items;
    },
    `${question} ${changes}`,
  );
  return load;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => clearTimeout(timer));
  });
}

/**
 * Whoever has scrolled down keeps what they look at in its place: when sessions come or go above,
 * the list is scrolled by as much.
 */
export function useStillRows(
  box: RefObject<HTMLElement>,
  pages: SessionPages | undefined,
  first: number,
  height: number,
): void {
  const anchor = useRef<{ key: string; session: string; index: number }>();
  useLayoutEffect(() => {
    const element = box.current;
    const before = anchor.current;
    if (element && pages && before?.key === pages.key && element.scrollTop > 0) {
      const index = pages.indexOf(before.session);
      if (index !== undefined && index !== before.index)
        element.scrollTop += (index - before.index) * height;
    }
    const session = pages?.at(first)?.session;
    anchor.current = pages && session ? { key: pages.key, session, index: first } : undefined;
  });
}
