import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Facets, FindSessions, Totals } from "./Facets";
import { change, clear, conditions, nextSort, sortOf } from "./filter";
import {
  reveal,
  useFocusOnSelected,
  useKeys,
  useNarrow,
  useScrolled,
  useSelectionKeys,
  useWorld,
} from "./hooks";
import { windowOf } from "./layout";
import { Failed, Loading, Message } from "./parts";
import { go, to } from "./route";
import { useSessionList, useStats, useStillRows } from "./sessionlist";
import type { SessionList } from "./sessionlist";
import type { SessionPages } from "./sessionpages";
import { BlankRow, Row, SessionHead } from "./SessionTable";

const ROW = 54;
const ROW_NARROW = 92;
const HEAD = 34;

/** Where a reader was in the list, for when they come back. */
export interface ListMemory {
  pages?: SessionPages;
  top: number;
  selected?: string;
}

type Memory = RefObject<ListMemory>;

/** The sessions of the whole store: filter, counts, order, one row each. */
export function Sessions({ params, memory }: { params: URLSearchParams; memory: Memory }) {
  const box = useRef<HTMLDivElement>(null);
  const rows = useRef<HTMLDivElement>(null);
  const filter = useRef<HTMLInputElement>(null);
  const found = useSessionList(params, memory.current?.pages);
  const stats = useStats(params);
  const { pages } = found;
  const total = pages?.total ?? 0;
  const height = useNarrow(760) ? ROW_NARROW : ROW;
  const scrolled = useScrolled(box, rows, `${height} ${total > 0}`);
  const drawn = windowOf(scrolled.top, scrolled.height, height, total);
  const [id, setId] = useMemory(memory, params, pages, box);
  const selected = (id === undefined ? undefined : pages?.indexOf(id)) ?? -1;
  useStillRows(box, pages, Math.max(0, Math.floor(scrolled.top / height)), height);

  useEffect(() => {
    document.title = "Sessions · Clew";
  }, []);
  useEffect(() => {
    if (pages && total > 0) pages.want(drawn.from, drawn.to);
  });

  const select = (index: number) => {
    const at = Math.max(0, Math.min(total - 1, index));
    reveal(box.current, rows.current, at * height, height, HEAD);
    const there = pages?.at(at)?.session;
    if (there !== undefined) setId(there);
  };
  useSelectionKeys(selected, select, total, Math.floor(scrolled.height / height) - 1);
  useKeys({
    Enter: () => (id !== undefined && selected >= 0 ? go(to.session(id)) : false),
    "/": () => filter.current?.focus(),
    s: () => change(params, "sort", nextSort(sortOf(params)), true),
    Escape: () => leave(filter.current, params),
  });
  useFocusOnSelected(rows, selected, drawn.from);

  return (
    <div class="scroll sessions" ref={box}>
      <h1 class="hidden">Sessions</h1>
      <FindSessions params={params} input={filter} />
      <Facets params={params} stats={stats.value} />
      <section
        class="listing"
        aria-label="Sessions"
        aria-busy={found.waiting}
        data-query={pages?.key}
      >
        <Totals stats={stats.value} />
        <Body {...{ params, found, rows, drawn, height, selected }} />
      </section>
    </div>
  );
}

/** The selected session and the list's place: kept when the list is left, for its coming back. */
function useMemory(
  memory: Memory,
  params: URLSearchParams,
  pages: SessionPages | undefined,
  box: RefObject<HTMLDivElement>,
): [string | undefined, (id: string | undefined) => void] {
  const key = params.toString();
  const known = memory.current?.pages?.key === key ? memory.current : undefined;
  const [id, setId] = useState(known?.selected);
  const now = useRef<ListMemory>({ top: 0 });
  now.current = { pages, top: now.current.top, selected: id };
  const before = useRef(key);
  useLayoutEffect(() => {
    const element = box.current!;
    if (known) element.scrollTop = known.top;
    const scrolled = () => (now.current!.top = element.scrollTop);
    element.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      element.removeEventListener("scroll", scrolled);
      memory.current = now.current;
    };
  }, []);
  useEffect(() => {
    if (before.current === key) return;
    before.current = key;
    setId(undefined);
    if (box.current) box.current.scrollTop = 0;
  }, [key]);
  return [id, setId];
}

function Body(props: {
  params: URLSearchParams;
  found: SessionList;
  rows: RefObject<HTMLDivElement>;
  drawn: { from: number; to: number };
  height: number;
  selected: number;
}) {
  const { found, drawn, height, selected } = props;
  const { pages } = found;
  const total = pages?.total ?? 0;
  if (total === 0) {
    if (found.failure !== undefined) return <Failed failure={found.failure} again={found.again} />;
    return pages ? <Nothing params={props.params} /> : <Loading what="sessions" rows={12} />;
  }
  const indices = Array.from({ length: drawn.to - drawn.from + 1 }, (_, n) => drawn.from + n);
  return (
    <div role="table" aria-label="Sessions, a row each" aria-rowcount={total + 1}>
      <SessionHead params={props.params} />
      <div
        role="rowgroup"
        class={found.waiting ? "rows waiting" : "rows"}
        ref={props.rows}
        style={{ height: `${total * height}px` }}
      >
        <div role="presentation" style={{ transform: `translateY(${drawn.from * height}px)` }}>
          {indices.map((index) => {
            const session = pages?.at(index);
            if (!session) return <BlankRow key={`blank ${index}`} {...{ index, height }} />;
            return (
              <Row
                key={session.session}
                {...{ session, index, height }}
                selected={index === selected}
                tabbed={index === selected || (selected < 0 && index === drawn.from)}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function leave(input: HTMLInputElement | null, params: URLSearchParams): void | false {
  if (input && document.activeElement === input) {
    if (input.value === "") return input.blur();
    return change(params, "q", "", true);
  }
  return conditions(params).length > 0 ? clear(params) : false;
}

function Nothing({ params }: { params: URLSearchParams }) {
  const { status } = useWorld();
  if (conditions(params).length > 0) {
    return (
      <Message title="No session fits">
        <p>The text is looked for in title, repository and branch, and in the agent's own id.</p>
        <button class="plain" onClick={() => clear(params)}>
          Clear the filter
        </button>{" "}
        {params.has("q") && (
          <a class="plain" href={to.search(new URLSearchParams({ q: params.get("q")! }))}>
            Search in what was said and done
          </a>
        )}
      </Message>
    );
  }
  if (status?.importing)
    return (
      <Message title="The first sessions are on their way">
        <p>They appear here as they are read.</p>
      </Message>
    );
  return (
    <Message title="Nothing recorded yet">
      <p>The recorder runs and has found no sessions of an agent on this machine so far.</p>
      <ul>
        <li>Work with an agent: its session appears here as it is written.</li>
        <li>
          Its sessions lie elsewhere? Read them in: <code>clew import FOLDER</code>
        </li>
        <li>
          To see what Clew knows of this machine: <code>clew status</code>
        </li>
      </ul>
    </Message>
  );
}
