import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { list } from "./api";
import { BarChart, amountName } from "./BarChart";
import { OTHERS, bars, periodName } from "./bars";
import type { Measure, Per } from "./bars";
import { CostTable } from "./CostTable";
import { repoName } from "./format";
import { useKeys, useLoad, useWorld } from "./hooks";
import { useChanges } from "./live";
import { Failed, Loading } from "./parts";
import { go, to } from "./route";
import { line } from "./text";
import type { CostRow } from "./types";

const BY = ["model", "session", "day", "repo", "agent"];
const ALSO_BY = ["week", "month", "branch"];
const PARTS = ["model", "agent", "repo"];
const PERS: Per[] = ["day", "week", "month"];
const TIMES: [string, string, Per][] = [
  ["7d", "7 days", "day"],
  ["30d", "30 days", "day"],
  ["90d", "90 days", "day"],
  ["365d", "a year", "week"],
  ["", "all time", "week"],
];
const MOST_ROWS = 20_000;
/** How often what looks at the whole store is asked anew at most. */
const STORE_MS = 5000;

/** What was spent; of one session when it is given. */
export function CostView({ params, session }: { params: URLSearchParams; session?: string }) {
  return session === undefined ? (
    <StoreCost params={params} />
  ) : (
    <div class="cost-view">
      <Totals
        params={params}
        asked={{ session }}
        address={(next) => to.sessionCost(session, next)}
        choices={BY}
      />
    </div>
  );
}

function StoreCost({ params }: { params: URLSearchParams }) {
  const since = params.get("since") ?? "30d";
  const asked = { since: since === "all" ? undefined : since };
  useEffect(() => {
    document.title = "Cost · Clew";
  }, []);
  const address = (next: URLSearchParams) => to.cost(next);
  return (
    <div class="scroll">
      <div class="page">
        <h1>Cost</h1>
        <div class="cost-view">
          <OverTime params={params} asked={asked} />
          <h2>Totals</h2>
          <Totals {...{ params, asked, address }} choices={[...BY, ...ALSO_BY]} />
        </div>
      </div>
    </div>
  );
}

/** The address with one choice changed. */
function chosen(params: URLSearchParams, name: string, value: string): URLSearchParams {
  const next = new URLSearchParams(params);
  next.set(name, value);
  return next;
}

type Asked = { since?: string; session?: string };

function OverTime({ params, asked }: { params: URLSearchParams; asked: Asked }) {
  const since = asked.since ?? "";
  const per = (params.get("per") ?? TIMES.find(([key]) => key === since)?.[2] ?? "day") as Per;
  const by = params.get("parts") ?? "model";
  const measure: Measure = params.get("show") === "tokens" ? "tokens" : "cost";
  const changes = useChanges(undefined, STORE_MS);
  const rows = useLoad(
    `over time ${per} ${by} ${since}`,
    (signal) => everyRow({ by: `${per},${by}`, ...asked }, signal),
    changes,
  );
  const today = new Date().toISOString().slice(0, 10);
  const drawn = useMemo(
    () => rows.value && bars(rows.value, measure, per, today),
    [rows.value, measure, per, today],
  );
  const set = (name: string) => (value: string) => go(to.cost(chosen(params, name, value)), true);
  const name = (key: string) =>
    key === OTHERS ? "others" : line(by === "repo" ? repoName(key) : key, 60) || "not told";
  useKeys({ m: () => set("show")(measure === "cost" ? "tokens" : "cost") });
  return (
    <>
      <div class="controls">
        <Choices label="Show" value={measure} choices={["cost", "tokens"]} choose={set("show")} />
        <Choices
          label="of the last"
          value={since}
          choices={TIMES}
          choose={(value) => set("since")(value || "all")}
        />
        <Choices label="per" value={per} choices={PERS} choose={set("per")} />
        <Choices label="by" value={by} choices={PARTS} choose={set("parts")} />
      </div>
      {drawn ? (
        drawn.periods.length === 0 ? (
          <p class="nothing">No model call in this time.</p>
        ) : (
          <>
            <BarChart {...{ bars: drawn, measure, per, by, name }} />
            <details class="as-table">
              <summary>The chart as a table (days are UTC)</summary>
              <PeriodTable {...{ drawn, measure, per, name }} />
            </details>
          </>
        )
      ) : rows.failure !== undefined ? (
        <Failed failure={rows.failure} again={rows.again} />
      ) : (
        <Loading what="the chart" />
      )}
    </>
  );
}

function PeriodTable(props: {
  drawn: ReturnType<typeof bars>;
  measure: Measure;
  per: Per;
  name: (key: string) => string;
}) {
  const { drawn, measure, per } = props;
  return (
    <div class="wide-table" tabIndex={0} role="region" aria-label={`${measure} per ${per}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">{per}</th>
            <th scope="col" class="n">
              All
            </th>
            {drawn.keys.map((key) => (
              <th scope="col" class="n" key={key}>
                {props.name(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {drawn.periods.toReversed().map((period) => (
            <tr key={period.key}>
              <th scope="row">{periodName(period.key, per, true)}</th>
              <td class="n">
                {amountName(period.amount, measure)}
                {measure === "cost" && period.unpriced > 0 ? " +?" : ""}
              </td>
              {drawn.keys.map((key) => {
                const part = period.parts.find((one) => one.key === key);
                return (
                  <td class="n" key={key}>
                    {part ? amountName(part.amount, measure) : <span class="none">–</span>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Totals(props: {
  params: URLSearchParams;
  asked: Asked;
  choices: string[];
  address: (next: URLSearchParams) => string;
}) {
  const { params, asked } = props;
  const { generation } = useWorld();
  const changes = useChanges(undefined, STORE_MS);
  const by = params.get("by") ?? "model";
  const rows = useLoad(
    `cost ${by} ${asked.session ?? ""} ${asked.since ?? ""}`,
    (signal) => everyRow({ by, ...asked }, signal),
    asked.session === undefined ? changes : generation,
  );
  return (
    <>
      <Choices
        label="By"
        group="Cost by"
        value={by}
        choices={props.choices}
        choose={(what) => go(props.address(chosen(params, "by", what)), true)}
      />
      {rows.value ? (
        <CostTable rows={rows.value} by={by} />
      ) : rows.failure !== undefined ? (
        <Failed failure={rows.failure} again={rows.again} />
      ) : (
        <Loading what="cost" />
      )}
    </>
  );
}

function Choices(props: {
  label: string;
  group?: string;
  value: string;
  choices: (string | [string, string, ...unknown[]])[];
  choose: (value: string) => void;
}): ComponentChildren {
  return (
    <div class="choices" role="group" aria-label={props.group ?? props.label}>
      <span aria-hidden="true">{props.label}</span>
      {props.choices.map((choice) => {
        const [value, name] = typeof choice === "string" ? [choice, choice] : choice;
        return (
          <button
            key={value}
            aria-pressed={value === props.value}
            onClick={() => props.choose(value)}
          >
            {name === "repo" ? "repository" : name}
          </button>
        );
      })}
    </div>
  );
}

async function everyRow(question: Asked & { by: string }, signal: AbortSignal): Promise<CostRow[]> {
  const rows: CostRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await list<CostRow>("cost", { ...question, limit: 5000, cursor }, signal);
    rows.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined && rows.length < MOST_ROWS);
  const time = ["day", "week", "month"].includes(question.by);
  return rows.sort((a, b) =>
    time ? (a.key < b.key ? 1 : -1) : (b.cost_usd ?? -1) - (a.cost_usd ?? -1),
  );
}
