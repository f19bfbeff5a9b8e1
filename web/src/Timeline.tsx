import type { ComponentChildren, RefObject } from "preact";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { one } from "./api";
import { time } from "./format";
import { Gutter } from "./Gutter";
import { offsetWithin, useKeys, useLoad, useNarrow, useScrolled, useWorld } from "./hooks";
import type { Scrolled } from "./hooks";
import { Layout } from "./layout";
import type { Row, Rows } from "./layout";
import { LogPages } from "./logpages";
import { Outline } from "./outline";
import type { OutlineRecord } from "./outline";
import { workspace } from "./moves";
import { Failed, Loading, Message } from "./parts";
import type { Route } from "./route";
import { StepPanel } from "./StepPanel";
import { StoryRows } from "./Story";
import { Heights, StoryLayout } from "./storylayout";
import { useMoves } from "./timelinemoves";
import type { View } from "./timelinemoves";
import { StepLine, TurnLine } from "./TimelineRows";
import { TurnPanel } from "./TurnPanel";
import type { Session, StepRow } from "./types";
import { Folds, TimeBar, useAlong, useSeen, useTimeKeys, useWheel } from "./Waterfall";
import type { Seen } from "./Waterfall";

type SessionRoute = Extract<Route, { view: "session" }>;

const TURN = 40;
const STEP = 28;
const STEP_NARROW = 40;
/** How high rows of a story usually are. */
const STORY_TURN = 96;
const STORY_STEP = 30;
/** Rows drawn above and below those in view. */
const EXTRA = 10;
const SETTLE_MS = 30;

/** What happened in a session, turn after turn, with the opened step or turn beside it. */
export function Timeline(props: {
  session: Session;
  route: SessionRoute;
  story: boolean;
  head: (tools: ComponentChildren) => ComponentChildren;
  box: RefObject<HTMLDivElement>;
  generation: number;
}) {
  const { session, route, box, generation, story } = props;
  const list = useRef<HTMLDivElement>(null);
  const { pages, failure, retry } = useLog(session.session, generation);
  const outline = useOutline(session.session, generation);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const total = pages.total ?? 0;
  const rowsOf = useLayouts(session, total, story);
  const layout = useMemo(() => rowsOf.of(closed), [rowsOf, closed]);
  const scrolled = useScrolled(box, list, `${pages.total === undefined} ${story}`);
  const rows = rowsInView(layout, scrolled);
  useWanted(pages, layout, rows, generation);
  const view: View = {
    ...{ session, route, pages, layout, layoutOf: rowsOf.of, closed, setClosed, box, list },
    ...{ outline, sticky: story ? 40 : 40 + 46 },
  };
  const follow = useFollow(box, list, total, layout.height);
  const moves = useSteady(useMoves(view, scrolled.height, rows[0]?.index));
  const shared = {
    ...{ session: session.session, move: moves.by, turn: moves.turn },
    folder: workspace(session),
  };
  const turns = useMemo(
    () => (session.turn_list ?? []).map((turn) => turn.first_ordinal),
    [session.turn_list],
  );
  const body =
    failure !== undefined && pages.total === undefined ? (
      <Failed failure={failure} again={retry} />
    ) : pages.total === undefined ? (
      <Loading what="the timeline" />
    ) : layout.rows === 0 ? (
      <Message title="Nothing happened yet">
        <p>This session has no turns and no steps.</p>
      </Message>
    ) : story ? (
      <StoryRows view={view} rows={rows} moves={moves} rowsOf={rowsOf} />
    ) : (
      <WaterfallRows view={view} rows={rows} moves={moves} scrolled={scrolled} />
    );
  return (
    <div class={moves.open ? "split open" : "split"}>
      <div class="stage">
        <div class="scroll session" ref={box}>
          {props.head(<FollowButton follow={follow} live={isLive(session)} />)}
          {body}
        </div>
        <Gutter
          layout={layout}
          errors={outline?.errors ?? []}
          turns={turns}
          selected={moves.index}
          go={moves.toStep}
        />
        {follow.unseen > 0 && (
          <button class="unseen plain" onClick={follow.toEnd}>
            {follow.unseen} new ↓
          </button>
        )}
      </div>
      {route.step !== undefined && <StepPanel {...shared} id={route.step} loaded={moves.arrived} />}
      {route.turn !== undefined && <TurnPanel {...shared} id={route.turn} />}
    </div>
  );
}

export type Moves = ReturnType<typeof useMoves>;

