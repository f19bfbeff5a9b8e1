import { changesBefore, told } from "./beside";
import { clock, compact, count, duration, exact, time, tokensIn, tokensOut } from "./format";
import { Icon, KindIcon, PATHS, kindName } from "./icons";
import { memo } from "./memo";
import type { Outline } from "./outline";
import { Lines, Money, TokenFlow } from "./parts";
import { go, to } from "./route";
import { line } from "./text";
import { placed } from "./axis";
import { useTick } from "./ticking";
import type { Session, StepRow, TurnRow } from "./types";
import type { Seen } from "./Waterfall";

const LANES = 5;

interface TurnProps {
  session: Session;
  turn: TurnRow;
  index: number;
  selected: boolean;
  folded: boolean;
  fold: (turn: string) => void;
}

export const TurnLine = memo<TurnProps>((props) => {
  const { turn, selected, folded } = props;
  const href = to.turn(props.session.session, turn.turn);
  const title = line(turn.title, 240) || "(no prompt)";
  return (
    <div
      class="turn"
      role="row"
      aria-level={1}
      aria-expanded={!folded}
      aria-rowindex={props.index + 1}
      data-selected={selected ? "" : undefined}
    >
      <span role="gridcell" class="prompt">
        <button
          class="quiet"
          onClick={() => props.fold(turn.turn)}
          tabIndex={-1}
          aria-label={folded ? `Unfold turn ${turn.number}` : `Fold turn ${turn.number}`}
        >
          <Icon path={folded ? PATHS.open : PATHS.down} />
        </button>
        <a href={href} data-row tabIndex={selected ? 0 : -1} title={title}>
          <b class="number">{turn.number}</b>
          {title}
        </a>
      </span>
      <span role="gridcell" class="about">
        <time dateTime={turn.started_at} title={exact(turn.started_at)}>
          {clock(turn.started_at)}
        </time>
        {turn.steps !== undefined && <span class="steps">{count(turn.steps, "step")}</span>}
        {turn.errors ? <span class="bad">{count(turn.errors, "error")}</span> : null}
      </span>
      <span role="gridcell" class="n took">
        {duration(turn.duration_ms)}
      </span>
      <span role="gridcell" class="tokens" />
      <span role="gridcell" class="n cost">
        <Money usd={turn.cost_usd} />
      </span>
    </div>
  );
});

interface StepProps {
  session: Session;
  step?: StepRow;
  before?: StepRow;
  ordinal: number;
  index: number;
  height: number;
  selected: boolean;
  open: boolean;
  seen: Seen;
  outline?: Outline;
  goTo: (ordinal: number) => void;
}

const sameSeen = (a: Seen, b: Seen) =>
  a.axis === b.axis &&
  a.origin === b.origin &&
  a.range.from === b.range.from &&
  a.range.to === b.range.to;

export const StepLine = memo<StepProps>(drawStep, { seen: sameSeen });

function drawStep(props: StepProps) {
  const { step, selected, outline, ordinal } = props;
  const height = { height: `${props.height}px` };
  if (!step) {
    return (
      <div class="step blank" role="row" aria-rowindex={props.index + 1} style={height}>
        <span role="gridcell" aria-label="not loaded yet" />
      </div>
    );
  }
  const href = to.step(props.session.session, step.step);
  const depth = Math.min(step.depth ?? 0, 6);
  const lane = depth > 0 ? (outline?.lane(step.session)?.index ?? 0) : undefined;
  const enters = depth > 0 && props.before?.session !== step.session;
  const failed = step.status === "error";
  return (
    <div
      class={`step kind-${step.kind}${failed ? " failed" : ""}${props.open ? " shown" : ""}`}
      role="row"
      aria-level={2 + depth}
      aria-rowindex={props.index + 1}
      aria-selected={props.open}
      data-selected={selected ? "" : undefined}
      style={height}
      onClick={(event) => {
        if (!(event.target as Element).closest("a, button")) go(href);
      }}
    >
      <span role="gridcell" class="name">
        <Lanes outline={outline} step={step} ordinal={ordinal} />
        <KindIcon kind={step.kind} />
        <a href={href} data-row tabIndex={selected ? 0 : -1}>
          <span class="tool">{toolName(step)}</span>
          {enters && (
            <span class={`agent lane-${(lane ?? 0) % LANES}`}>
              {line(step.agent_type, 40) || "sub-agent"}
            </span>
          )}
          <span class="title">{line(step.title, 200)}</span>
          <span class="hidden">{outcome(step)}</span>
        </a>
        <Changed step={step} />
        <SeenBefore session={props.session} step={step} />
        {failed && <span class="error">{line(step.error, 160) || "failed"}</span>}
        <Attempt outline={outline} ordinal={ordinal} goTo={props.goTo} />
        {step.status === "running" && <span class="live">running</span>}
      </span>
      <span role="gridcell" class="bar" aria-hidden="true">
        <Bar seen={props.seen} step={step} />
      </span>
      <span role="gridcell" class="n took">
        <Took step={step} />
      </span>
      <span role="gridcell" class="n tokens">
        <TokenFlow tokens={step.tokens} />
      </span>
      <span role="gridcell" class="n cost">
        {step.cost_usd !== undefined && <Money usd={step.cost_usd} />}
      </span>
    </div>
  );
}

