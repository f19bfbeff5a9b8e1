import { change, sortOf } from "./filter";
import { compact, duration, grouped, repoName, time, tokensAll } from "./format";
import { useWorld } from "./hooks";
import { Ago, Money } from "./parts";
import { go, to } from "./route";
import { line } from "./text";
import type { SessionRow } from "./types";

/** What the recorder calls running: something was recorded within this time. */
const RUNNING_MS = 15 * 60_000;

const COLUMNS: { name: string; sort?: string; class?: string; title?: string }[] = [
  { name: "Session", sort: "title", class: "what" },
  { name: "Started", sort: "-started_at", class: "n" },
  { name: "Lasted", sort: "-duration", class: "n" },
  { name: "Tools", sort: "-tool_calls", class: "n", title: "Tool calls, sub-agents included" },
  { name: "Errors", sort: "-errors", class: "n", title: "Failed steps, sub-agents included" },
  { name: "Files", sort: "-files_changed", class: "n", title: "Files changed" },
  { name: "Tokens", sort: "-tokens", class: "n", title: "All tokens, sub-agents included" },
  { name: "Cost", sort: "-cost_usd", class: "n", title: "In US dollars, sub-agents included" },
];

export function SessionHead({ params }: { params: URLSearchParams }) {
  const sort = sortOf(params);
  return (
    <div class="row head" role="row" aria-rowindex={1}>
      {COLUMNS.map((column) => {
        const own = column.sort!;
        const mine = sort.replace("-", "") === own.replace("-", "");
        const down = sort.startsWith("-");
        const other = own.startsWith("-") ? own.slice(1) : "-" + own;
        return (
          <span
            key={column.name}
            role="columnheader"
            class={column.class}
            aria-sort={mine ? (down ? "descending" : "ascending") : undefined}
          >
            <button
              onClick={() => change(params, "sort", mine && sort === own ? other : own)}
              title={column.title}
            >
              {column.name}
              <i aria-hidden="true">{mine ? (down ? "↓" : "↑") : ""}</i>
            </button>
          </span>
        );
      })}
    </div>
  );
}

/** A row whose session has not come yet. */
export function BlankRow({ index, height }: { index: number; height: number }) {
  return (
    <div
      role="row"
      class="row blank"
      aria-rowindex={index + 2}
      style={{ height: `${height}px` }}
      aria-label="Loading"
    >
      <span role="cell" class="what">
        <i />
      </span>
    </div>
  );
}

export function Row(props: {
  session: SessionRow;
  index: number;
  selected: boolean;
  tabbed: boolean;
  height: number;
}) {
  const { session, selected } = props;
  const title = line(session.title, 200) || "Untitled session";
  const tools = session.total_tool_calls ?? session.tool_calls;
  const errors = session.total_errors ?? session.errors;
  const href = to.session(session.session);
  return (
    <div
      role="row"
      class="row"
      aria-rowindex={props.index + 2}
      data-selected={selected ? "" : undefined}
      style={{ height: `${props.height}px` }}
      onClick={(event) => {
        if (!(event.target as Element).closest("a") && getSelection()?.isCollapsed !== false)
          go(href);
      }}
    >
      <span role="cell" class="what">
        <a href={href} data-row tabIndex={props.tabbed ? 0 : -1} title={title}>
          {title}
        </a>
        <Origin session={session} />
      </span>
      <span role="cell" class="n when">
        <Ago at={session.started_at} />
      </span>
      <span role="cell" class="n lasted">
        <Lasted session={session} />
      </span>
      <Count n={tools} one="tool call" />
      <Count n={errors} one="error" bad />
      <Count n={session.files_changed} one="file" />
      <span role="cell" class="n tokens">
        {compact(tokensAll(session.total_tokens ?? session.tokens))}
      </span>
      <span role="cell" class="n cost">
        <Money usd={session.total_cost_usd ?? session.cost_usd} />
      </span>
    </div>
  );
}

function Count({ n, one, bad }: { n?: number; one: string; bad?: boolean }) {
  return (
    <span
      role="cell"
      class={n ? (bad ? "n bad" : "n") : "n none"}
      data-label={n === 1 ? one : one + "s"}
    >
      {n ? grouped(n) : "–"}
    </span>
  );
}

function Lasted({ session }: { session: SessionRow }) {
  const { now } = useWorld();
  const active = time(session.active_at);
  if (active !== undefined && now - active < RUNNING_MS) {
    return <b class="live">running</b>;
  }
  return <>{duration(session.duration_ms)}</>;
}

function Origin({ session }: { session: SessionRow }) {
  const models = session.models ?? [];
  const subagents = session.subagent_count ?? 0;
  return (
    <span class="origin">
      {session.repo && (
        <span class="repo" title={line(session.repo)}>
          {line(repoName(session.repo), 60)}
        </span>
      )}
      {session.branch && <span class="branch">{line(session.branch, 60)}</span>}
      <span>{line(session.agent, 40)}</span>
      {models.length > 0 && (
        <span class="model" title={line(models.join(", "))}>
          {line(models[0], 40)}
          {models.length > 1 && ` +${models.length - 1}`}
        </span>
      )}
      {subagents > 0 && (
        <span class="subagents">
          {subagents === 1 ? "1 sub-agent" : `${grouped(subagents)} sub-agents`}
        </span>
      )}
    </span>
  );
}
