/** A scripted agent: it fires real hooks at a real recorder, and changes real files. */

import { execFileSync } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";

/**
 * A project below `given`, an agent that works in it, and the commands of `clew` (a program, its
 * words apart by spaces) there. `client` is what agents' settings call (native/hook.sh unless told).
 */
export async function scripted({ clew, given, client, session }) {
  const folder = resolve(given);
  const home = join(folder, "home");
  const project = join(folder, "user", "project");
  const env = {
    ...process.env,
    HOME: join(folder, "user"),
    CLEW_HOME: home,
    CLEW_PORT: process.env.CLEW_PORT ?? "0",
    GIT_CONFIG_GLOBAL: "/dev/null",
  };
  const hook = client ?? resolve(import.meta.dirname, "../../native/hook.sh");
  const run = (program, words, input) =>
    execFileSync(program, words, { cwd: project, env, input, encoding: "utf8" });
  const command = (...words) => {
    const [program, ...first] = clew.split(" ");
    return run(program, [...first, ...words]);
  };

  /** Another agent of the same kind, in a session of its own. */
  const agent = (session) => {
    /** A hook fires, as Claude Code fires it. */
    const fire = (event, payload, wait) => {
      const about = { session_id: session, cwd: project, permission_mode: "default" };
      const text = JSON.stringify({ ...about, hook_event_name: event, ...payload });
      run(hook, [home, "claude", event, ...(wait && client ? ["2000"] : [])], text);
    };

    let calls = 0;
    const about = (tool_name, tool_input) => ({
      ...{ tool_name, tool_input },
      tool_use_id: `toolu_${session.slice(0, 8)}_${++calls}`,
    });

    /** A tool is called, does something, and has ended. */
    const call = async (tool_name, tool_input, effect) => {
      const said = about(tool_name, tool_input);
      fire("PreToolUse", said, true);
      await effect();
      fire("PostToolUse", { ...said, tool_response: {} });
    };

    return { fire, about, call };
  };

  await mkdir(project, { recursive: true });
  return { folder, home, project, run, command, agent, ...agent(session) };
}

/** Runs checks one after the other, and counts those that fail. */
export function checks(shot) {
  let failed = 0;
  const check = async (what, does) => {
    try {
      await does();
      console.log(`ok    ${what}`);
    } catch (error) {
      failed++;
      console.log(`FAILS ${what}\n${error.message}`);
      await shot(failed).catch(() => {});
    }
  };
  return { check, failed: () => failed };
}
