/**
 * Checks that the page takes an agent's work back: a scripted agent fires real hooks and changes
 * real files, a person changes some as well, and what the page is told to do is compared with the
 * bytes on disk. `node e2e/moves.mjs CLEW FOLDER [HOOK]`: CLEW is the program (its words apart by
 * spaces), FOLDER is empty or new, HOOK stands for the client that agents' settings call.
 * Exit 0 when all holds, 1 when not, 2 on misuse.
 */

import { conflicts } from "./moves/conflicts.mjs";
import { looks, withoutRecorder } from "./moves/looks.mjs";
import { reverts } from "./moves/reverts.mjs";
import { sessions, turns } from "./moves/sessions.mjs";
import { stale } from "./moves/stale.mjs";
import { steps } from "./moves/steps.mjs";
import { begin } from "./moves/world.mjs";

const [clew, given, client] = process.argv.slice(2);
if (!clew || !given) {
  console.error("usage: node e2e/moves.mjs CLEW FOLDER [HOOK]");
  process.exit(2);
}
const world = await begin({ clew, given, client });
let complaints = [];
try {
  await world.work();
  for (const part of [steps, sessions, looks, turns, conflicts, reverts, stale, withoutRecorder])
    await part(world);
  // What was refused, and what nobody answered, is what some of these are about.
  complaints = world.complaints.filter((each) => !/Failed to load resource/.test(each));
  if (complaints.length > 0) console.error(complaints.join("\n"));
} finally {
  await world.browser.close();
  world.down();
}
process.exit(world.failed() > 0 || complaints.length > 0 ? 1 : 0);
