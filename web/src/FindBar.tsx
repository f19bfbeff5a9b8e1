import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { CallFailed, list } from "./api";
import { grouped } from "./format";
import { useKeys, useWorld } from "./hooks";
import { go, to } from "./route";
import type { StepRow } from "./types";

interface Hit {
  step?: string;
  turn?: string;
}

interface Found {
  text: string;
  hits: Hit[];
  more: boolean;
  /** Where only titles were looked at: the recorder has no search. */
  titles?: boolean;
  failure?: string;
}

const MOST = 200;
/** Rows that are looked through where the recorder has no search. */
const MOST_ROWS = 5_000;
const PAGE = 500;

/** Finds words in this session's texts and goes from one to the next. */
export function FindBar({ session }: { session: string }) {
  const { fail } = useWorld();
  const [open, setOpen] = useState(false);
  const [found, setFound] = useState<Found>();
  const [at, setAt] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const asked = useRef<AbortController>();
  const goTo = (to: number, among: Found) => {
    if (among.hits.length === 0) return;
    const next = (to + among.hits.length) % among.hits.length;
    setAt(next);
    openHit(session, among.hits[next]!);
  };
  const find = async (text: string, back: boolean) => {
    if (text.trim() === "") return setFound(undefined);
    if (found?.text === text) return goTo(at + (back ? -1 : 1), found);
    asked.current?.abort();
    const abort = (asked.current = new AbortController());
    try {
      const answer = await search(session, text, abort.signal);
      setFound(answer);
      goTo(0, answer);
    } catch (failure) {
      if (abort.signal.aborted) return;
      fail(failure);
      const said = failure instanceof Error ? failure.message : String(failure);
      setFound({ text, hits: [], more: false, failure: said });
    }
  };
  const close = () => {
    setOpen(false);
    setFound(undefined);
    asked.current?.abort();
  };
  useLayoutEffect(() => {
    if (open) input.current?.focus();
  }, [open]);
  useKeys({
    "/": () => (open ? input.current?.select() : setOpen(true)),
    Escape: () => (open ? close() : false),
  });
  if (!open)
    return (
      <button class="quiet" onClick={() => setOpen(true)} title="Find in this session (/)">
        find
      </button>
    );
  return (
    <search class="find-bar">
      <input
        ref={input}
        type="search"
        placeholder="Find in this session"
        aria-label="Find in this session"
        autocomplete="off"
        spellcheck={false}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          void find(event.currentTarget.value, event.shiftKey);
        }}
      />
      <span class="faint" role="status" title={found?.titles ? "Only titles were looked at" : ""}>
        {found && said(found, at)}
      </span>
      <button class="quiet" onClick={close} aria-label="Close find" title="Close (Esc)">
        ×
      </button>
    </search>
  );
}

function said(found: Found, at: number): string {
  if (found.failure !== undefined) return found.failure.slice(0, 80);
  if (found.hits.length === 0) return found.titles ? "in no title" : "not found";
  return `${grouped(at + 1)} of ${grouped(found.hits.length)}${found.more ? "+" : ""}`;
}

function openHit(session: string, hit: Hit): void {
  if (hit.step !== undefined) go(to.step(session, hit.step), true);
  else if (hit.turn !== undefined) go(to.turn(session, hit.turn), true);
}

async function search(session: string, text: string, signal: AbortSignal): Promise<Found> {
  try {
    const params = { session, q: text, reverse: true, limit: MOST };
    const page = await list<Hit>("search", params, signal);
    return { text, hits: distinct(page.items), more: page.next !== undefined };
  } catch (failure) {
    if (failure instanceof CallFailed && failure.status === 404)
      return inTitles(session, text, signal);
    throw failure;
  }
}

/** Several texts of one step are one place. */
function distinct(hits: Hit[]): Hit[] {
  const seen = new Set<string>();
  return hits.filter((hit) => {
    const key = hit.step ?? hit.turn ?? "";
    return key !== "" && !seen.has(key) && seen.add(key);
  });
}

async function inTitles(session: string, text: string, signal: AbortSignal): Promise<Found> {
  const wanted = text.toLowerCase();
  const hits: Hit[] = [];
  let offset = 0;
  let total = Infinity;
  while (offset < Math.min(total, MOST_ROWS) && hits.length < MOST) {
    const params = { session, reverse: true, limit: PAGE, offset };
    const page = await list<StepRow>("log", params, signal);
    const fits = (row: StepRow) =>
      `${row.tool} ${row.title} ${row.error}`.toLowerCase().includes(wanted);
    hits.push(...page.items.filter(fits).map((row) => ({ step: row.step })));
    total = page.total ?? 0;
    offset += PAGE;
    if (page.items.length === 0) break;
  }
  return { text, hits, more: offset < total, titles: true };
}