/** What somebody else changed just before this step; the story and the panel list it. */
function SeenBefore({ session, step }: { session: Session; step: StepRow }) {
  const changes = changesBefore(session, step.step);
  if (changes.length === 0) return null;
  return <span class="seen-before">before it: {told(changes)}</span>;
}

/** How long it took; for a step that runs, how long it has run so far. */
export function Took({ step }: { step: StepRow }) {
  const running = step.status === "running";
  const now = useTick(running);
  const start = time(step.started_at);
  if (running && start !== undefined)
    return <span class="live">{duration(Math.max(0, now - start))}</span>;
  return <>{duration(step.duration_ms)}</>;
}

/** The lines of the sub-agents that run beside this step, and the one that it belongs to. */
function Lanes(props: { outline?: Outline; step: StepRow; ordinal: number }) {
  const { outline, step, ordinal } = props;
  if (!outline || outline.columns === 0) return null;
  return (
    <span class="lanes" style={{ width: `${outline.columns * 9 + 3}px` }} aria-hidden="true">
      {outline.passing(ordinal).map((lane) => {
        const starts = ordinal === lane.parent_ordinal;
        const own = lane.session === step.session;
        const ends = ordinal === lane.to;
        const name = `lane lane-${lane.index % LANES}${starts ? " starts" : ""}${ends ? " ends" : ""}`;
        return (
          <i key={lane.index} class={name} style={{ left: `${lane.column * 9 + 3}px` }}>
            {own && <b />}
            {starts && <u style={{ width: `${(outline.columns - lane.column) * 9}px` }} />}
          </i>
        );
      })}
    </span>
  );
}

/** A failed step's next attempt, or the attempt before. */
export function Attempt(props: {
  outline?: Outline;
  ordinal: number;
  goTo: (ordinal: number) => void;
}) {
  const { outline, ordinal, goTo } = props;
  const of = outline?.retryOf(ordinal);
  const by = outline?.retriedBy(ordinal);
  return (
    <>
      {of !== undefined && (
        <button
          class="attempt"
          tabIndex={-1}
          onClick={() => goTo(of)}
          title={`Tries again what failed at step ${of + 1}: go there`}
        >
          ↻ again
        </button>
      )}
      {by !== undefined && (
        <button
          class="attempt"
          tabIndex={-1}
          onClick={() => goTo(by)}
          title={`Tried again at step ${by + 1}: go there`}
        >
          retried ↓
        </button>
      )}
    </>
  );
}

/** `mcp__server__tool` is how several agents spell a server's tool. */
export function toolName(step: StepRow): string {
  const tool = line(step.tool, 60);
  return /^mcp__.+__/.test(tool)
    ? tool.replace(/^mcp__(.+?)__/, "$1 ")
    : tool || kindName(step.kind);
}

export function Changed({ step }: { step: StepRow }) {
  const changed = (step.files ?? []).filter((file) => file.op !== "read");
  if (changed.length === 0) return null;
  const sum = (of: "added" | "removed") => changed.reduce((all, file) => all + (file[of] ?? 0), 0);
  return <Lines added={sum("added")} removed={sum("removed")} />;
}

/** When it ran, on the axis of the session. */
function Bar({ seen, step }: { seen: Seen; step: StepRow }) {
  const running = step.status === "running";
  const now = useTick(running);
  const start = time(step.started_at);
  if (start === undefined) return null;
  const took = running ? Math.max(0, now - start) : (step.duration_ms ?? 0);
  const from = start - seen.origin;
  const place = placed(seen.axis, seen.range, from, from + took);
  if (place.side) return <b class={`off ${place.side}`}>{place.side === "before" ? "‹" : "›"}</b>;
  return <i style={{ left: `${place.left}%`, width: `${place.width}%` }} />;
}

/** The step as a sentence, for those who listen to it. */
export function spoken(step: StepRow): string {
  const parts = [
    line(step.tool, 40) || kindName(step.kind),
    line(step.title, 120),
    step.agent_type && `sub-agent ${line(step.agent_type, 40)}`,
    outcome(step),
  ];
  return parts.filter(Boolean).join(", ");
}

/** How it went, for those who listen to it. */
function outcome(step: StepRow): string {
  const parts = [
    step.status === "error" && `failed: ${line(step.error, 120)}`,
    step.status === "running" && "running",
    duration(step.duration_ms),
    step.tokens &&
      `${compact(tokensIn(step.tokens))} tokens in, ${compact(tokensOut(step.tokens))} out`,
  ];
  return parts.filter(Boolean).join(", ");
}
