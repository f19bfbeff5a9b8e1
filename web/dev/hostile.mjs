/** A session whose every text tries to break the page: nothing may run, hide or reorder. */

import { finish } from "./data.mjs";
import { random } from "./random.mjs";
import { iso, push, sample } from "./steps.mjs";

const SCRIPT = "<script>window.__pwned = 1</script>";
const IMAGE = '<img src=x onerror="window.__pwned = 2">';
const LINK = "javascript:window.__pwned=3";
const TERMINAL =
  "\u001b]0;owned\u0007\u001b]8;;http://evil.example\u001b\\click\u001b]8;;\u001b\\ \u001b[2J\u001b[31mred\u001b[0m";
const BIDI = 'access = "user\u202e \u2066// admin only\u2069 \u2066" + check()';
const UNSEEN = "a\u200bb\u0000c\u0085d\u007fe\ufefff\r-\u2028-\u{e0041}-\ud800-";
const COMBINING = "Z" + "\u0335\u0321\u0489\u030d".repeat(200);
const LONG_PATH =
  Array.from({ length: 60 }, (_, n) => `very-deep-folder-${n}`).join("/") +
  "/" +
  "n".repeat(300) +
  ".java";
const KEYS = JSON.parse('{"__proto__": {"polluted": true}, "constructor": "x", "toString": "y"}');

export function hostileSession(started) {
  const make = random(666);
  const record = {
    id: make.hex(32),
    agent: "claude-code",
    title: `hostile ${SCRIPT}${IMAGE} ${BIDI}`,
    rows: [],
    turns: [],
    children: [],
    details: new Map(),
  };
  const turn = make.hex(16);
  const texts = {
    "script tags": SCRIPT + IMAGE + "<svg onload=window.__pwned=4>" + "</pre></div>",
    "terminal escapes": TERMINAL,
    "bidirectional overrides": BIDI,
    "unseen characters": UNSEEN,
    "combining characters": COMBINING,
    "one long line": "x".repeat(300_000),
    "one megabyte": sample(make, 1 + Math.floor(1_000_000 / 48)),
    templates: "{{constructor.constructor('window.__pwned=5')()}} ${window.__pwned=6}",
  };
  let at = started;
  for (const [name, text] of Object.entries(texts)) {
    const row = {
      step: make.hex(16),
      session: record.id,
      turn,
      kind: "bash_command",
      tool: "Bash",
      title: `${name}: ${text.slice(0, 400)}`,
      started_at: iso(at),
      duration_ms: 900,
      status: name === "script tags" ? "error" : "ok",
      error: name === "script tags" ? text : undefined,
      files: [{ path: LONG_PATH, op: "modify", added: 1, removed: 1 }],
      effects: [IMAGE],
      depth: 0,
    };
    at += 1000;
    push(record, row, {
      input: { command: text, [IMAGE]: IMAGE, ...KEYS },
      output: text,
      command: {
        command: text.slice(0, 2000),
        stdout: text,
        stderr: TERMINAL,
        interrupted: true,
        exit_code: 137,
      },
      files: [
        {
          path: LONG_PATH,
          op: "modify",
          added: 1,
          removed: 1,
          confidence: "inferred",
          before_sha256: make.hex(64),
          after_sha256: make.hex(64),
          diff: diff(text),
        },
      ],
      images: [{ sha256: "f".repeat(64), media_type: "image/svg+xml", bytes: 100 }],
      sources: [{ entry: 1, kind: "transcript", file: LONG_PATH }],
    });
  }
  const call = {
    step: make.hex(16),
    session: record.id,
    turn,
    kind: "llm_call",
    title: IMAGE,
    started_at: iso(at),
    duration_ms: 10,
    status: "unknown",
    tokens: { input: 1, output: 1 },
    depth: 0,
    files: [],
    effects: [],
  };
  push(record, call, {
    text: `[click](${LINK}) ${SCRIPT}`,
    thinking: BIDI,
    model: IMAGE,
    stop_reason: SCRIPT,
  });
  record.turns.push({
    turn,
    number: 1,
    title: `${SCRIPT} ${BIDI}`,
    prompt: Object.values(texts).slice(0, 5).join("\n"),
    first_ordinal: 0,
    steps: record.rows.length,
    errors: 1,
    cost_usd: undefined,
    started_at: iso(started),
    ended_at: iso(at),
    duration_ms: at - started,
  });
  finish(record, { make, started, ended: at, repo: `/home/ada/${IMAGE}`, branch: BIDI });
  record.extra = {
    pull_requests: [
      { number: 1, url: LINK, repository: SCRIPT },
      { number: 2, url: "https://git.example/x", repository: "ada/x" },
    ],
    compactions: 2,
    gaps: [{ reason: IMAGE, count: 2 }],
    unknown: { [SCRIPT]: 4 },
  };
  return record;
}

function diff(text) {
  const lines = text.split("\n").slice(0, 5000);
  return `--- a/x\n+++ b/x\n@@ -1,1 +1,${lines.length} @@ ${SCRIPT}\n-old\n${lines.map((line) => "+" + line).join("\n")}\n`;
}
