import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import { SORTS, change, clear, conditions, sortOf } from "./filter";
import { compact, count, grouped, repoName, tokensIn, tokensOut } from "./format";
import { useNarrow } from "./hooks";
import { Icon, PATHS } from "./icons";
import { Money, tokenList } from "./parts";
import { line } from "./text";
import type { Stat, Tokens } from "./types";

const SHOWN = 7;

interface Facet {
  by: string;
  title: string;
  /** Shown also where there is only one value, or none has a session. */
  fixed?: boolean;
  name?: (key: string) => string;
}

const WITHIN: Record<string, string> = {
  "15m": "Running now",
  "1d": "Last 24 hours",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
};

const FACETS: Facet[] = [
  { by: "since", title: "Active", fixed: true, name: (key) => WITHIN[key] ?? `Since ${key}` },
  { by: "errors", title: "With", fixed: true, name: () => "Errors" },
  { by: "subagents", title: "", fixed: true, name: () => "Sub-agents" },
  { by: "agent", title: "Agent" },
  { by: "model", title: "Model" },
  { by: "repo", title: "Repository", name: repoName },
  { by: "branch", title: "Branch" },
];

export function FindSessions(props: {
  params: URLSearchParams;
  input: RefObject<HTMLInputElement>;
}) {
  const { params } = props;
  const sort = sortOf(params);
  const known = SORTS.some(([name]) => name === sort);
  return (
    <div class="filters" role="search" aria-label="Filter of the list">
      <label class="find">
        <span class="hidden">Filter sessions</span>
        <input
          ref={props.input}
          type="search"
          placeholder="Filter by title, repository or branch"
          value={params.get("q") ?? ""}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => change(params, "q", event.currentTarget.value, true)}
        />
        <kbd aria-hidden="true">/</kbd>
      </label>
      <select
        class="sort"
        aria-label="Sort"
        value={sort}
        onChange={(event) => change(params, "sort", event.currentTarget.value, true)}
      >
        {SORTS.map(([name, label]) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
        {!known && <option value={sort}>{line(sort.replace("-", "").replaceAll("_", " "))}</option>}
      </select>
      <Chosen params={params} />
    </div>
  );
}

/** What the list is narrowed to, each to be taken away again. */
function Chosen({ params }: { params: URLSearchParams }) {
  const chosen = conditions(params).filter(([name]) => name !== "q");
  if (chosen.length === 0) return null;
  return (
    <ul class="chosen" aria-label="Filters in use">
      {chosen.map(([name, value]) => (
        <li key={name}>
          <button onClick={() => change(params, name, "")} title={line(value)}>
            {label(name, value)}
            <span class="hidden">, take this filter away</span>
            <Icon path={PATHS.close} />
          </button>
        </li>
      ))}
      {chosen.length > 1 && (
        <li>
          <button class="link" onClick={() => clear(params)}>
            Clear all
          </button>
        </li>
      )}
    </ul>
  );
}

function label(name: string, value: string): string {
  const facet = FACETS.find((one) => one.by === name);
  const text = line(facet?.name ? facet.name(value) : value, 40);
  return name === "until" ? `Until ${text}` : text;
}

/** What sessions can be narrowed to, with how many each would leave. */
export function Facets({ params, stats }: { params: URLSearchParams; stats?: Stat[] }) {
  const narrow = useNarrow(1000);
  const [open, setOpen] = useState(false);
  const shown = !narrow || open;
  return (
    <aside class="facets" aria-label="Filters">
      {narrow && (
        <button class="plain" aria-expanded={open} onClick={() => setOpen(!open)}>
          Filters
        </button>
      )}
      {shown &&
        FACETS.map((facet) => (
          <FacetGroup
            key={facet.by}
            facet={facet}
            params={params}
            rows={(stats ?? []).filter((row) => row.by === facet.by)}
          />
        ))}
    </aside>
  );
}

function FacetGroup(props: { facet: Facet; params: URLSearchParams; rows: Stat[] }) {
  const { facet, params, rows } = props;
  const [all, setAll] = useState(false);
  const value = params.get(facet.by) ?? "";
  const known = rows.some((row) => row.key === value);
  const values =
    value === "" || known ? rows : [...rows, { by: facet.by, key: value, sessions: 0 }];
  if (values.length === 0 || (!facet.fixed && values.length < 2 && value === "")) return null;
  const shown = all ? values : values.filter((row, n) => n < SHOWN || row.key === value);
  return (
    <div class="facet" role="group" aria-label={facet.title || "With"}>
      {facet.title !== "" && <h2>{facet.title}</h2>}
      <ul>
        {shown.map((row) => (
          <li key={row.key}>
            <button
              aria-pressed={row.key === value}
              class={row.sessions === 0 ? "empty" : undefined}
              title={line(row.key)}
              onClick={() => change(params, facet.by, row.key === value ? "" : row.key)}
            >
              <span>{line(facet.name ? facet.name(row.key) : row.key, 60)}</span>
              <b>{grouped(row.sessions)}</b>
            </button>
          </li>
        ))}
      </ul>
      {values.length > SHOWN && (
        <button class="link" onClick={() => setAll(!all)}>
          {all ? "Fewer" : `${values.length - SHOWN} more`}
        </button>
      )}
    </div>
  );
}

/** What the sessions of the list did together. */
export function Totals({ stats }: { stats?: Stat[] }) {
  const all = stats?.find((row) => row.by === "all");
  return (
    <p class="totals" role="status" aria-label="Totals">
      {all && (
        <>
          <b>{count(all.sessions, "session")}</b>
          {all.subagents ? <span>{count(all.subagents, "sub-agent")}</span> : null}
          <span>{count(all.tool_calls ?? 0, "tool call")}</span>
          {all.errors ? <span class="bad">{count(all.errors, "error")}</span> : null}
          {all.files_changed ? <span>{count(all.files_changed, "file")} changed</span> : null}
          <TokenTotals tokens={all.tokens ?? {}} />
          <span class="cost">
            <Money usd={all.cost_usd} />
            {all.unpriced_calls ? (
              <span class="faint">
                {" "}
                without {count(all.unpriced_calls, "call")} of unknown price
              </span>
            ) : null}
          </span>
        </>
      )}
    </p>
  );
}

function TokenTotals({ tokens }: { tokens: Tokens }) {
  const written = (tokens.cache_write_5m ?? 0) + (tokens.cache_write_1h ?? 0);
  const parts: [number | undefined, string][] = [
    [tokens.input, "in"],
    [tokens.cache_read, "from cache"],
    [written, "to cache"],
    [tokensOut(tokens), "out"],
  ];
  return (
    <span title={tokenList(tokens)}>
      {compact(tokensIn(tokens) + tokensOut(tokens))} tokens
      <span class="faint buckets">
        {parts
          .filter(([n]) => n)
          .map(([n, name]) => ` ${compact(n)} ${name}`)
          .join(" ·")}
      </span>
    </span>
  );
}
