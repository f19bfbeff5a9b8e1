/** The steps of made-up sessions: model calls, commands, edits, sub-agents. */

export const MODELS = {
  "claude-code": ["claude-opus-4-5", "claude-haiku-4-5"],
  codex: ["gpt-5.2-codex"],
  "gemini-cli": ["gemini-3-pro"],
};

const FILES = [
  "src/main/java/dev/orders/RetryBudget.java",
  "src/main/java/dev/orders/route/RouteTable.java",
  "src/test/java/dev/orders/RetryBudgetTest.java",
  "src/main/resources/application.yaml",
  "docs/decisions/0012-retry-budget.md",
  "pom.xml",
  "web/src/settings/Theme.tsx",
];
const THOUGHTS = [
  "The budget is read once at start, so a changed route never sees it. I'll look at how routes are reloaded.",
  "Two places build the key differently. The test covers only one of them.",
  "Running the tests before touching anything else.",
  "That explains the doubled rows: the retry commits twice when the lease is lost between the two statements.",
  "Done. The flag is documented, and the runner prints what it would do without opening a transaction.",
];

export function push(record, row, detail = {}) {
  row.ordinal = record.rows.length;
  record.rows.push(row);
  record.details.set(row.step, detail);
}

function row(context, turn, fields, took) {
  const made = {
    step: context.make.hex(16),
    session: context.child?.id ?? context.id,
    turn: turn.turn,
    started_at: iso(context.at),
    duration_ms: took,
    status: "ok",
    files: [],
    effects: [],
    depth: context.child ? 1 : 0,
    agent_type: context.child?.type,
    ...fields,
  };
  context.at += took + context.make.int(2, 80);
  return made;
}

export function llm(context, turn) {
  const { make } = context;
  const tokens = {
    input: make.int(3, 900),
    cache_read: make.int(8_000, 140_000),
    cache_write_5m: make.int(100, 6000),
    output: make.int(40, 2400),
  };
  const model = MODELS[context.agent][0];
  const priced = context.agent !== "gemini-cli";
  const cost =
    (tokens.input * 5 +
      tokens.cache_read * 0.5 +
      tokens.cache_write_5m * 6.25 +
      tokens.output * 25) /
    1e6;
  const text = make.pick(THOUGHTS);
  push(
    context.record,
    row(
      context,
      turn,
      { kind: "llm_call", title: text, tokens, cost_usd: priced ? cost : undefined },
      make.int(900, 24_000),
    ),
    {
      text,
      thinking: make.chance(0.4) ? `${make.pick(THOUGHTS)}\n\n${make.pick(THOUGHTS)}` : undefined,
      model,
      stop_reason: "tool_use",
      price_version: priced ? "2026-11-01" : undefined,
    },
  );
}

export function tool(context, turn) {
  const { make } = context;
  const kind = make.pick([
    "bash",
    "bash",
    "read",
    "read",
    "edit",
    "search",
    "web",
    "mcp",
    "plan",
    "agent",
  ]);
  if (kind === "agent" && !context.child && make.chance(0.5)) return agent(context, turn);
  const path = make.pick(FILES);
  const makers = {
    bash: () => bash(context, turn),
    read: () =>
      push(
        context.record,
        row(
          context,
          turn,
          { kind: "file_read", tool: "Read", title: path, files: [{ path, op: "read" }] },
          make.int(2, 60),
        ),
        { input: { file_path: path, limit: 400 }, output: sample(make, 60) },
      ),
    edit: () => edit(context, turn, path),
    search: () =>
      push(
        context.record,
        row(
          context,
          turn,
          { kind: "search", tool: "Grep", title: "retryBudget|RetryBudget" },
          make.int(20, 300),
        ),
        {
          input: { pattern: "retryBudget|RetryBudget", glob: "**/*.java" },
          output: FILES.slice(0, 3).join("\n"),
        },
      ),
    web: () =>
      push(
        context.record,
        row(
          context,
          turn,
          {
            kind: "network_call",
            tool: "WebFetch",
            title: "https://docs.example/leases",
            effects: ["network"],
          },
          make.int(400, 5000),
        ),
        {
          input: { url: "https://docs.example/leases", prompt: "When is a lease renewed?" },
          output: "A lease is renewed at half of its time to live.",
        },
      ),
    mcp: () =>
      push(
        context.record,
        row(
          context,
          turn,
          { kind: "mcp_call", tool: "mcp__tracker__issue", title: "ORD-1241" },
          make.int(100, 900),
        ),
        {
          input: { key: "ORD-1241", fields: ["summary", "comments"] },
          output: JSON.stringify({ summary: "Refunds are counted twice", comments: 4 }, null, 2),
        },
      ),
  };
  makers.plan = makers.agent = () =>
    push(
      context.record,
      row(context, turn, { kind: "plan", tool: "TodoWrite", title: "3 of 5 done" }, make.int(1, 9)),
      {
        input: {
          todos: [
            { content: "Find both key builders", status: "completed" },
            { content: "One builder, with a test", status: "in_progress" },
          ],
        },
        output: "ok",
      },
    );
  makers[kind]();
}

