import { useState } from "preact/hooks";
import { compact, count, grouped, repoName, tokensAll } from "./format";
import { Message, Money, Share } from "./parts";
import { to } from "./route";
import { line } from "./text";
import type { CostRow, Tokens } from "./types";

const SHOWN = 200;

const BUCKETS: [keyof Tokens, string, string][] = [
  ["input", "Input", "Fresh input tokens"],
  ["cache_read", "Cache read", "Input tokens read from the provider's cache"],
  [
    "cache_write_5m",
    "Cache write",
    "Input tokens written to the provider's cache, for 5 minutes and for 1 hour",
  ],
  ["output", "Output", "Output tokens"],
  ["reasoning", "Reasoning", "Output tokens spent on reasoning, where told apart"],
];

function amount(row: CostRow, bucket: keyof Tokens): number {
  const tokens = row.tokens ?? {};
  if (bucket === "cache_write_5m")
    return (tokens.cache_write_5m ?? 0) + (tokens.cache_write_1h ?? 0);
  return tokens[bucket] ?? 0;
}

type Bucket = (typeof BUCKETS)[number];

export function CostTable({ rows, by }: { rows: CostRow[]; by: string }) {
  const [shown, setShown] = useState(SHOWN);
  if (rows.length === 0) {
    return (
      <Message title="No model calls recorded">
        <p>What is recorded here names no tokens.</p>
      </Message>
    );
  }
  const most = Math.max(...rows.map((row) => row.cost_usd ?? 0));
  const buckets = BUCKETS.filter(([bucket]) => rows.some((row) => amount(row, bucket) > 0));
  return (
    <>
      <Sum rows={rows} />
      <div class="wide-table" tabIndex={0} role="region" aria-label="Cost table">
        <table>
          <Columns by={by} buckets={buckets} />
          <tbody>
            {rows.slice(0, shown).map((row) => (
              <Line key={row.key} {...{ row, by, buckets, most }} />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > shown && (
        <button class="plain" onClick={() => setShown(shown + 1000)}>
          Show more ({grouped(rows.length - shown)} left)
        </button>
      )}
    </>
  );
}

function Sum({ rows }: { rows: CostRow[] }) {
  const sum = rows.reduce((all, row) => all + (row.cost_usd ?? 0), 0);
  const calls = rows.reduce((all, row) => all + (row.model_calls ?? 0), 0);
  const unpriced = rows.reduce((all, row) => all + (row.unpriced_calls ?? 0), 0);
  return (
    <p class="sum">
      <b>{calls > 0 && unpriced === calls ? "Price unknown" : <Money usd={sum} />}</b> for{" "}
      {count(calls, "model call")} at list price
      {unpriced > 0 && (
        <span>
          {" "}
          · {count(unpriced, "call")} of a model without a known price not counted;{" "}
          <code>prices.tsv</code> adds one
        </span>
      )}
    </p>
  );
}

function Columns({ by, buckets }: { by: string; buckets: Bucket[] }) {
  return (
    <thead>
      <tr>
        <th scope="col">
          {by === "repo" ? "Repository" : by.charAt(0).toUpperCase() + by.slice(1)}
        </th>
        <th scope="col" class="n">
          Cost
        </th>
        <th scope="col" class="bar">
          <span class="hidden">Share</span>
        </th>
        <th scope="col" class="n">
          Calls
        </th>
        {buckets.map(([bucket, name, title]) => (
          <th scope="col" class="n" key={bucket} title={title}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Line(props: { row: CostRow; by: string; buckets: Bucket[]; most: number }) {
  const { row, most } = props;
  return (
    <tr>
      <th scope="row">
        <Key row={row} by={props.by} />
      </th>
      <td class="n">
        <Money usd={row.cost_usd} />
        {row.cost_usd !== undefined && row.unpriced_calls ? (
          <span class="faint" title={`${count(row.unpriced_calls, "call")} of unknown price`}>
            {" "}
            +?
          </span>
        ) : null}
      </td>
      <td class="bar">
        <Share part={most > 0 ? (row.cost_usd ?? 0) / most : 0} />
      </td>
      <td class="n">{grouped(row.model_calls)}</td>
      {props.buckets.map(([bucket]) => (
        <td class="n" key={bucket} title={grouped(amount(row, bucket))}>
          {amount(row, bucket) > 0 ? compact(amount(row, bucket)) : <span class="none">–</span>}
        </td>
      ))}
    </tr>
  );
}

function Key({ row, by }: { row: CostRow; by: string }) {
  const text = line(row.label || (by === "repo" ? repoName(row.key) : row.key), 120) || "unknown";
  const hover = `${line(row.key)}\n${grouped(tokensAll(row.tokens))} tokens`;
  if (by === "session")
    return (
      <a href={to.session(row.key)} title={hover}>
        {text}
      </a>
    );
  if (by === "model" || by === "repo" || by === "agent") {
    return (
      <a href={to.sessions(new URLSearchParams({ [by]: row.key }))} title={hover}>
        {text}
      </a>
    );
  }
  return <span title={hover}>{text}</span>;
}
