/**
 * Writes a transcript of one long session, in the form of Claude Code's, for measurements:
 * `node bench/transcript.mjs STEPS FOLDER`. Turns of 150 steps, pauses between them, failures that
 * are tried again, edits, and six sub-agents.
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { random } from "../dev/random.mjs";

const [steps = "10000", folder] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node bench/transcript.mjs STEPS FOLDER");
  process.exit(2);
}
const SESSION = "10000000-5e55-4000-8000-000000010000";
const make = random(11);
let at = Date.parse("2026-10-05T08:00:00Z");
let ids = 0;

const main = writer();
const agents = [];
let turns = 0;
while (main.steps < Number(steps) - 240) {
  main.prompt(`Turn ${++turns}: make the retry budget configurable per route`);
  for (let n = 0; n < 75; n++) main.round(n % 9 === 4);
  if (turns % 11 === 5 && agents.length < 6) main.delegate();
  at += make.int(20, 5_000) * 1000;
}
mkdirSync(join(folder, SESSION, "subagents"), { recursive: true });
writeFileSync(join(folder, `${SESSION}.jsonl`), main.lines.join("\n") + "\n");
for (const { id, lines } of agents)
  writeFileSync(join(folder, SESSION, "subagents", `agent-${id}.jsonl`), lines.join("\n") + "\n");

function writer(agent) {
  const lines = [];
  const line = (type, more) => {
    at += make.int(40, 2_500);
    lines.push(
      JSON.stringify({
        type,
        uuid: `u${agent ?? "m"}-${lines.length}`,
        sessionId: SESSION,
        timestamp: new Date(at).toISOString(),
        isSidechain: agent !== undefined,
        agentId: agent,
        cwd: "/src/app",
        version: "2.1.200",
        ...more,
      }),
    );
  };
  const say = (message, block, output) =>
    line("assistant", {
      requestId: `req_${message}`,
      message: {
        id: `msg_${message}`,
        type: "message",
        role: "assistant",
        model: "claude-sonnet-4-5-20250929",
        content: [block],
        stop_reason: "tool_use",
        usage: {
          input_tokens: 4,
          cache_read_input_tokens: make.int(10_000, 120_000),
          cache_creation_input_tokens: make.int(50, 4_000),
          output_tokens: output,
        },
      },
    });
  const answer = (id, content, failed, toolUseResult) =>
    line("user", {
      message: {
        role: "user",
        content: [{ type: "tool_result", tool_use_id: id, content, is_error: failed }],
      },
      toolUseResult,
    });
  const self = {
    lines,
    steps: 0,
    prompt: (text) => line("user", { message: { role: "user", content: text } }),
    round(failed) {
      const message = `${agent ?? "m"}${++ids}`;
      const id = `toolu_${message}`;
      self.steps += 2;
      if (ids % 3 === 0)
        say(message, { type: "text", text: `The budget of **route ${ids}** is read once.` }, 90);
      const path = `/src/app/src/Route${ids % 40}.java`;
      if (ids % 4 === 1) {
        const input = { file_path: path, old_string: `a${ids}`, new_string: `b${ids}\nc` };
        say(message, { type: "tool_use", id, name: "Edit", input }, 120);
        return answer(id, "updated", false);
      }
      const command = `./mvnw -q test -Dtest=Route${ids % 40}Test`;
      say(message, { type: "tool_use", id, name: "Bash", input: { command } }, 120);
      answer(id, failed ? "Exit code 1\n[ERROR] one failure" : "ok\n".repeat(12), failed);
      if (!failed) return;
      const again = { type: "tool_use", id: `${id}b`, name: "Bash", input: { command } };
      self.steps += 2;
      say(`${message}b`, again, 60);
      answer(`${id}b`, "ok", false);
    },
    delegate() {
      const id = `toolu_agent${agents.length}`;
      const name = `a${agents.length}`;
      const input = {
        description: "Find every route key",
        subagent_type: "Explore",
        prompt: "Look.",
      };
      say(`d${name}`, { type: "tool_use", id, name: "Task", input }, 200);
      const child = writer(name);
      agents.push({ id: name, lines: child.lines });
      child.prompt("Look.");
      for (let n = 0; n < 20; n++) child.round(n === 7);
      self.steps += 2 + child.steps;
      const told = { agentId: name, agentType: "Explore", status: "completed" };
      answer(id, "Two places.", false, told);
    },
  };
  return self;
}
