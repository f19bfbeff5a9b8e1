/** Small pieces that several views are made of. */

import type { ComponentChildren } from "preact";
import {
  ago,
  compact,
  exact,
  exactMoney,
  grouped,
  money,
  pathParts,
  tokensIn,
  tokensOut,
} from "./format";
import { useWorld } from "./hooks";
import { visible } from "./text";
import type { Tokens } from "./types";

export function Ago({ at }: { at?: string }) {
  const { now } = useWorld();
  if (!at) return null;
  return (
    <time dateTime={at} title={exact(at)}>
      {ago(at, now)}
    </time>
  );
}

export function Money({ usd }: { usd?: number }) {
  if (usd === undefined || usd === null)
    return (
      <span class="none" title="price unknown">
        –
      </span>
    );
  return <span title={exactMoney(usd)}>{money(usd)}</span>;
}

/** What went in and what came out, with every bucket on hover. */
export function TokenFlow({ tokens }: { tokens?: Tokens }) {
  if (!tokens) return null;
  return (
    <span title={tokenList(tokens)}>
      {compact(tokensIn(tokens))}
      <span class="faint"> → </span>
      {compact(tokensOut(tokens))}
    </span>
  );
}

export function tokenBuckets(tokens: Tokens): [string, number][] {
  const all: [string, number | undefined][] = [
    ["input", tokens.input],
    ["cache read", tokens.cache_read],
    ["cache write 5 m", tokens.cache_write_5m],
    ["cache write 1 h", tokens.cache_write_1h],
    ["output", tokens.output],
    ["reasoning", tokens.reasoning],
  ];
  return all.filter(
    (bucket): bucket is [string, number] => bucket[1] !== undefined && bucket[1] > 0,
  );
}

export function tokenList(tokens: Tokens): string {
  return tokenBuckets(tokens)
    .map(([name, n]) => `${name} ${grouped(n)}`)
    .join("\n");
}

export function Lines({ added, removed }: { added?: number; removed?: number }) {
  if (!added && !removed) return null;
  return (
    <span class="lines">
      {added ? <span class="plus">+{grouped(added)}</span> : null}
      {removed ? <span class="minus">−{grouped(removed)}</span> : null}
    </span>
  );
}

export function Path({ path }: { path: string }) {
  const { folder, name } = pathParts(path);
  return (
    <span class="path" title={visible(path)}>
      <span class="folder">{visible(folder)}</span>
      <span class="name">{visible(name)}</span>
    </span>
  );
}

export function Message(props: {
  title: string;
  kind?: "failed" | "empty";
  /** `h1` where the message is all that the view is. */
  heading?: "h1" | "h2";
  children?: ComponentChildren;
}) {
  const Heading = props.heading ?? "h2";
  return (
    <div
      class={`message ${props.kind ?? "empty"}`}
      role={props.kind === "failed" ? "alert" : "status"}
    >
      <Heading>{props.title}</Heading>
      {props.children}
    </div>
  );
}

export function Failed({ failure, again }: { failure: unknown; again: () => void }) {
  return (
    <Message title="That could not be read" kind="failed">
      <p>{visible(failure instanceof Error ? failure.message : String(failure))}</p>
      <button class="plain" onClick={again}>
        Try again
      </button>
    </Message>
  );
}

export function Loading({ what, rows = 8 }: { what: string; rows?: number }) {
  return (
    <div class="loading" role="status" aria-label={`Loading ${what}`}>
      {Array.from({ length: rows }, (_, n) => (
        <i key={n} />
      ))}
    </div>
  );
}

/** A bar for a share of a whole, drawn beside its number. */
export function Share({ part }: { part: number }) {
  return (
    <span class="share" aria-hidden="true">
      <i style={{ width: `${Math.max(0, Math.min(1, part)) * 100}%` }} />
    </span>
  );
}
