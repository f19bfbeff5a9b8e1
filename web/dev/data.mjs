/** Sessions made up for the development server: ordinary ones, a long one, one that runs. */

import { hostileSession } from "./hostile.mjs";
import { random } from "./random.mjs";
import { MODELS, iso, llm, spent, tool } from "./steps.mjs";

const TITLES = [
  "Make the retry budget configurable per route",
  "Why does the nightly import double-count refunds?",
  "Add a dry-run flag to the migration runner",
  "Fix flaky OrderServiceTest on slow machines",
  "Replace the hand-written CSV reader",
  "Explain how leases are renewed when the leader pauses",
  "Upgrade to JDK 25 and remove the preview flags",
  "Speed up the file scan for repositories with many small files",
  "Write the release notes for 0.9",
  "Trace ids are lost between gateway and billing; find out where and fix it",
  "Dark mode for the settings page",
  "Draft a decision record: one lock or many?",
];
const REPOS = [
  "/home/ada/src/orders",
  "/home/ada/src/gateway",
  "https://git.example/ada/ledgerline.git",
  "/home/ada/src/site",
];
const BRANCHES = ["main", "fix/retry-budget", "ada/import-refunds", "release-0.9"];
const AGENTS = ["claude-code", "claude-code", "codex", "gemini-cli"];

export function makeWorld(now) {
  const make = random(7);
  const sessions = [];
  for (let n = 0; n < 260; n++) {
    const started = now - n * make.int(20, 240) * 60_000 - make.int(0, 50_000);
    sessions.push(
      session(random(100 + n), TITLES[n % TITLES.length], started, {
        turns: make.int(1, 9),
        running: n === 0,
      }),
    );
  }
  sessions.push(
    session(random(5), "Port the whole test suite to the new runner", now - 3 * 86_400_000, {
      turns: 60,
      steps: 10_000,
    }),
  );
  sessions.push(hostileSession(now - 5 * 3600_000));
  return sessions;
}

function session(make, title, started, { turns, steps, running = false }) {
  const agent = make.pick(AGENTS);
  const id = make.hex(32);
  const record = { id, agent, title, rows: [], turns: [], children: [], details: new Map() };
  const context = { make, agent, id, record, at: started };
  for (let n = 1; n <= turns; n++)
    turn(
      context,
      n,
      n === 1 ? title : make.pick(TITLES),
      steps ? Math.ceil(steps / turns) : make.int(3, 22),
    );
  const last = record.rows.at(-1);
  if (running && last) Object.assign(last, { status: "running", duration_ms: undefined });
  return finish(record, {
    make,
    started,
    ended: running ? undefined : context.at,
    repo: make.pick(REPOS),
    branch: make.pick(BRANCHES),
  });
}

function turn(context, number, title, steps) {
  const { make, record } = context;
  const turn = {
    turn: make.hex(16),
    number,
    title,
    prompt: `${title}.\n\nKeep the change small, and say what you did not do.`,
    started_at: iso(context.at),
  };
  const from = record.rows.length;
  const begun = context.at;
  while (record.rows.length - from < steps) {
    llm(context, turn);
    for (let n = make.int(1, 3); n > 0 && record.rows.length - from < steps; n--)
      tool(context, turn);
  }
  const rows = record.rows.slice(from);
  record.turns.push({
    ...turn,
    first_ordinal: from,
    steps: rows.length,
    errors: rows.filter((row) => row.status === "error").length,
    cost_usd: spent(rows),
    ended_at: iso(context.at),
    duration_ms: context.at - begun,
  });
  context.at += make.int(5, 400) * 1000;
}

/** What the recorder would have counted. */
export function finish(record, { make, started, ended, repo, branch }) {
  const rows = record.rows;
  const sum = (of) => rows.reduce((all, one) => all + (of(one) ?? 0), 0);
  const tokens = {};
  for (const name of [
    "input",
    "cache_read",
    "cache_write_5m",
    "cache_write_1h",
    "output",
    "reasoning",
  ])
    tokens[name] = sum((one) => one.tokens?.[name]);
  const files = rows.flatMap((one) => one.files ?? []);
  const priced = rows.some((one) => one.cost_usd !== undefined);
  const tools = rows.filter((one) => one.kind !== "llm_call");
  record.row = {
    session: record.id,
    trace_id: record.id,
    agent: record.agent,
    agent_session: record.id.slice(0, 8),
    agent_version: "2.1.0",
    models: MODELS[record.agent] ?? ["claude-opus-4-5"],
    repo,
    cwd: repo.startsWith("/") ? repo : "/home/ada/src/x",
    branch,
    title: record.title,
    started_at: iso(started),
    ended_at: ended ? iso(ended) : undefined,
    duration_ms: ended ? ended - started : undefined,
    turns: record.turns.length,
    model_calls: rows.length - tools.length,
    tool_calls: tools.length,
    errors: rows.filter((one) => one.status === "error").length,
    total_errors: rows.filter((one) => one.status === "error").length,
    active_at: iso(ended ?? Date.now()),
    subagent_count: record.children.length,
    files_read: new Set(files.filter((file) => file.op === "read").map((file) => file.path)).size,
    files_changed: new Set(files.filter((file) => file.op !== "read").map((file) => file.path))
      .size,
    commands: rows.filter((one) => one.kind === "bash_command").length,
    tokens,
    cost_usd: priced ? sum((one) => one.cost_usd) : undefined,
    total_cost_usd: priced ? sum((one) => one.cost_usd) : undefined,
    total_tokens: Object.values(tokens).reduce((a, b) => a + b, 0),
    total_tool_calls: tools.length,
    total_model_calls: rows.length - tools.length,
    capture_mode: "content",
    trace_aliases: [],
  };
  record.extra = {
    pull_requests: make.chance(0.3)
      ? [
          {
            number: make.int(10, 900),
            url: "https://git.example/ada/orders/pull/12",
            repository: "ada/orders",
          },
        ]
      : [],
    compactions: rows.length > 90 ? 1 : 0,
    gaps: make.chance(0.15)
      ? [{ reason: "hooks were not installed when the session began", count: 1 }]
      : [],
    unknown: make.chance(0.1) ? { "queue-operation": 3 } : {},
  };
  return record;
}
