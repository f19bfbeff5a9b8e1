/** The stream of changes: the session that runs gets a step now and then. */

import { grow } from "./answers.mjs";

const GROW_MS = 1500;
const PING_MS = 15_000;
const listeners = new Set();

setInterval(() => {
  const event = `event: change\ndata: ${JSON.stringify({ sessions: [grow()] })}\n\n`;
  for (const response of listeners) response.write(event);
}, GROW_MS).unref();

export function liveStream(response) {
  response.flushHeaders();
  listeners.add(response);
  const ping = setInterval(() => response.write(": ping\n\n"), PING_MS);
  response.on("close", () => {
    clearInterval(ping);
    listeners.delete(response);
  });
}
