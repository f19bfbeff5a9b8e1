/** The time above the bars: what part of the session is seen, and the keys and gestures for it. */

import type { RefObject } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Axis } from "./axis";
import type { Range } from "./axis";
import { duration, time } from "./format";
import { useKeys } from "./hooks";
import type { Outline } from "./outline";
import type { Session } from "./types";

/** A session's time as it is seen. */
export interface Seen {
  axis: Axis;
  range: Range;
  /** Epoch milliseconds of the axis' beginning. */
  origin: number;
  setRange: (range: Range) => void;
}

/** Up to so many steps the whole session is seen at first. */
const STEPS_SEEN = 250;
const LANES = 5;

export function useSeen(session: Session, outline: Outline | undefined): Seen {
  const origin = time(outline?.record.started_at) ?? time(session.started_at) ?? 0;
  const axis = useMemo(() => {
    const busy = outline?.record.busy ?? [];
    return new Axis(busy.length > 0 ? busy : [[0, Math.max(1, session.duration_ms ?? 1)]]);
  }, [outline, session.session]);
  const [chosen, setRange] = useState<Range>();
  const steps = outline?.record.steps ?? 0;
  const first = axis.clamped({ from: 0, to: axis.length * Math.min(1, STEPS_SEEN / (steps || 1)) });
  return { axis, range: axis.clamped(chosen ?? first), origin, setRange };
}

/** When the list is scrolled, the window in time goes along, unless all of it is seen. */
export function useAlong(seen: Seen, from: number | undefined, to: number | undefined): void {
  const { axis, range, setRange } = seen;
  useEffect(() => {
    if (from === undefined || to === undefined) return;
    const [start, end] = [axis.place(from), axis.place(to)];
    const width = range.to - range.from;
    if (width >= axis.length || (start >= range.from && start <= range.to)) return;
    const middle = end - start < width ? (start + end) / 2 - width / 2 : start - width * 0.05;
    setRange(axis.clamped({ from: middle, to: middle + width }));
  }, [from, to]);
}

export function useTimeKeys(seen: Seen, around: number | undefined): void {
  const { axis, range, setRange } = seen;
  const middle = around === undefined ? (range.from + range.to) / 2 : axis.place(around);
  const zoom = (factor: number) => () => setRange(axis.zoomed(range, factor, middle));
  const pan = (share: number) => () =>
    setRange(axis.panned(range, share * (range.to - range.from)));
  useKeys({
    "+": zoom(0.5),
    "=": zoom(0.5),
    "-": zoom(2),
    "0": () => setRange(axis.whole),
    ArrowLeft: pan(-0.2),
    ArrowRight: pan(0.2),
  });
}

export function TimeBar({ seen, outline }: { seen: Seen; outline?: Outline }) {
  const { axis, range, origin, setRange } = seen;
  const ticks = useMemo(() => axis.ticks(range, 6, origin), [axis, range.from, range.to, origin]);
  const width = range.to - range.from;
  const at = (place: number) => `${((place - range.from) / width) * 100}%`;
  const whole = width >= axis.length;
  const drag = useDrag((share) => setRange(axis.panned(range, -share * width)));
  return (
    <div class="time-bar">
      <span class="zoom">
        <button
          class="quiet"
          title="See less time (+)"
          aria-label="Zoom in"
          onClick={() => setRange(axis.zoomed(range, 0.5, (range.from + range.to) / 2))}
        >
          +
        </button>
        <button
          class="quiet"
          title="See more time (-)"
          aria-label="Zoom out"
          disabled={whole}
          onClick={() => setRange(axis.zoomed(range, 2, (range.from + range.to) / 2))}
        >
          −
        </button>
        <button
          class="quiet"
          title="See all of it (0)"
          disabled={whole}
          onClick={() => setRange(axis.whole)}
        >
          all
        </button>
        <span class="faint" title="Time at work that is seen">
          {duration(worked(axis, range))}
        </span>
      </span>
      <div class="axis" {...drag} aria-hidden="true">
        <Overview axis={axis} range={range} outline={outline} setRange={setRange} />
        {ticks.map((tick) => (
          <span key={tick.at} class="tick" style={{ left: at(tick.at) }}>
            {tick.text}
          </span>
        ))}
        <Folds seen={seen} named />
      </div>
    </div>
  );
}

