/** Moving about in a timeline: the selected row, opening, folding, jumping. */

import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { reveal, useFocusOnSelected, useKeys, useSelectionKeys } from "./hooks";
import type { Row, Rows } from "./layout";
import type { LogPages } from "./logpages";
import type { Outline } from "./outline";
import { go, to } from "./route";
import type { Session, Step } from "./types";

/** A timeline as it stands. */
export interface View {
  session: Session;
  route: { step?: string; turn?: string };
  pages: LogPages;
  layout: Rows;
  layoutOf: (closed: ReadonlySet<string>) => Rows;
  closed: ReadonlySet<string>;
  setClosed: (closed: ReadonlySet<string>) => void;
  box: RefObject<HTMLDivElement>;
  list: RefObject<HTMLDivElement>;
  outline: Outline | undefined;
  /** Pixels of what sticks to the top of the list: the tabs, the axis. */
  sticky: number;
}

/** A place that stays the same when rows come or go. */
type Selected = { ordinal: number } | { turn: string };

const NONE: ReadonlySet<string> = new Set();

export function useMoves(view: View, height: number, firstRow: number | undefined) {
  const { session, route, pages, layout, box, list, closed, setClosed } = view;
  const id = session.session;
  const [selected, setSelected] = useState<Selected>();
  const index = selected === undefined ? -1 : indexOf(layout, selected);
  const open = route.step !== undefined || route.turn !== undefined;
  const show = (of: Rows, at: number, middle: boolean) =>
    reveal(box.current, list.current, of.topOf(at), of.heightOf(at), view.sticky, middle);

  const openRow = async (row: Row, replace: boolean) => {
    if (row.type === "turn") return go(to.turn(id, row.turn.turn), replace);
    const step = await pages.get(row.ordinal);
    if (step) go(to.step(id, step.step), replace);
  };
  const select = (wanted: number) => {
    if (layout.rows === 0) return;
    const at = shown(layout, Math.max(0, Math.min(layout.rows - 1, wanted)), wanted >= index);
    const row = layout.row(at);
    setSelected(row.type === "turn" ? { turn: row.turn.turn } : { ordinal: row.ordinal });
    show(layout, row.index, false);
    if (open) void openRow(row, true);
  };
  const fold = (turn: string) => {
    const next = new Set(closed);
    if (!next.delete(turn)) next.add(turn);
    setClosed(next);
    setSelected({ turn });
  };
  const toError = async (direction: 1 | -1) => {
    const from = startOf(view, index, direction);
    const found = view.outline
      ? view.outline.errorFrom(from, direction)
      : await findError(session, pages, from, direction);
    if (found !== undefined) toStep(found);
  };
  const toStep = (found: number) => {
    setClosed(NONE);
    setSelected({ ordinal: found });
    const whole = view.layoutOf(NONE);
    const at = whole.indexOfStep(found);
    requestAnimationFrame(() => show(whole, at, true));
    if (open) void openRow(whole.row(at), true);
  };
  /** A step opened by its address: the list goes to where it stands. */
  const arrived = async (step: Step) => {
    const here = selected && "ordinal" in selected ? pages.at(selected.ordinal) : undefined;
    const ordinal = here?.step === step.step ? undefined : await place(session, pages, step);
    if (ordinal === undefined) return;
    setSelected({ ordinal });
    if (layout.rows > 0) show(layout, layout.indexOfStep(ordinal), true);
  };

  const turn = (direction: 1 | -1) => jump(layout.turnFrom(index, direction), select);
  useEffect(() => {
    if (route.turn !== undefined) setSelected({ turn: route.turn });
    const at = route.turn === undefined ? index : layout.indexOfTurn(route.turn);
    if (at !== undefined && at >= 0) show(layout, at, true);
  }, [route.turn, layout.rows > 0]);
  useSelectionKeys(index, select, layout.rows, Math.floor(height / layout.stepHeight) - 3);
  useFocusOnSelected(list, index, `${firstRow} ${open}`);
  useKeys({
    Enter: () => (index < 0 ? false : void openRow(layout.row(index), false)),
    Escape: () => (open ? go(to.session(id)) : false),
    n: () => turn(1),
    p: () => turn(-1),
    "]": () => turn(1),
    "[": () => turn(-1),
    e: () => void toError(1),
    E: () => void toError(-1),
    x: () => foldAt(layout, index, fold),
    X: () => setClosed(closed.size > 0 ? NONE : allTurns(session)),
  });
  const by = (step: number) => select(index + step);
  return { index, open, fold, arrived, by, turn, toStep, select, openRow };
}

