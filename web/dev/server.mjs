/**
 * The development server: dist/ under the recorder's own security headers, and canned answers.
 * `node dev/server.mjs [--port N] [--token T] [--delay MS] [--poll]`; prints the address to open.
 */

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { answer } from "./answers.mjs";
import { liveStream } from "./live.mjs";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "4520" },
    token: { type: "string", default: "dev-token" },
    delay: { type: "string", default: "0" },
    poll: { type: "boolean", default: false },
  },
});

const DIST = fileURLToPath(new URL("../dist/", import.meta.url));
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};
const HEADERS = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; " +
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
    "require-trusted-types-for 'script'; trusted-types 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-store",
};

/** Tells every two seconds that a session has changed, the newest unless one is named. */
function live(request, response, named) {
  response.writeHead(200, { ...HEADERS, "Content-Type": "text/event-stream" });
  response.write("event: hello\ndata: {}\n\n");
  const newest = answer("sessions", new URLSearchParams({ limit: "1" })).body.items[0].session;
  const data = JSON.stringify({ sessions: [named ?? newest] });
  const change = setInterval(() => response.write(`event: change\ndata: ${data}\n\n`), 2_000);
  const ping = setInterval(() => response.write(": ping\n\n"), 15_000);
  request.on("close", () => [change, ping].forEach(clearInterval));
}

createServer(async (request, response) => {
  const url = new URL(request.url, "http://localhost");
  const send = (status, type, body, more = {}) =>
    response.writeHead(status, { ...HEADERS, "Content-Type": type, ...more }).end(body);
  if (url.pathname.startsWith("/api/v1/")) {
    if (request.headers.authorization !== `Bearer ${values.token}`)
      return send(401, "application/json", '{"error":"wrong token"}');
    if (url.pathname === "/api/v1/live")
      return live(request, response, url.searchParams.get("session"));
    await new Promise((resolve) => setTimeout(resolve, Number(values.delay)));
    if (url.pathname === "/api/v1/live" && !values.poll)
      return liveStream(
        response.writeHead(200, { ...HEADERS, "Content-Type": "text/event-stream" }),
      );
    const found = answer(url.pathname.slice("/api/v1/".length), url.searchParams);
    return send(found.status ?? 200, "application/json", JSON.stringify(found.body));
  }
  const path = normalize(url.pathname === "/" ? "/index.html" : url.pathname);
  try {
    const kept = path === "/index.html" ? "no-store" : "max-age=3600";
    const body = await readFile(join(DIST, path));
    send(200, TYPES[extname(path)] ?? "application/octet-stream", body, { "Cache-Control": kept });
  } catch {
    send(404, "text/plain", "not here");
  }
}).listen(Number(values.port), "127.0.0.1", function () {
  console.log(`http://127.0.0.1:${this.address().port}/#token=${values.token}`);
});