function bash(context, turn) {
  const { make } = context;
  const [command, effects] = make.pick([
    ["./mvnw -q test -Dtest=RetryBudgetTest", ["tests"]],
    ["git diff --stat", ["reads"]],
    ["rg -n 'lease' src | head -40", ["reads"]],
    ["npm install --save-exact left-column@1.3.0", ["installs", "network", "lockfile_change"]],
    ["ls -la target/surefire-reports", ["reads"]],
  ]);
  const failed = make.chance(0.12);
  const stdout = failed
    ? "\u001b[31m[ERROR]\u001b[0m RetryBudgetTest.a_spent_budget_refuses:41 expected: \u001b[1mREFUSED\u001b[0m but was: ALLOWED\n[ERROR] Tests run: 14, Failures: 1, Errors: 0, Skipped: 0\n"
    : sample(make, make.int(2, 70));
  push(
    context.record,
    row(
      context,
      turn,
      {
        kind: "bash_command",
        tool: "Bash",
        title: command,
        effects,
        status: failed ? "error" : "ok",
        error: failed ? "exit code 1" : undefined,
      },
      make.int(60, 42_000),
    ),
    {
      input: { command, description: "Run it" },
      output: stdout,
      command: {
        command,
        stdout,
        stderr: failed ? "the build failed, see above\n" : "",
        interrupted: false,
        exit_code: failed ? 1 : 0,
      },
    },
  );
}

function edit(context, turn, path) {
  const { make } = context;
  const line = make.int(20, 300);
  const diff = `--- a/${path}
+++ b/${path}
@@ -${line},7 +${line},9 @@ final class RetryBudget {
   /// How many retries a route may spend in one window.
   private final int limit;
 
-  RetryBudget(int limit) {
-    this.limit = limit;
+  RetryBudget(Route route, int limit) {
+    if (limit < 0) throw new IllegalArgumentException("limit " + limit);
+    this.route = route;
+    this.limit = limit;
   }
 
`;
  const failed = make.chance(0.05);
  const file = { path, op: make.chance(0.2) ? "create" : "modify", added: 4, removed: 2 };
  push(
    context.record,
    row(
      context,
      turn,
      {
        kind: "file_write",
        tool: "Edit",
        title: path,
        files: failed ? [] : [file],
        effects: ["writes"],
        status: failed ? "error" : "ok",
        error: failed ? "String to replace not found in file" : undefined,
      },
      make.int(3, 90),
    ),
    {
      input: {
        file_path: path,
        old_string: "RetryBudget(int limit) {\n  this.limit = limit;",
        new_string: "RetryBudget(Route route, int limit) {\n  this.route = route;",
      },
      output: failed ? "String to replace not found in file" : `The file ${path} has been updated.`,
      files: failed
        ? []
        : [
            {
              ...file,
              diff,
              confidence: "exact",
              before_sha256: make.hex(64),
              after_sha256: make.hex(64),
            },
          ],
    },
  );
}

function agent(context, turn) {
  const { make, record } = context;
  const type = make.pick(["Explore", "Plan", "test-runner"]);
  const child = { id: make.hex(32), type };
  const starter = row(
    context,
    turn,
    {
      kind: "subagent",
      tool: "Task",
      title: "Find every place that builds a route key",
      child_session: child.id,
    },
    0,
  );
  push(record, starter, {
    input: {
      subagent_type: type,
      prompt: "Find every place that builds a route key.\nReport file and line.",
    },
    output: "Two places: RouteTable:88 and RetryBudget:41.",
  });
  const inner = { ...context, child };
  const begun = context.at;
  const from = record.rows.length;
  for (let n = make.int(2, 5); n > 0; n--) {
    llm(inner, turn);
    tool(inner, turn);
  }
  context.at = inner.at;
  starter.duration_ms = context.at - begun;
  const rows = record.rows.slice(from);
  record.children.push({
    session: child.id,
    step: starter.step,
    agent_type: type,
    title: starter.title,
    steps: rows.length,
    cost_usd: spent(rows),
  });
}

export function sample(make, lines) {
  const words = [
    "lease",
    "route",
    "budget",
    "retry",
    "window",
    "commit",
    "ledger",
    "index",
    "→",
    "ok",
  ];
  return Array.from(
    { length: lines },
    (_, n) =>
      `${String(n + 1).padStart(4)}  ${Array.from({ length: make.int(3, 12) }, () => make.pick(words)).join(" ")}`,
  ).join("\n");
}

export function spent(rows) {
  const priced = rows.filter((row) => row.cost_usd !== undefined);
  return priced.length === 0 ? undefined : priced.reduce((sum, row) => sum + row.cost_usd, 0);
}

export function iso(at) {
  return new Date(at).toISOString();
}
