/**
 * Asks the recorder how it is, while the page is seen: often while there is no stream of changes or
 * an import runs, else seldom.
 */

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { CallFailed, Unauthorized, one } from "./api";
import { live, useChanges, useLiveStream } from "./live";
import type { Link } from "./live";
import type { Status } from "./types";

const OFTEN_MS = 3000;
const SELDOM_MS = 15_000;
/** How often what is drawn of the whole store is read anew at most. */
const STORE_MS = 1000;

export interface Pulse {
  status?: Status;
  /** Grows when something was recorded in any session, at most once a second. */
  generation: number;
  now: number;
  link: Link;
  /** Why the last question had no answer. */
  lost?: { silent: boolean; message: string };
  /** Asks at once. */
  ask: () => void;
}

export function usePulse(refused: () => void): Pulse {
  const [pulse, setPulse] = useState<Omit<Pulse, "generation" | "ask">>({
    now: Date.now(),
    link: live.link,
  });
  const generation = useChanges(undefined, STORE_MS);
  const entries = useRef<number>();
  const now = useRef(() => {});
  useLiveStream(refused);
  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let often = true;
    const ask = async () => {
      clearTimeout(timer);
      try {
        const status = await one<Status>("status", { limit: 0 }, abort.signal);
        // What waits is resolved in an editor, of which nothing tells.
        often = status?.importing !== undefined || status?.waiting !== undefined;
        setPulse({ status, now: Date.now(), link: live.link });
        // The stream tells of changes itself, but not of those before it was opened.
        const known = entries.current;
        if (known !== undefined && known !== status?.entries) live.tell();
        entries.current = status?.entries ?? 0;
      } catch (failure) {
        if (abort.signal.aborted) return;
        if (failure instanceof Unauthorized) return refused();
        often = true;
        entries.current = -1; // Whatever it has when it answers again: what failed is read again.
        const silent = !(failure instanceof CallFailed) || failure.status === 0;
        const lost = { silent, message: failure instanceof Error ? failure.message : `${failure}` };
        setPulse((old) => ({ ...old, now: Date.now(), link: live.link, lost }));
      }
      schedule();
    };
    const schedule = () => {
      clearTimeout(timer);
      const wait = often || live.link !== "live" ? OFTEN_MS : SELDOM_MS;
      if (!document.hidden && !abort.signal.aborted) timer = setTimeout(ask, wait);
    };
    const seen = () => {
      clearTimeout(timer);
      if (!document.hidden) void ask();
    };
    document.addEventListener("visibilitychange", seen);
    now.current = () => void ask();
    const unlink = live.watchLink(() => void ask());
    void ask();
    return () => {
      abort.abort();
      unlink();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
    };
  }, []);
  const ask = useCallback(() => now.current(), []);
  return { ...pulse, generation, ask };
}