function worked(axis: Axis, range: Range): number {
  const folded = axis.gaps.reduce(
    (sum, gap) =>
      sum + Math.max(0, Math.min(range.to, gap.at + gap.width) - Math.max(range.from, gap.at)),
    0,
  );
  return range.to - range.from - folded;
}

/** The folded pauses in view, as marks through all rows. */
export function Folds({ seen, named }: { seen: Seen; named?: boolean }) {
  const { axis, range } = seen;
  const width = range.to - range.from;
  const shown = axis.gaps.filter((gap) => gap.at + gap.width > range.from && gap.at < range.to);
  return (
    <>
      {shown.map((gap) => {
        const left = Math.max(range.from, gap.at);
        const right = Math.min(range.to, gap.at + gap.width);
        return (
          <i
            key={gap.at}
            class="fold"
            title={`${duration(gap.ms)} without work`}
            style={{
              left: `${((left - range.from) / width) * 100}%`,
              width: `${((right - left) / width) * 100}%`,
            }}
          >
            {named && shown.length <= 3 && <b>{duration(gap.ms)}</b>}
          </i>
        );
      })}
    </>
  );
}

/** All of the session, thin: work, sub-agents below it, and the window that is seen. */
function Overview(props: {
  axis: Axis;
  range: Range;
  outline?: Outline;
  setRange: (range: Range) => void;
}) {
  const { axis, range, outline, setRange } = props;
  const share = (place: number) => `${(place / axis.length) * 100}%`;
  const pick = (event: MouseEvent) => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const place = ((event.clientX - box.left) / box.width) * axis.length;
    const half = (range.to - range.from) / 2;
    setRange(axis.clamped({ from: place - half, to: place + half }));
  };
  return (
    <div class="overview" onClick={pick}>
      {axis.gaps.map((gap) => (
        <i key={gap.at} class="pause" style={{ left: share(gap.at), width: share(gap.width) }} />
      ))}
      {(outline?.lanes ?? []).slice(0, 60).map((lane) =>
        lane.from_ms === undefined || lane.to_ms === undefined ? null : (
          <i
            key={lane.index}
            class={`part lane-${lane.index % LANES}`}
            style={{
              left: share(axis.place(lane.from_ms)),
              width: share(
                Math.max(axis.length / 400, axis.place(lane.to_ms) - axis.place(lane.from_ms)),
              ),
              top: `${3 + 2 * lane.column}px`,
            }}
          />
        ),
      )}
      <i class="window" style={{ left: share(range.from), width: share(range.to - range.from) }} />
    </div>
  );
}

/** Dragging: told as a share of the element's width. */
function useDrag(moved: (share: number) => void) {
  const last = useRef<number>();
  return {
    onPointerDown: (event: PointerEvent) => {
      if ((event.target as Element).closest(".overview")) return;
      last.current = event.clientX;
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent) => {
      if (last.current === undefined) return;
      moved((event.clientX - last.current) / (event.currentTarget as HTMLElement).clientWidth);
      last.current = event.clientX;
    },
    onPointerUp: () => (last.current = undefined),
    onPointerCancel: () => (last.current = undefined),
  };
}

/** Over the rows: the wheel with Ctrl zooms, sideways it pans. */
export function useWheel(list: RefObject<HTMLElement>, seen: Seen, ready: unknown): void {
  const current = useRef(seen);
  current.current = seen;
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const wheel = (event: WheelEvent) => {
      const { axis, range, setRange } = current.current;
      const width = range.to - range.from;
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (event.ctrlKey || event.metaKey) {
        const bar = element.querySelector(".bar")?.getBoundingClientRect();
        const share = bar ? Math.max(0, Math.min(1, (event.clientX - bar.left) / bar.width)) : 0.5;
        setRange(axis.zoomed(range, 1.0015 ** event.deltaY, range.from + share * width));
      } else if (Math.abs(sideways) > (event.shiftKey ? 0 : Math.abs(event.deltaY))) {
        setRange(axis.panned(range, (sideways / 800) * width));
      } else return;
      event.preventDefault();
    };
    element.addEventListener("wheel", wheel, { passive: false });
    return () => element.removeEventListener("wheel", wheel);
  }, [ready]);
}
