import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { daysOf, periodName, ticks } from "./bars";
import type { Bars, Measure, Part, Per, Period } from "./bars";
import { compact, count, money } from "./format";
import { go, to } from "./route";

const HEIGHT = 220;
const TOP = 8;
const LEFT = 52;
const BOTTOM = 22;
const LABEL = 58;

export interface ChartProps {
  bars: Bars;
  measure: Measure;
  per: Per;
  by: string;
  name: (key: string) => string;
}

/**
 * Stacked bars, to be read with the pointer or the arrow keys; what the chosen bar says stands
 * beneath it, and the table on the page says all of it.
 */
export function BarChart(props: ChartProps) {
  const { bars, per } = props;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [at, setAt] = useState<number>();
  const last = bars.periods.length - 1;
  const shown = at === undefined ? undefined : bars.periods[Math.min(at, last)];
  const marks = ticks(bars.most);
  const top = marks.at(-1) || 1;
  const slot = (width - LEFT) / Math.max(1, bars.periods.length);
  const y = (amount: number) => HEIGHT - BOTTOM - (amount / top) * (HEIGHT - BOTTOM - TOP);
  const keys = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowLeft: (at ?? last + 1) - 1,
      ArrowRight: (at ?? last - 1) + 1,
      Home: 0,
      End: last,
    };
    if (event.key in moves) setAt(Math.max(0, Math.min(last, moves[event.key]!)));
    else if (event.key === "Enter" && shown) open(shown, per);
    else if (event.key === "Escape" && at !== undefined) setAt(undefined);
    else return;
    event.preventDefault();
  };
  const under = (event: MouseEvent) => {
    const x = event.clientX - box.current!.getBoundingClientRect().left - LEFT;
    return x < 0 ? undefined : Math.min(last, Math.floor(x / slot));
  };
  return (
    <figure class="chart">
      <div
        ref={box}
        class="plot"
        role="group"
        tabIndex={0}
        aria-label={`${props.measure} per ${per}: left and right arrow read it, Enter lists the sessions`}
        onKeyDown={keys}
        onMouseMove={(event) => setAt(under(event))}
        onMouseLeave={() => setAt(undefined)}
        onClick={() => shown && open(shown, per)}
      >
        <svg width={width} height={HEIGHT} aria-hidden="true" focusable="false">
          {marks.map((mark) => (
            <g key={mark}>
              <line class="grid" x1={LEFT} x2={width} y1={y(mark)} y2={y(mark)} />
              <text class="tick" x={LEFT - 8} y={y(mark) + 4} text-anchor="end">
                {props.measure === "cost" ? money(mark).replace(/\.00$/, "") : compact(mark) || "0"}
              </text>
            </g>
          ))}
          {bars.periods.map((period, n) => (
            <Bar
              key={period.key}
              {...{ period, y }}
              x={LEFT + n * slot}
              slot={slot}
              chosen={n === at}
              open={props.measure === "cost"}
            />
          ))}
          {labels(bars.periods, slot).map((n) => (
            <text key={n} class="tick" x={LEFT + n * slot + slot / 2} y={HEIGHT - 6}>
              {periodName(bars.periods[n]!.key, per)}
            </text>
          ))}
        </svg>
      </div>
      <ReadOut {...props} period={shown} />
    </figure>
  );
}

function open(period: Period, per: Per): void {
  const [since, until] = daysOf(period.key, per);
  go(to.sessions(new URLSearchParams({ since, until, sort: "-cost_usd" })));
}

function Bar(props: {
  period: Period;
  x: number;
  slot: number;
  chosen: boolean;
  /** Whether to mark what has no price. */
  open: boolean;
  y: (amount: number) => number;
}) {
  const { period, x, slot, y } = props;
  const gap = slot > 6 ? Math.min(6, slot * 0.2) : slot > 2 ? 1 : 0;
  let below = 0;
  return (
    <g class={props.chosen ? "bar chosen" : "bar"}>
      {props.chosen && (
        <rect class="column" x={x} y={TOP} width={slot} height={HEIGHT - BOTTOM - TOP} />
      )}
      {period.parts.map((part) => {
        const from = below;
        below += part.amount;
        const height = Math.max(0, y(from) - y(below));
        if (height === 0) return null;
        return (
          <rect
            key={part.key}
            class={`series-${part.colour}`}
            x={x + gap / 2}
            y={y(below)}
            width={Math.max(0.5, slot - gap)}
            height={height}
          />
        );
      })}
      {props.open && period.unpriced > 0 && (
        <circle class="unpriced" cx={x + slot / 2} cy={y(below) - 5} r={2.5} />
      )}
    </g>
  );
}

/** The bars whose periods are named: as many as there is room for, the last among them. */
function labels(periods: Period[], slot: number): number[] {
  const every = Math.max(1, Math.ceil(LABEL / slot));
  return periods
    .map((_, n) => n)
    .filter((n) => (periods.length - 1 - n) % every === Math.floor(every / 2));
}

export function amountName(amount: number, measure: Measure): string {
  return measure === "cost" ? money(amount) : compact(amount);
}

function ReadOut(props: ChartProps & { period?: Period }) {
  const { bars, period, measure } = props;
  const sums = period?.parts ?? totals(bars);
  return (
    <figcaption>
      <div class="legend" role="status">
        <b>
          {period ? periodName(period.key, props.per, true) : `All ${props.per}s`}{" "}
          <span>{amountName(period ? period.amount : sum(sums), measure)}</span>
        </b>
        {[...sums]
          .sort((a, b) => b.amount - a.amount)
          .map((part) => (
            <span key={part.key} class="entry">
              <i class={`series-${part.colour}`} />
              {props.name(part.key)}{" "}
              <span class="amount">
                {part.amount > 0 || part.unpriced === 0 ? amountName(part.amount, measure) : ""}
                {measure === "cost" && part.unpriced > 0
                  ? ` + ${count(part.unpriced, "call")} of unknown price`
                  : ""}
              </span>
            </span>
          ))}
      </div>
    </figcaption>
  );
}

function sum(parts: Part[]): number {
  return parts.reduce((all, part) => all + part.amount, 0);
}

function totals(bars: Bars): Part[] {
  return bars.keys.map((key, colour) => {
    const parts = bars.periods.flatMap((one) => one.parts.filter((part) => part.key === key));
    return {
      key,
      colour,
      amount: sum(parts),
      calls: parts.reduce((all, part) => all + part.calls, 0),
      unpriced: parts.reduce((all, part) => all + part.unpriced, 0),
    };
  });
}

function useWidth(box: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(800);
  useLayoutEffect(() => {
    const measure = () => box.current && setWidth(Math.max(200, box.current.clientWidth));
    measure();
    const watcher = new ResizeObserver(measure);
    if (box.current) watcher.observe(box.current);
    return () => watcher.disconnect();
  }, []);
  return width;
}
