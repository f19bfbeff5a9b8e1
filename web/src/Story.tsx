/** A session told as a conversation: prompts, answers, and what was done as lines that open. */

import type { RefObject } from "preact";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { Details } from "./details";
import { offsetWithin, useKeys, useWorld } from "./hooks";
import type { Row } from "./layout";
import { keyOf } from "./storylayout";
import { StoryStep } from "./StoryStep";
import { StoryTurn } from "./StoryTurn";
import type { Moves, RowsOf } from "./Timeline";
import type { View } from "./timelinemoves";
import type { StepRow } from "./types";

/** What is open in a story: steps in place, sub-agents' steps. */
export interface Unfolded {
  steps: ReadonlySet<string>;
  agents: ReadonlySet<string>;
  step: (id: string) => void;
  agent: (session: string) => void;
}

export function StoryRows(props: { view: View; rows: Row[]; moves: Moves; rowsOf: RowsOf }) {
  const { view, rows, moves } = props;
  const { session, layout, list, pages, route } = view;
  const { fail } = useWorld();
  const block = useRef<HTMLDivElement>(null);
  const details = useMemo(() => new Details(fail), [session.session]);
  const unfolded = useUnfolded(view, moves);
  useMeasured({ ...props, block });
  const selected = moves.index < 0 ? undefined : layout.row(moves.index);
  const chosen = selected?.type === "step" ? pages.at(selected.ordinal) : undefined;
  useKeys({
    Enter: () => (chosen === undefined ? false : unfolded.step(chosen.step)),
    o: () => (selected === undefined ? false : void moves.openRow(selected, false)),
  });
  const first = rows[0];
  return (
    <div
      class="timeline story"
      ref={list}
      role="feed"
      aria-label="Story"
      style={{ height: `${layout.height}px` }}
    >
      <div
        ref={block}
        class="drawn"
        style={{ transform: `translateY(${first ? layout.topOf(first.index) : 0}px)` }}
      >
        {rows.map((row) => (
          <div
            key={keyOf(row)}
            data-key={keyOf(row)}
            data-turn={row.type === "turn" ? "" : undefined}
            class="told"
          >
            {row.type === "turn" ? (
              <StoryTurn
                {...{ session, details }}
                turn={row.turn}
                selected={row.index === moves.index}
                folded={view.closed.has(row.turn.turn)}
                fold={moves.fold}
              />
            ) : (
              <StoryStep
                {...{ session, details, outline: view.outline, agents: unfolded.agents }}
                ordinal={row.ordinal}
                step={pages.at(row.ordinal)}
                open={unfolded.steps.has(pages.at(row.ordinal)?.step ?? "")}
                toggle={unfolded.step}
                toggleAgent={unfolded.agent}
                selected={row.index === moves.index}
                shown={pages.at(row.ordinal)?.step === route.step}
                goTo={moves.toStep}
              />
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

/** A step that is gone to shows itself, though it belongs to a sub-agent that is folded. */
function useUnfolded(view: View, moves: Moves): Unfolded {
  const [steps, setSteps] = useState<ReadonlySet<string>>(new Set());
  const [agents, setAgents] = useState<ReadonlySet<string>>(new Set());
  const selected = moves.index < 0 ? undefined : view.layout.row(moves.index);
  const chosen: StepRow | undefined =
    selected?.type === "step" ? view.pages.at(selected.ordinal) : undefined;
  useEffect(() => {
    if (chosen && (chosen.depth ?? 0) > 0 && !agents.has(chosen.session))
      setAgents(new Set(agents).add(chosen.session));
  }, [chosen?.session]);
  const step = useCallback((id: string) => setSteps((old) => toggled(old, id)), []);
  const agent = useCallback((id: string) => setAgents((old) => toggled(old, id)), []);
  return { steps, agents, step, agent };
}

function toggled(old: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(old);
  if (!next.delete(id)) next.add(id);
  return next;
}

/**
 * Measures the rows that are drawn, and keeps what is read where it is when rows above it turn out
 * to be higher or lower than they were thought to be.
 */
function useMeasured(props: {
  view: View;
  rows: Row[];
  moves: Moves;
  rowsOf: RowsOf;
  block: RefObject<HTMLDivElement>;
}): void {
  const { view, rowsOf, block } = props;
  const { layout, box, list, closed } = view;
  const shift = useRef(0);
  const measure = () => {
    if (!block.current || !box.current || !list.current || layout.rows === 0) return;
    let news = false;
    for (const child of block.current.children as HTMLCollectionOf<HTMLElement>) {
      const { key } = child.dataset;
      if (key === undefined) continue;
      const height = child.getBoundingClientRect().height;
      const name = child.dataset.turn === undefined ? Number(key) : key;
      if (rowsOf.heights.set(name, height)) news = true;
    }
    if (!news) return;
    const top = box.current.scrollTop - offsetWithin(list.current, box.current);
    if (top > 0) {
      const anchor = anchorOf(view, props.moves.index, top, box.current.clientHeight);
      shift.current += rowsOf.of(closed).topOf(anchor) - layout.topOf(anchor);
    }
    rowsOf.measured();
  };
  useLayoutEffect(() => {
    if (shift.current === 0 || !box.current) return;
    box.current.scrollTop += shift.current;
    shift.current = 0;
  });
  // The observer speaks after the browser's own layout and before it paints: measuring costs nothing.
  const current = useRef(measure);
  current.current = measure;
  useEffect(() => {
    if (!block.current) return;
    const watcher = new ResizeObserver(() => current.current());
    watcher.observe(block.current);
    return () => watcher.disconnect();
  }, []);
}

/** What must not move: the selected row when it is in view, else the first that is. */
function anchorOf(view: View, selected: number, top: number, height: number): number {
  const { layout } = view;
  if (selected >= 0) {
    const at = layout.topOf(selected);
    if (at >= top && at <= top + height) return selected;
  }
  return layout.indexAt(top + view.sticky);
}
