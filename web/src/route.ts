/** The page's addresses: everything worth a link stands in the hash. */

export type Route =
  | { view: "sessions"; params: URLSearchParams }
  | { view: "session"; session: string; step?: string; turn?: string; as?: string }
  | { view: "files"; session: string }
  | { view: "session-cost"; session: string; params: URLSearchParams }
  | { view: "cost"; params: URLSearchParams }
  | { view: "search"; params: URLSearchParams }
  | { view: "file"; path: string; at?: string }
  | { view: "lines"; params: URLSearchParams }
  | { view: "nowhere"; path: string };

export function parse(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?", 2);
  const params = new URLSearchParams(query);
  const parts = path
    .split("/")
    .filter((part) => part !== "")
    .map(decoded);
  const [first, session, third, fourth] = parts;
  if (first === undefined) return { view: "sessions", params };
  if (first === "cost" && parts.length === 1) return { view: "cost", params };
  if (first === "search" && parts.length === 1) return { view: "search", params };
  if (first === "lines" && parts.length === 1) return { view: "lines", params };
  if (first === "file" && parts.length === 1 && params.has("path")) {
    const at = params.has("at") ? { at: params.get("at")! } : {};
    return { view: "file", path: params.get("path")!, ...at };
  }
  if (first === "session" && session !== undefined) {
    const as = params.has("as") ? { as: params.get("as")! } : {};
    if (third === undefined) return { view: "session", session, ...as };
    if (third === "files" && parts.length === 3) return { view: "files", session };
    if (third === "cost" && parts.length === 3) return { view: "session-cost", session, params };
    if (third === "step" && fourth !== undefined)
      return { view: "session", session, step: fourth, ...as };
    if (third === "turn" && fourth !== undefined)
      return { view: "session", session, turn: fourth, ...as };
  }
  return { view: "nowhere", path };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const to = {
  sessions: (params?: URLSearchParams) => "#/" + query(params),
  session: (session: string) => `#/session/${encodeURIComponent(session)}`,
  step: (session: string, step: string) =>
    `${to.session(session)}/step/${encodeURIComponent(step)}`,
  turn: (session: string, turn: string) =>
    `${to.session(session)}/turn/${encodeURIComponent(turn)}`,
  files: (session: string) => `${to.session(session)}/files`,
  sessionCost: (session: string, params?: URLSearchParams) =>
    `${to.session(session)}/cost${query(params)}`,
  cost: (params?: URLSearchParams) => "#/cost" + query(params),
  search: (params?: URLSearchParams) => "#/search" + query(params),
  /** A file, absolute; `at` a commit, step or time. */
  file: (path: string, at?: string) =>
    "#/file" + query(new URLSearchParams({ path, ...(at === undefined ? {} : { at }) })),
  lines: (params?: URLSearchParams) => "#/lines" + query(params),
};

function query(params?: URLSearchParams): string {
  const text = params?.toString() ?? "";
  return text === "" ? "" : "?" + text;
}

/** Goes to an address; `replace` leaves no mark in the browser's history (moving, typing). */
export function go(hash: string, replace = false): void {
  if (location.hash === hash) return;
  if (replace) {
    history.replaceState(null, "", hash);
    dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    location.hash = hash;
  }
}
