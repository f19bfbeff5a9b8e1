/** Above a session: what it is, its sums, what is known to be missing. */

import { useState } from "preact/hooks";
import { one } from "./api";
import { BesideList } from "./ChangedBeside";
import { told } from "./beside";
import { compact, count, duration, grouped, tokensAll, tokensOut } from "./format";
import { useLoad } from "./hooks";
import { Icon, PATHS } from "./icons";
import { Ago, Money } from "./parts";
import { to } from "./route";
import { toldStale } from "./stale";
import { StaleWrites } from "./StaleWrites";
import { line, safeLink } from "./text";
import type { Session, Tokens as TokenCounts, TurnRow } from "./types";

export function SessionHead(props: {
  session: Session;
  back: string;
  turn?: string;
  strip: boolean;
}) {
  const { session } = props;
  return (
    <header class="session-head">
      <Parents session={session} />
      <div class="title">
        <a class="back" href={props.back} aria-label="Back to the sessions">
          <Icon path={PATHS.back} />
        </a>
        <h1 title={line(session.title, 1000)}>{line(session.title, 300) || "Untitled session"}</h1>
      </div>
      <Facts session={session} />
      <Numbers session={session} />
      <Notices session={session} />
      {props.strip && <Strip session={session} current={props.turn} />}
    </header>
  );
}

const MOST_PARENTS = 5;

/** The sessions that this one came from, the outermost first. */
function Parents({ session }: { session: Session }) {
  const parents = useLoad(`parents ${session.session}`, (signal) => parentsOf(session, signal));
  if (!parents.value?.length) return null;
  return (
    <nav class="parents" aria-label="Where this session came from">
      {parents.value.map((parent) => (
        <a key={parent.session} href={to.session(parent.session)}>
          {line(parent.title, 60) || parent.session.slice(0, 8)}
        </a>
      ))}
      <span class="faint">
        {session.parent_step ? (
          <a href={to.step(session.parent_session!, session.parent_step)}>started by this step</a>
        ) : (
          "went on from there"
        )}
      </span>
    </nav>
  );
}

async function parentsOf(session: Session, signal: AbortSignal): Promise<Session[]> {
  const found: Session[] = [];
  let next = session.parent_session;
  while (next !== undefined && found.length < MOST_PARENTS) {
    const parent = await one<Session>("show", { id: next }, signal);
    if (!parent || found.some((one) => one.session === parent.session)) break;
    found.unshift(parent);
    next = parent.parent_session;
  }
  return found;
}

function Facts({ session }: { session: Session }) {
  const models = session.models ?? [];
  return (
    <p class="facts">
      <span>
        {line(session.agent, 60)} {line(session.agent_version, 40)}
      </span>
      {session.capture_mode && session.capture_mode !== "content" && (
        <span title="What was kept of its texts">only {line(session.capture_mode, 30)} kept</span>
      )}
      {models.map((model) => (
        <span key={model}>{line(model, 60)}</span>
      ))}
      {session.repo && <span title={line(session.cwd)}>{line(session.repo, 120)}</span>}
      {session.branch && <span class="branch">{line(session.branch, 80)}</span>}
      <span>
        <Ago at={session.started_at} />
      </span>
      {(session.pull_requests ?? []).map((request, n) => {
        const number = request.number ? ` #${request.number}` : "";
        const name = (line(request.repository, 80) || "pull request") + number;
        const link = safeLink(request.url);
        return link ? (
          <a key={n} href={link} target="_blank" rel="noreferrer noopener">
            {name}
          </a>
        ) : (
          <span key={n}>{name}</span>
        );
      })}
    </p>
  );
}

