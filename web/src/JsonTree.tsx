import { useState } from "preact/hooks";
import { grouped } from "./format";
import { asTable, summary } from "./json";
import type { Json, Table } from "./json";
import { visible } from "./text";

const FIRST = 50;
const LONG = 400;

/** A value as a tree: what is deep or long begins folded. */
export function JsonTree({ value }: { value: Json }) {
  const table = asTable(value);
  if (table) return <JsonTable table={table} />;
  return (
    <div class="json">
      <Children value={value} depth={0} />
    </div>
  );
}

function Children({ value, depth }: { value: Json; depth: number }) {
  const entries = Object.entries(value as Record<string, Json>);
  const [shown, setShown] = useState(FIRST);
  const list = Array.isArray(value);
  return (
    <>
      {entries.slice(0, shown).map(([name, one]) => (
        <Entry key={name} name={name} value={one} list={list} depth={depth} />
      ))}
      {entries.length > shown && (
        <button class="link" onClick={() => setShown(shown + 500)}>
          {grouped(entries.length - shown)} more
        </button>
      )}
    </>
  );
}

function Entry(props: { name: string; value: Json; list: boolean; depth: number }) {
  const { value, depth } = props;
  const name = <span class={props.list ? "faint" : "t-key"}>{visible(props.name)}</span>;
  const size = value !== null && typeof value === "object" ? Object.keys(value).length : 0;
  if (size === 0)
    return (
      <div class="leaf">
        {name}: <Leaf value={value} />
      </div>
    );
  return <Branch {...{ name, value, size, depth }} />;
}

function Branch(props: {
  name: preact.ComponentChildren;
  value: Json;
  size: number;
  depth: number;
}) {
  const { value, size, depth } = props;
  const [open, setOpen] = useState(depth < 1 || (depth < 3 && size <= 8));
  return (
    <div>
      <button class="branch" aria-expanded={open} onClick={() => setOpen(!open)}>
        {props.name} <span class="faint">{summary(value)}</span>
      </button>
      {open && (
        <div class="inner">
          <Children value={value} depth={depth + 1} />
        </div>
      )}
    </div>
  );
}

function Leaf({ value }: { value: Json }) {
  const [open, setOpen] = useState(false);
  if (typeof value === "string") {
    const cut = value.length > LONG && !open;
    return (
      <>
        <span class="t-string">{visible(cut ? value.slice(0, LONG) + "…" : value)}</span>
        {cut && (
          <button class="link" onClick={() => setOpen(true)}>
            {grouped(value.length)} characters
          </button>
        )}
      </>
    );
  }
  if (typeof value === "number") return <span class="t-number">{String(value)}</span>;
  if (value === null || typeof value === "boolean")
    return <span class="t-constant">{String(value)}</span>;
  return <span class="faint">{Array.isArray(value) ? "[]" : "{}"}</span>;
}

function JsonTable({ table }: { table: Table }) {
  const [shown, setShown] = useState(FIRST);
  return (
    <div class="wide" tabIndex={0} role="region" aria-label="Table">
      <table>
        <thead>
          <tr>
            {table.names.map((name) => (
              <th key={name} scope="col">
                {visible(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.slice(0, shown).map((row, n) => (
            <tr key={n}>
              {row.map((cell, m) => (
                <td key={m}>{cell === null ? "" : <Leaf value={cell} />}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {table.rows.length > shown && (
        <button class="link" onClick={() => setShown(shown + 500)}>
          {grouped(table.rows.length - shown)} more
        </button>
      )}
    </div>
  );
}
