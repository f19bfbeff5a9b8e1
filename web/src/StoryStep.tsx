import { useState } from "preact/hooks";
import { ChangedBeside } from "./ChangedBeside";
import { changesBefore } from "./beside";
import { useStepDetail } from "./details";
import type { Details } from "./details";
import { grouped } from "./format";
import { KindIcon } from "./icons";
import { memo } from "./memo";
import { workspace } from "./moves";
import type { Outline } from "./outline";
import { Output } from "./Output";
import { Money } from "./parts";
import { Prose } from "./Prose";
import { to } from "./route";
import { StepBody } from "./StepBody";
import { line } from "./text";
import { Attempt, Changed, Took, spoken, toolName } from "./TimelineRows";
import type { Session, Step, StepRow } from "./types";

interface Props {
  session: Session;
  outline?: Outline;
  details: Details;
  /** The sub-agents whose steps are told. */
  agents: ReadonlySet<string>;
  open: boolean;
  toggle: (step: string) => void;
  toggleAgent: (session: string) => void;
  ordinal: number;
  step?: StepRow;
  selected: boolean;
  /** Open in the panel. */
  shown: boolean;
  goTo: (ordinal: number) => void;
}

const LANES = 5;

export const StoryStep = memo<Props>(drawStep);

function drawStep(props: Props) {
  const { step, outline, agents, selected, shown, open } = props;
  if (!step) return <div class="awaited" aria-label="not loaded yet" />;
  const depth = Math.min(step.depth ?? 0, 6);
  const lane = depth > 0 ? outline?.lane(step.session) : undefined;
  // A sub-agent's own steps are told where it was started, when they are asked for.
  const folded = lane?.parent_ordinal !== undefined && !agents.has(step.session);
  if (folded && !selected && !shown) return null;
  const silent = step.kind === "llm_call" && step.title?.startsWith("→ ");
  const beside = changesBefore(props.session, step.step).length > 0;
  if (silent && !selected && !shown && !open && !beside && step.status === "ok") return null;
  const name = lane ? `inner lane-${lane.index % LANES}` : "inner";
  return (
    <div class={depth > 0 ? name : undefined} style={{ marginLeft: `${depth * 22}px` }}>
      <ChangedBeside session={props.session} step={step.step} />
      {step.kind === "llm_call" && !silent ? (
        <Said {...props} step={step} />
      ) : (
        <Did {...props} step={step} />
      )}
    </div>
  );
}

/** What the model wrote: its text in full, what it thought in one line that opens. */
function Said(props: Props & { step: StepRow }) {
  const { step, selected, shown } = props;
  const [thought, setThought] = useState(false);
  const detail = useStepDetail(props.details, step, true);
  const text = detail?.text ?? (detail ? undefined : step.title);
  return (
    <article
      class={`said${step.status === "error" ? " failed" : ""}${shown ? " shown" : ""}`}
      data-selected={selected ? "" : undefined}
      aria-label={spoken(step)}
    >
      <Beside step={step} session={props.session} selected={selected} />
      {detail?.thinking && (
        <div class="thought">
          <button aria-expanded={thought} onClick={() => setThought(!thought)} tabIndex={-1}>
            <b>Thinking</b> {!thought && line(detail.thinking, 160)}
          </button>
          {thought && <Output text={detail.thinking} label="thinking" tone="prose" lines={200} />}
        </div>
      )}
      {text && (text.length > 12_000 ? <Long text={text} /> : <Prose text={text} />)}
      {step.status === "error" && <p class="bad">{line(step.error, 400) || "failed"}</p>}
      {step.status === "running" && (
        <p class="live">
          writing <Took step={step} />
        </p>
      )}
      {props.open && detail && (
        <div class="opened">
          <StepBody
            step={{ ...detail, text: undefined, thinking: undefined }}
            session={step.session}
            folder={workspace(props.session)}
          />
        </div>
      )}
    </article>
  );
}

function Long({ text }: { text: string }) {
  return <Output text={text} label="text" tone="prose" lines={120} />;
}

/** The way to the step's own address, and what it cost. */
function Beside(props: { step: StepRow; session: Session; selected: boolean }) {
  const { step, session, selected } = props;
  return (
    <span class="beside">
      {step.cost_usd !== undefined && <Money usd={step.cost_usd} />}
      <a
        href={to.step(session.session, step.step)}
        data-row
        tabIndex={selected ? 0 : -1}
        aria-label={spoken(step)}
        title="Open beside (o)"
      >
        <Took step={step} /> ›
      </a>
    </span>
  );
}

/** What was done, as one line; input, result and diff open below it. */
function Did(props: Props & { step: StepRow }) {
  const { step, outline, open, selected, shown, ordinal } = props;
  const failed = step.status === "error";
  const toggle = (event: Event) => {
    if (!(event.target as Element).closest("a, .attempt, .agents")) props.toggle(step.step);
  };
  return (
    <article
      class={`did kind-${step.kind}${failed ? " failed" : ""}${shown ? " shown" : ""}`}
      data-selected={selected ? "" : undefined}
      aria-label={spoken(step)}
    >
      <div class="summary" onClick={toggle}>
        <button class="opener" aria-expanded={open} tabIndex={-1} aria-label="Show what it did" />
        <KindIcon kind={step.kind} />
        <span class="tool">{toolName(step)}</span>
        <span class="title">{line(step.title, 240)}</span>
        <Changed step={step} />
        {failed && <span class="error">{line(step.error, 200) || "failed"}</span>}
        <Attempt outline={outline} ordinal={ordinal} goTo={props.goTo} />
        <Agents {...props} />
        <Beside step={step} session={props.session} selected={selected} />
      </div>
      {open && <Opened {...props} step={step} />}
    </article>
  );
}

/** The sub-agent that a step started, folded until it is asked for. */
function Agents(props: Props) {
  const { agents, ordinal } = props;
  const lanes = (props.outline?.lanes ?? []).filter((lane) => lane.parent_ordinal === ordinal);
  return (
    <>
      {lanes.map((lane) =>
        lane.session === undefined ? null : (
          <button
            key={lane.session}
            class={`agents lane-${lane.index % LANES}`}
            aria-expanded={agents.has(lane.session)}
            onClick={() => props.toggleAgent(lane.session!)}
            tabIndex={-1}
          >
            {line(lane.agent_type, 40) || "sub-agent"}: {grouped(lane.steps)} steps
            {lane.errors ? `, ${grouped(lane.errors)} failed` : ""}
          </button>
        ),
      )}
    </>
  );
}

function Opened({ details, step, session }: Props & { step: StepRow }) {
  const detail: Step | undefined = useStepDetail(details, step, true);
  return (
    <div class="opened">
      {detail ? (
        <StepBody step={detail} session={step.session} folder={workspace(session)} />
      ) : (
        <p class="faint" role="status">
          Reading…
        </p>
      )}
    </div>
  );
}