function Numbers({ session }: { session: Session }) {
  const turns = session.turn_list ?? [];
  const tools = session.total_tool_calls ?? session.tool_calls;
  const models = session.total_model_calls ?? session.model_calls;
  const tokens = session.total_tokens ?? session.tokens;
  const numbers: [string, preact.ComponentChildren, string?][] = [
    session.ended_at === undefined && session.started_at !== undefined
      ? ["state", <span class="live">running</span>]
      : ["lasted", duration(session.duration_ms) || "–"],
    counted(turns.length, "turn"),
    counted(tools ?? 0, "tool call"),
    counted(models ?? 0, "model call"),
    [...counted(session.errors ?? 0, "error"), session.errors ? "bad" : undefined],
    counted(session.files_changed ?? 0, "file changed", "files changed"),
    ...(session.subagents?.length ? [counted(session.subagents.length, "sub-agent")] : []),
    [buckets(tokens), compact(tokensAll(tokens)) || "–"],
    ["cost", <Money usd={session.total_cost_usd ?? session.cost_usd} />],
  ];
  return (
    <dl class="numbers">
      {numbers.map(([name, value, tone]) => (
        <div key={name} class={tone}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The buckets of tokens apart: what was read from the cache is most of them, and cheap. */
function buckets(tokens: number | TokenCounts | undefined): string {
  if (tokens === undefined || typeof tokens === "number") return "tokens";
  const parts: [string, number][] = [
    ["fresh", tokens.input ?? 0],
    ["from cache", tokens.cache_read ?? 0],
    ["to cache", (tokens.cache_write_5m ?? 0) + (tokens.cache_write_1h ?? 0)],
    ["out", tokensOut(tokens)],
  ];
  const told = parts.filter(([, n]) => n > 0).map(([name, n]) => `${compact(n)} ${name}`);
  return `tokens: ${told.join(", ")}`;
}

function counted(n: number, word: string, many = word + "s"): [string, string] {
  return [n === 1 ? word : many, grouped(n)];
}

const MOST_MARKS = 160;

function about(turn: TurnRow): string {
  const errors = turn.errors ? `, ${count(turn.errors, "error")}` : "";
  return `${turn.number}  ${line(turn.title, 120)}\n${count(turn.steps ?? 0, "step")}${errors}`;
}

/** All turns, as wide as they have steps, red as far as those failed. The list says it in words. */
function Strip({ session, current }: { session: Session; current?: string }) {
  const turns = session.turn_list ?? [];
  if (turns.length < 2 || turns.length > MOST_MARKS) return null;
  return (
    <div class="strip" aria-hidden="true">
      {turns.map((turn) => (
        <a
          key={turn.turn}
          href={to.turn(session.session, turn.turn)}
          tabIndex={-1}
          class={turn.turn === current ? "current" : undefined}
          style={{
            flexGrow: String(Math.max(1, turn.steps ?? 1)),
            backgroundSize: turn.errors
              ? `max(5px, ${(100 * turn.errors) / Math.max(1, turn.steps ?? 1)}%) 100%`
              : "0 0",
          }}
          title={about(turn)}
        />
      ))}
    </div>
  );
}

interface Captured {
  what?: string;
  lines?: number;
  recorded?: number;
  unreadable?: number;
  incomplete?: number;
  redactions?: number;
}

/** What is known to be missing, said where the reader would otherwise believe it is all there. */
function Notices({ session }: { session: Session }) {
  const [open, setOpen] = useState(false);
  const captured = useLoad(`capture ${session.session}`, (signal) =>
    one<Captured>("capture", { what: session.session, totals: true }, signal).catch(
      () => undefined,
    ),
  ).value;
  const gaps = (session.gaps ?? []).filter((gap) => gap.count > 0);
  const unknown = Object.entries(session.unknown ?? {}).filter(([, n]) => n > 0);
  const compactions = session.compactions ?? 0;
  const missing = gaps.reduce((sum, gap) => sum + gap.count, 0);
  const strange = unknown.reduce((sum, [, n]) => sum + n, 0);
  const beside = session.beside ?? [];
  const stale = session.stale_writes ?? [];
  const calls = `${grouped(session.captured ?? 0)} of ${count(session.expected ?? 0, "call")}`;
  const said = [
    session.capture_source === "hooks" && (session.expected ?? 0) > 0 && `${calls} captured live`,
    beside.length > 0 && told(beside),
    captured?.lines !== undefined && `${count(captured.lines, "line")} read`,
    captured?.redactions ? `${count(captured.redactions, "secret")} taken out` : undefined,
    strange > 0 && count(strange, "record") + " of unknown kind",
    compactions > 0 &&
      `context compacted ${compactions === 1 ? "once" : count(compactions, "time")}`,
  ].filter((text): text is string => Boolean(text));
  const bad = [
    missing > 0 && count(missing, "gap"),
    stale.length > 0 && toldStale(stale),
    captured?.unreadable ? `${count(captured.unreadable, "line")} unreadable` : undefined,
  ].filter((text): text is string => Boolean(text));
  if (said.length + bad.length === 0) return null;
  const details = gaps.length + unknown.length + beside.length + stale.length > 0;
  return (
    <div class="notices">
      {bad.map((text) => (
        <span key={text} class="bad">
          {text}
        </span>
      ))}
      {said.map((text) => (
        <span key={text}>{text}</span>
      ))}
      {details && (
        <button class="link" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "less" : "which?"}
        </button>
      )}
      {open && (
        <ul>
          {gaps.map((gap) => (
            <li key={gap.reason}>
              {line(gap.reason, 200)} <span class="faint">× {grouped(gap.count)}</span>
              {(gap.steps ?? []).slice(0, 5).map((step) => (
                <a key={step} class="gap-step" href={to.step(session.session, step)}>
                  {line(step, 16)}
                </a>
              ))}
            </li>
          ))}
          {stale.length > 0 && (
            <li>
              Written from a version that was no longer there:
              <StaleWrites writes={stale} />
            </li>
          )}
          {beside.length > 0 && (
            <li>
              Changed beside it:
              <BesideList changes={beside} />
            </li>
          )}
          {unknown.map(([name, n]) => (
            <li key={name}>
              <code>{line(name, 120)}</code>{" "}
              <span class="faint">× {grouped(n)}, kept but not understood</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