/** What rows are given stays the same from one drawing to the next: they need not be drawn anew. */
function useSteady(moves: Moves): Moves {
  const latest = useRef(moves);
  latest.current = moves;
  const toStep = useCallback((ordinal: number) => latest.current.toStep(ordinal), []);
  const fold = useCallback((turn: string) => latest.current.fold(turn), []);
  return { ...moves, toStep, fold };
}

/** The layout of the rows for any set of closed turns; a story's grows true as it is drawn. */
export interface RowsOf {
  of: (closed: ReadonlySet<string>) => Rows;
  heights: Heights;
  /** Heights were measured: rows stand elsewhere now. */
  measured: () => void;
}

function useLayouts(session: Session, total: number, story: boolean): RowsOf {
  const narrow = useNarrow(760);
  const heights = useMemo(() => new Heights(), [session.session, story]);
  const [version, setVersion] = useState(0);
  return useMemo(() => {
    const usual = (closed: ReadonlySet<string>) =>
      story
        ? new Layout(session.turn_list ?? [], total, closed, STORY_TURN, STORY_STEP)
        : new Layout(session.turn_list ?? [], total, closed, TURN, narrow ? STEP_NARROW : STEP);
    return {
      of: (closed) => (story ? new StoryLayout(usual(closed), heights) : usual(closed)),
      heights,
      measured: () => setVersion((n) => n + 1),
    };
  }, [session.turn_list, total, story, narrow, heights, version]);
}

function WaterfallRows(props: { view: View; rows: Row[]; moves: Moves; scrolled: Scrolled }) {
  const { view, rows, moves } = props;
  const { session, layout, list, outline, pages } = view;
  const seen = useSeen(session, outline);
  const first = rows[0];
  const inView = stepsInView(view, props.scrolled);
  useAlong(seen, sinceOrigin(seen, inView.first), sinceOrigin(seen, inView.last));
  const selected = moves.index < 0 ? undefined : layout.row(moves.index);
  const chosen = selected?.type === "step" ? pages.at(selected.ordinal) : undefined;
  useTimeKeys(seen, sinceOrigin(seen, chosen));
  useWheel(list, seen, layout.rows > 0);
  return (
    <>
      <TimeBar seen={seen} outline={outline} />
      <div
        class="timeline"
        ref={list}
        role="treegrid"
        aria-label="Timeline"
        aria-rowcount={layout.rows}
        style={{ height: `${layout.height}px` }}
      >
        <div class="folds" aria-hidden="true">
          <div class="bar">
            <Folds seen={seen} />
          </div>
        </div>
        <div
          role="presentation"
          class="drawn"
          style={{ transform: `translateY(${first ? layout.topOf(first.index) : 0}px)` }}
        >
          {rows.map((row) => (
            <TimelineRow
              key={row.type === "turn" ? row.turn.turn : row.ordinal}
              {...{ view, row, moves, seen }}
              selected={row.index === moves.index}
            />
          ))}
        </div>
      </div>
    </>
  );
}

function sinceOrigin(seen: Seen, step: StepRow | undefined): number | undefined {
  const at = time(step?.started_at);
  return at === undefined ? undefined : at - seen.origin;
}

/** The first and the last step that are wholly in view. */
function stepsInView({ layout, pages }: View, scrolled: Scrolled) {
  if (layout.rows === 0) return {};
  const from = layout.indexAt(Math.max(0, scrolled.top + 90));
  const to = layout.indexAt(Math.max(0, scrolled.top + scrolled.height - 20));
  const ordinals = layout.ordinals(from, to);
  if (!ordinals) return {};
  return { first: pages.at(ordinals.first), last: pages.at(ordinals.last) };
}

function TimelineRow(props: { view: View; row: Row; selected: boolean; moves: Moves; seen: Seen }) {
  const { row, selected, moves, seen } = props;
  const { session, pages, layout, closed, route, outline } = props.view;
  if (row.type === "turn") {
    const folded = closed.has(row.turn.turn);
    const { fold } = moves;
    return <TurnLine {...{ session, selected, folded, fold }} turn={row.turn} index={row.index} />;
  }
  const step = pages.at(row.ordinal);
  const before: StepRow | undefined = row.ordinal > 0 ? pages.at(row.ordinal - 1) : undefined;
  return (
    <StepLine
      {...{ session, step, before, selected, seen, outline }}
      ordinal={row.ordinal}
      index={row.index}
      height={layout.stepHeight}
      open={step !== undefined && step.step === route.step}
      goTo={moves.toStep}
    />
  );
}

