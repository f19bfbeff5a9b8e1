import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { list } from "./api";
import { grouped, repoName } from "./format";
import { useFocusOnSelected, useKeys, useLoad, useSelectionKeys } from "./hooks";
import { Ago, Failed, Loading, Message } from "./parts";
import { go, to } from "./route";
import { highlighted } from "./matches";
import { line } from "./text";
import type { Hit, Page, Stat } from "./types";

const PAGE = 100;
const TYPING_MS = 150;
const KINDS: [string, string][] = [
  ["", "Everywhere"],
  ["prompts", "Prompts"],
  ["output", "Output"],
  ["commands", "Commands"],
  ["diffs", "Diffs"],
];
const TIMES: [string, string][] = [
  ["", "Any time"],
  ["1d", "Last 24 hours"],
  ["7d", "Last 7 days"],
  ["30d", "Last 30 days"],
];

/** Where something was said, answered, run or edited. */
export function SearchView({ params }: { params: URLSearchParams }) {
  const input = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const q = (params.get("q") ?? "").trim();
  const found = useHits(params);
  const [selected, setSelected] = useState(-1);
  const hits = found.value?.items ?? [];
  useEffect(() => {
    document.title = q === "" ? "Search · Clew" : `${line(q, 60)} · Search · Clew`;
  }, [q]);
  useEffect(() => {
    setSelected(-1);
    if (box.current) box.current.scrollTop = 0;
  }, [params.toString()]);
  // Before the next key: what is typed at once is part of the question.
  useLayoutEffect(() => {
    if (q === "") input.current?.focus();
  }, []);
  const select = (index: number) => {
    const at = Math.max(0, Math.min(hits.length - 1, index));
    setSelected(at);
    box.current?.querySelectorAll(".hit")[at]?.scrollIntoView({ block: "nearest" });
  };
  useSelectionKeys(selected, select, hits.length, 8);
  useKeys({
    "/": () => input.current?.focus(),
    Enter: () => (hits[selected] ? go(placeOf(hits[selected])) : false),
    Escape: () =>
      document.activeElement === input.current ? input.current?.blur() : go(to.sessions()),
  });
  useFocusOnSelected(box, selected, 0);
  return (
    <div class="scroll search" ref={box}>
      <div class="page">
        <h1 class="hidden">Search</h1>
        <Question params={params} input={input} down={() => select(0)} />
        {q === "" ? (
          <Hints />
        ) : found.value ? (
          <Hits found={found.value} selected={selected} more={found.more} />
        ) : found.failure !== undefined ? (
          <Failed failure={found.failure} again={found.again} />
        ) : (
          <Loading what="what was found" />
        )}
      </div>
    </div>
  );
}

interface Answer extends Page<Hit> {
  key: string;
}

function useHits(params: URLSearchParams) {
  const key = params.toString();
  const ask = (signal: AbortSignal, cursor?: string) =>
    list<Hit>("search", { ...Object.fromEntries(params), limit: PAGE, cursor }, signal);
  const first = useLoad<Answer>(
    "search",
    async (signal) => {
      if ((params.get("q") ?? "").trim() === "") return { key, items: [] };
      await new Promise((resolve) => setTimeout(resolve, TYPING_MS));
      signal.throwIfAborted();
      return { key, ...(await ask(signal)) };
    },
    key,
  );
  const [later, setLater] = useState<{ of?: Answer; items: Hit[]; next?: string }>({ items: [] });
  const mine = later.of === first.value ? later : { items: [], next: first.value?.next };
  const value = first.value && {
    ...first.value,
    items: [...first.value.items, ...mine.items],
    next: mine.next,
  };
  const more = async () => {
    const page = await ask(new AbortController().signal, mine.next);
    setLater({ of: first.value, items: [...mine.items, ...page.items], next: page.next });
  };
  return { value, failure: first.failure, again: first.again, more };
}

function set(params: URLSearchParams, name: string, value: string, typed = false): void {
  const next = new URLSearchParams(params);
  if (value === "") next.delete(name);
  else next.set(name, value);
  go(to.search(next), typed);
}

