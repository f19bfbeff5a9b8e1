/**
 * What the recorder tells the moment it has recorded something: which sessions changed.
 *
 * One stream for the whole page, open while the page is seen: a browser has six connections to one
 * host, and hidden tabs must not hold them all. While there is no stream, `status.ts` asks every
 * few seconds and calls `tell()`.
 */

import { useEffect, useState } from "preact/hooks";
import { CallFailed, Unauthorized, stream } from "./api";

/** How the page learns of changes: from the stream, or by asking. */
export type Link = "connecting" | "live" | "polling";

/** The ids of the sessions that changed; undefined when any may have. */
export type Changed = ReadonlySet<string> | undefined;

type Open = (signal: AbortSignal) => Promise<ReadableStream<Uint8Array>>;

const FIRST_WAIT_MS = 500;
const LAST_WAIT_MS = 15_000;
/** A recorder without the question: perhaps it is updated and started again meanwhile. */
const NOT_THERE_WAIT_MS = 60_000;
/** The recorder says something every 15 s: after so long a silence the line is dead. */
const SILENCE_MS = 40_000;
/** Looking at another tab for a moment does not end the stream. */
const HIDDEN_MS = 10_000;

export class Live {
  link: Link = "connecting";
  private readonly watchers = new Set<{
    of: (id: string) => boolean;
    call: (c: Changed) => void;
  }>();
  private readonly linked = new Set<(link: Link) => void>();
  private running?: AbortController;

  constructor(private readonly open: Open) {}

  /** Calls `call` whenever one of `sessions` changed (any, when undefined); answers how to stop. */
  watch(
    sessions: string | readonly string[] | undefined,
    call: (changed: Changed) => void,
  ): () => void {
    const watcher = { of: (id: string) => sessions === undefined || sessions.includes(id), call };
    if (typeof sessions === "string") watcher.of = (id) => id === sessions;
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  }

  watchLink(call: (link: Link) => void): () => void {
    this.linked.add(call);
    return () => void this.linked.delete(call);
  }

  tell(changed?: Changed): void {
    for (const { of, call } of [...this.watchers]) {
      if (changed === undefined || [...changed].some(of)) call(changed);
    }
  }

  /** Opens the stream, and opens it again whenever it ends, until `stop`. */
  start(refused: () => void): void {
    if (this.running) return;
    const abort = (this.running = new AbortController());
    void this.run(abort.signal, refused);
  }

  stop(): void {
    this.running?.abort();
    this.running = undefined;
  }

  private async run(stopped: AbortSignal, refused: () => void): Promise<void> {
    let wait = FIRST_WAIT_MS;
    while (!stopped.aborted) {
      let pause = wait;
      try {
        await this.listen(stopped, () => (wait = FIRST_WAIT_MS));
      } catch (failure) {
        if (stopped.aborted) return;
        if (failure instanceof Unauthorized) return refused();
        if (failure instanceof CallFailed && failure.status === 404) pause = NOT_THERE_WAIT_MS;
      }
      if (stopped.aborted) return;
      this.become("polling");
      await rest(pause * (0.8 + Math.random() * 0.4), stopped);
      wait = Math.min(wait * 2, LAST_WAIT_MS);
    }
  }

  private async listen(stopped: AbortSignal, heard: () => void): Promise<void> {
    const attempt = new AbortController();
    const end = () => attempt.abort();
    stopped.addEventListener("abort", end);
    let silence = setTimeout(end, SILENCE_MS);
    try {
      const reader = (await this.open(attempt.signal)).getReader();
      this.become("live");
      const events = new EventReader();
      const text = new TextDecoder();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(silence);
        silence = setTimeout(end, SILENCE_MS);
        heard();
        for (const event of events.read(text.decode(value, { stream: true }))) {
          if (event.name === "change") this.tell(sessionsIn(event.data));
        }
      }
    } finally {
      clearTimeout(silence);
      stopped.removeEventListener("abort", end);
    }
  }

  private become(link: Link): void {
    if (this.link === link) return;
    this.link = link;
    for (const call of [...this.linked]) call(link);
  }
}

function sessionsIn(data: string): Changed {
  try {
    const { sessions } = JSON.parse(data) as { sessions?: unknown };
    return Array.isArray(sessions) ? new Set(sessions.map(String)) : undefined;
  } catch {
    return undefined;
  }
}

/** Cuts a `text/event-stream` into events as it comes; comments and what is not whole stay out. */
export class EventReader {
  private rest = "";

  read(more: string): { name: string; data: string }[] {
    const events = (this.rest + more).split(/\r?\n\r?\n/);
    this.rest = events.pop()!;
    return events.map(event).filter((found) => found !== undefined);
  }
}

function event(text: string): { name: string; data: string } | undefined {
  let name = "message";
  const data: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [, field, value] = /^([^:]+): ?(.*)$/.exec(line) ?? [];
    if (field === "event") name = value!;
    if (field === "data") data.push(value!);
  }
  return data.length === 0 ? undefined : { name, data: data.join("\n") };
}

function rest(ms: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    stopped.addEventListener("abort", () => (clearTimeout(timer), resolve()));
  });
}

export const live = new Live((signal) => stream("live", {}, signal));

/** Keeps the stream open while the page is seen. */
export function useLiveStream(refused: () => void): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const seen = () => {
      clearTimeout(timer);
      if (document.hidden) timer = setTimeout(() => live.stop(), HIDDEN_MS);
      else live.start(refused);
    };
    seen();
    document.addEventListener("visibilitychange", seen);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
      live.stop();
    };
  }, []);
}

/**
 * A number that grows when something was recorded in `sessions` (in any session, when undefined):
 * at once, then at most every `every` milliseconds, and never after the last change too early.
 */
export function useChanges(sessions?: string | readonly string[], every = 200): number {
  const [changes, setChanges] = useState(0);
  const key = typeof sessions === "string" ? sessions : sessions?.join(" ");
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = -Infinity;
    const grow = () => {
      timer = undefined;
      last = performance.now();
      setChanges((n) => n + 1);
    };
    const stop = live.watch(sessions, () => {
      timer ??= setTimeout(grow, Math.max(0, last + every - performance.now()));
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [key, every]);
  return changes;
}