function useOutline(session: string, generation: number): Outline | undefined {
  const loaded = useLoad(
    `outline ${session}`,
    (signal) => one<OutlineRecord>("outline", { session }, signal),
    generation,
  );
  return useMemo(() => loaded.value && new Outline(loaded.value), [loaded.value]);
}

function useLog(session: string, generation: number) {
  const { fail } = useWorld();
  const [, redraw] = useState(0);
  const [failure, setFailure] = useState<unknown>();
  const [attempt, setAttempt] = useState(0);
  const made = useMemo(() => {
    const abort = new AbortController();
    const failed = (problem: unknown) => {
      setFailure(problem);
      fail(problem);
    };
    const changed = () => {
      setFailure(undefined);
      redraw((n) => n + 1);
    };
    return { abort, pages: new LogPages(session, changed, failed, abort.signal) };
  }, [session, attempt]);
  useEffect(() => {
    // The first page tells how long the list is.
    made.pages.want(0, 0);
    return () => made.abort.abort();
  }, [made]);
  const seen = useRef(generation);
  if (seen.current !== generation) {
    seen.current = generation;
    made.pages.refresh();
  }
  useEffect(() => {
    if (made.pages.total === 0) made.pages.want(0, 0); // no row is in view that asks
  }, [made, generation]);
  return { pages: made.pages, failure, retry: () => setAttempt(attempt + 1) };
}

function rowsInView(layout: Rows, scrolled: Scrolled): Row[] {
  if (layout.rows === 0) return [];
  const from = Math.max(0, layout.indexAt(scrolled.top) - EXTRA);
  const to = Math.min(layout.rows - 1, layout.indexAt(scrolled.top + scrolled.height) + EXTRA);
  return Array.from({ length: to - from + 1 }, (_, n) => layout.row(from + n));
}

/** So long after its last record a session may still go on. */
const LIVE_MS = 10 * 60_000;

function isLive(session: Session): boolean {
  const ended = time(session.ended_at);
  return session.started_at !== undefined && (ended === undefined || Date.now() - ended < LIVE_MS);
}

interface Follow {
  /** The reader is at the end, and stays there. */
  following: boolean;
  /** Steps that came while the reader was elsewhere. */
  unseen: number;
  toEnd: () => void;
}

/** A reader at the end stays at the end while the session grows; one who scrolls up is let go. */
function useFollow(
  box: RefObject<HTMLDivElement>,
  list: RefObject<HTMLDivElement>,
  total: number,
  height: number,
): Follow {
  const [following, setFollowing] = useState(false);
  const [seenTotal, setSeenTotal] = useState(0);
  const was = useRef({ total: 0, height: 0 });
  const toEnd = () => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
    setFollowing(true);
  };
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const scrolled = () => {
      const left = element.scrollHeight - element.scrollTop - element.clientHeight;
      setFollowing(left < 24 && element.scrollTop > 0);
    };
    element.addEventListener("scroll", scrolled, { passive: true });
    return () => element.removeEventListener("scroll", scrolled);
  }, []);
  useLayoutEffect(() => {
    const before = was.current;
    was.current = { total, height };
    if (before.total === 0 || following) setSeenTotal(total);
    if (!box.current || !list.current || before.total === 0) return;
    const end = offsetWithin(list.current, box.current) + before.height;
    const atEnd = box.current.scrollTop + box.current.clientHeight >= end - 4;
    if (following || (total > before.total && atEnd && box.current.scrollTop > 0))
      box.current.scrollTop = box.current.scrollHeight;
  }, [total, height, following]);
  useKeys({ F: toEnd });
  return { following, unseen: following ? 0 : Math.max(0, total - (seenTotal || total)), toEnd };
}

function FollowButton({ follow, live }: { follow: Follow; live: boolean }) {
  if (!live) return null;
  return (
    <button
      class="quiet follow"
      aria-pressed={follow.following}
      onClick={follow.toEnd}
      title="Stay at the end while the session grows; scrolling up lets go (F)"
    >
      <i class="dot" /> {follow.following ? "following" : "follow"}
    </button>
  );
}

/** Asks for the steps in view once the scrolling has come to rest for a moment. */
function useWanted(pages: LogPages, layout: Rows, rows: Row[], generation: number): void {
  const from = rows[0]?.index ?? 0;
  const to = rows.at(-1)?.index ?? -1;
  useEffect(() => {
    const timer = setTimeout(() => {
      const wanted = layout.ordinals(from, to);
      if (wanted) pages.want(Math.max(0, wanted.first - 1), wanted.last);
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [pages, layout.rows, from, to, generation]);
}