/** The row itself, or the next one on the way that takes any room. */
function shown(layout: Rows, index: number, down: boolean): number {
  const step = down ? 1 : -1;
  for (let at = index; at >= 0 && at < layout.rows; at += step) {
    if (layout.heightOf(at) > 0) return at;
  }
  return index;
}

function indexOf(layout: Rows, selected: Selected): number {
  if (layout.rows === 0) return -1;
  if ("turn" in selected) return layout.indexOfTurn(selected.turn) ?? -1;
  return layout.indexOfStep(selected.ordinal);
}

function jump(index: number | undefined, select: (index: number) => void): void | false {
  return index === undefined ? false : select(index);
}

function foldAt(layout: Rows, index: number, fold: (turn: string) => void): void | false {
  const turn = index < 0 ? undefined : layout.turnAt(index);
  return turn === undefined ? false : fold(turn.turn);
}

function allTurns(session: Session): ReadonlySet<string> {
  return new Set((session.turn_list ?? []).map((turn) => turn.turn));
}

/** Where a search starts: the selected step, or the gap before the selected turn's first. */
function startOf({ layout, pages }: View, index: number, direction: 1 | -1): number {
  if (index < 0) return direction === 1 ? -1 : (pages.total ?? 0);
  const row = layout.row(index);
  if (row.type === "step") return row.ordinal;
  return direction === 1 ? row.turn.first_ordinal - 1 : row.turn.first_ordinal;
}

/** Steps that a search looks at before it gives up. */
const MOST_SEARCHED = 5_000;

/**
 * Where a step stands in this session's log. It may count its place in another session's log (its
 * own sub-agent's), so the place is checked, and its turn is searched when it is another step's.
 */
async function place(session: Session, pages: LogPages, step: Step): Promise<number | undefined> {
  const told = step.ordinal;
  if (told !== undefined && (await pages.get(told))?.step === step.step) return told;
  const turns = session.turn_list ?? [];
  const turn = turns.find((candidate) => candidate.turn === step.turn);
  const from = turn?.first_ordinal ?? 0;
  const until = turn ? endOf(session, turn.first_ordinal, pages) : (pages.total ?? 0);
  for (let at = from; at < Math.min(until, from + MOST_SEARCHED); at++) {
    const found = await pages.get(at);
    if (found === undefined || found.step === step.step) return found && at;
  }
  return undefined;
}

function endOf(session: Session, first: number, pages: LogPages): number {
  const later = (session.turn_list ?? [])
    .map((turn) => turn.first_ordinal)
    .filter((ordinal) => ordinal > first);
  return Math.min(...later, pages.total ?? 0);
}

/** The nearest failed step; turns that count no error are passed over unread. */
async function findError(
  session: Session,
  pages: LogPages,
  from: number,
  direction: 1 | -1,
): Promise<number | undefined> {
  const total = pages.total ?? 0;
  const turns = [...(session.turn_list ?? [])].sort((a, b) => a.first_ordinal - b.first_ordinal);
  let looked = 0;
  for (let at = from + direction; at >= 0 && at < total && looked < MOST_SEARCHED; looked++) {
    const turn = turns.findLast((candidate) => candidate.first_ordinal <= at);
    if (turn?.errors === 0) {
      at = direction === 1 ? endOf(session, turn.first_ordinal, pages) : turn.first_ordinal - 1;
      continue;
    }
    const step = await pages.get(at);
    if (step === undefined || step.status === "error") return step && at;
    at += direction;
  }
  return undefined;
}