function Question(props: {
  params: URLSearchParams;
  input: { current: HTMLInputElement | null };
  down: () => void;
}) {
  const { params } = props;
  const stats = useLoad("search choices", async (signal) => {
    return (await list<Stat>("stats", { top: true, by: "agent,repo", keys: 100 }, signal)).items;
  });
  const keys = (by: string) => (stats.value ?? []).filter((row) => row.by === by);
  return (
    <form
      class="filters"
      role="search"
      aria-label="Everything"
      onSubmit={(event) => (event.preventDefault(), props.down())}
    >
      <label class="find">
        <span class="hidden">Search prompts, output, commands and diffs</span>
        <input
          ref={props.input}
          type="search"
          placeholder='Words, "a phrase", begin*'
          value={params.get("q") ?? ""}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => set(params, "q", event.currentTarget.value, true)}
          onKeyDown={(event) => {
            if (event.key !== "ArrowDown") return;
            event.preventDefault();
            event.currentTarget.blur();
            props.down();
          }}
        />
        <kbd aria-hidden="true">/</kbd>
      </label>
      <Choice params={params} name="in" label="Where" options={KINDS} />
      <Choice
        params={params}
        name="agent"
        label="Agent"
        options={[
          ["", "Any agent"],
          ...keys("agent").map((row): [string, string] => [row.key, row.key]),
        ]}
      />
      <Choice
        params={params}
        name="repo"
        label="Repository"
        options={[
          ["", "Any repository"],
          ...keys("repo").map((row): [string, string] => [row.key, repoName(row.key)]),
        ]}
      />
      <Choice params={params} name="since" label="Time" options={TIMES} />
    </form>
  );
}

function Choice(props: {
  params: URLSearchParams;
  name: string;
  label: string;
  options: [string, string][];
}) {
  const value = props.params.get(props.name) ?? "";
  const known = props.options.some(([key]) => key === value);
  return (
    <select
      aria-label={props.label}
      class={value ? "on" : undefined}
      value={value}
      onChange={(event) => set(props.params, props.name, event.currentTarget.value)}
    >
      {props.options.map(([key, name]) => (
        <option key={key} value={key}>
          {line(name, 60)}
        </option>
      ))}
      {!known && <option value={value}>{line(value, 60)}</option>}
    </select>
  );
}

function Hints() {
  return (
    <Message title="Search what was said and done">
      <p>
        Prompts, answers, output of tools, commands and edits of every session. All words must be in
        one place; <code>"in quotes"</code> they follow each other; <code>begin*</code> finds the
        rest.
      </p>
    </Message>
  );
}

function Hits(props: { found: Answer; selected: number; more: () => Promise<void> }) {
  const { found, selected } = props;
  const [reading, setReading] = useState(false);
  if (found.items.length === 0) {
    return (
      <Message title="Nothing found">
        <p>All words must be in one place. Fewer words, or the beginning of one, find more.</p>
        {found.notes?.map((note) => (
          <p key={note}>{line(note)}</p>
        ))}
      </Message>
    );
  }
  const more = () => {
    setReading(true);
    void props.more().finally(() => setReading(false));
  };
  return (
    <>
      <p class="tally" role="status">
        {found.next === undefined
          ? `${grouped(found.items.length)} found`
          : `The newest ${grouped(found.items.length)}`}
        {found.notes?.map((note) => ` · ${line(note)}`)}
      </p>
      <ol class="hits" aria-label="Found">
        {found.items.map((hit, n) => (
          <HitRow
            key={`${hit.step ?? hit.turn} ${hit.in} ${n}`}
            hit={hit}
            selected={n === selected}
            tabbed={n === Math.max(0, selected)}
            newSession={found.items[n - 1]?.session !== hit.session}
          />
        ))}
      </ol>
      {found.next !== undefined && (
        <button class="plain" disabled={reading} onClick={more}>
          Show more
        </button>
      )}
    </>
  );
}

function placeOf(hit: Hit): string {
  if (hit.step !== undefined) return to.step(hit.session, hit.step);
  return hit.turn === undefined ? to.session(hit.session) : to.turn(hit.session, hit.turn);
}

const IN: Record<string, string> = {
  prompts: "prompt",
  output: "output",
  commands: "command",
  diffs: "diff",
};

function HitRow(props: { hit: Hit; selected: boolean; tabbed: boolean; newSession: boolean }) {
  const { hit } = props;
  return (
    <li
      class={props.newSession ? "hit first" : "hit"}
      data-selected={props.selected ? "" : undefined}
    >
      {props.newSession && (
        <p class="of">
          <a href={to.session(hit.session)} tabIndex={-1}>
            {line(hit.title, 120) || "Untitled session"}
          </a>
          <span class="faint">
            {hit.repo && <>{line(repoName(hit.repo), 40)} · </>}
            {line(hit.agent, 30)}
          </span>
        </p>
      )}
      <a class="found" href={placeOf(hit)} data-row tabIndex={props.tabbed ? 0 : -1}>
        <span class="about">
          <b>{IN[hit.in] ?? line(hit.in, 20)}</b>
          {hit.tool && <span>{line(hit.tool, 40)}</span>}
          <span class="what">{line(hit.what, 140)}</span>
          <Ago at={hit.at} />
        </span>
        <span class="excerpt">
          {highlighted(hit.excerpt, hit.matches ?? []).map((part, n) =>
            part.found ? <mark key={n}>{part.text}</mark> : part.text,
          )}
        </span>
      </a>
    </li>
  );
}
