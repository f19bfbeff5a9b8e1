/** The recorder's answers, computed from made-up sessions. */

import { cost } from "./cost.mjs";
import { makeWorld } from "./data.mjs";
import { found, stats } from "./found.mjs";
import { search } from "./search.mjs";
import { blamed, lineStats, versions } from "./blame.mjs";
import { outlineOf } from "./outline.mjs";

const NOW = Date.now();
const WORLD = makeWorld(NOW);
const STEPS = new Map();
const TURNS = new Map();
for (const record of WORLD) {
  for (const row of record.rows) STEPS.set(row.step, { record, row });
  for (const turn of record.turns) TURNS.set(turn.turn, { record, turn });
}

export function answer(query, params) {
  const questions = {
    sessions,
    log,
    show,
    files,
    outline,
    capture,
    status,
    blame,
    cost: (asked) => page(cost(WORLD, asked), asked),
    stats: (asked) => ({
      body: { items: asked.has("folder") ? lineStats() : stats(WORLD, asked, NOW) },
    }),
    search: (asked) => page(search(WORLD, asked), asked),
  };
  return (
    questions[query]?.(params) ?? {
      status: 404,
      body: { error: { message: `no question is called ${query}` } },
    }
  );
}

function sessions(params) {
  const rows = found(WORLD, params, NOW);
  return page(rows, params, { total: rows.length });
}

function blame(params) {
  return { body: { items: blamed(params.get("file"), WORLD) } };
}

function page(rows, params, extra = {}) {
  const from = Number(params.get("offset") ?? params.get("cursor") ?? 0);
  const limit = Number(params.get("limit") ?? 50);
  const next = from + limit < rows.length ? String(from + limit) : undefined;
  return { body: { items: rows.slice(from, from + limit), next, ...extra } };
}

function log(params) {
  if (params.has("path")) return page(versions(params.get("path")), params);
  const record = WORLD.find((one) => one.id === params.get("session"));
  if (!record)
    return page(childRows(params.get("session")), params, {
      total: childRows(params.get("session")).length,
    });
  return page(record.rows, params, { total: record.rows.length });
}

function outline(params) {
  const id = params.get("session");
  const record = WORLD.find((one) => one.id === id);
  const rows = record?.rows ?? childRows(id);
  return { body: { items: [outlineOf(id, rows, record?.children ?? [])] } };
}

function capture() {
  const sums = { what: "total", lines: 812, recorded: 812, unreadable: 0, redactions: 3 };
  return { body: { items: [sums] } };
}

function childRows(session) {
  const record = WORLD.find((one) => one.children.some((child) => child.session === session));
  const rows = (record?.rows ?? []).filter((row) => row.session === session);
  return rows.map((row, ordinal) => ({ ...row, ordinal, depth: 0 }));
}

function show(params) {
  const id = params.get("id");
  const item = shownSession(id) ?? shownChild(id) ?? shownTurn(id) ?? shownStep(id);
  return { body: { items: item ? [item] : [] } };
}

function shownSession(id) {
  const record = WORLD.find((one) => one.id === id);
  if (!record) return undefined;
  const turn_list = record.turns.map(({ prompt: _, ...turn }) => turn);
  return { ...record.row, ...record.extra, turn_list, subagents: record.children };
}

function shownChild(id) {
  const record = WORLD.find((one) => one.children.some((child) => child.session === id));
  if (!record) return undefined;
  const rows = childRows(id);
  const child = record.children.find((one) => one.session === id);
  return {
    ...record.row,
    session: id,
    title: child.title,
    parent_session: record.id,
    turns: [],
    subagents: [],
    tool_calls: rows.length,
    total_tool_calls: rows.length,
    errors: 0,
    files_changed: 0,
    total_cost_usd: child.cost_usd,
  };
}

function shownTurn(id) {
  const found = TURNS.get(id);
  if (!found) return undefined;
  const rows = found.record.rows.filter((row) => row.turn === id);
  return { ...found.turn, session: found.record.id, files: filesOf(rows) };
}

function shownStep(id) {
  const found = STEPS.get(id);
  if (!found) return undefined;
  const ended_at =
    found.row.duration_ms === undefined
      ? undefined
      : new Date(Date.parse(found.row.started_at) + found.row.duration_ms).toISOString();
  return {
    sources: [
      {
        entry: 1200 + found.row.ordinal,
        kind: "transcript",
        file: "/home/ada/.claude/projects/orders/a1.jsonl",
      },
    ],
    ...found.row,
    ended_at,
    ...found.record.details.get(id),
  };
}

function files(params) {
  const record = WORLD.find((one) => one.id === params.get("session"));
  return page(filesOf(record?.rows ?? []), params);
}

function filesOf(steps) {
  const rows = new Map();
  for (const step of steps) {
    for (const file of step.files ?? []) {
      const row = rows.get(file.path) ?? {
        path: file.path,
        reads: 0,
        created: 0,
        modified: 0,
        deleted: 0,
        added: 0,
        removed: 0,
        steps: [],
      };
      rows.set(file.path, row);
      row[{ read: "reads", create: "created", modify: "modified", delete: "deleted" }[file.op]]++;
      row.added += file.added ?? 0;
      row.removed += file.removed ?? 0;
      row.steps.push(step.step);
    }
  }
  return [...rows.values()];
}

/** The session that runs gets another step; its id. */
export function grow() {
  const record = WORLD[0];
  const last = record.rows.at(-1);
  grown++;
  const step = {
    ...last,
    step: String(grown).padStart(16, "0"),
    started_at: new Date().toISOString(),
    ordinal: record.rows.length,
  };
  Object.assign(last, { status: "ok", duration_ms: 1200 });
  record.rows.push(step);
  record.details.set(step.step, record.details.get(last.step));
  STEPS.set(step.step, { record, row: step });
  record.turns.at(-1).steps++;
  record.row.tool_calls = record.row.total_tool_calls += 1;
  record.row.active_at = new Date().toISOString();
  return record.id;
}

let grown = 0;
let asked = 0;
/** The count of entries grows with the steps, and an import seems to run at first. */
function status() {
  asked++;
  const done = Math.min(40, asked * 4);
  const importing =
    done < 40
      ? { files: 40, files_done: done, bytes: 800_000_000, bytes_done: done * 20_000_000 }
      : undefined;
  const entries = 48_000 + grown;
  return {
    body: {
      items: [
        {
          recorder: "running",
          pid: 4242,
          home: "/home/ada/.clew",
          store_bytes: 412_000_000,
          spool: 0,
          redaction_level: "standard",
          capture_mode: "content",
          entries,
          importing,
          sessions: [],
        },
      ],
    },
  };
}
