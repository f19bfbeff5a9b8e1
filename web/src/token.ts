/** The recorder's token: taken from the address once, then kept for this tab only. */

const KEY = "clew.token";

/** Moves `#token=...` out of the address into this tab's session storage. */
export function takeToken(): void {
  const found = tokenIn(location.hash);
  if (found === undefined) return;
  sessionStorage.setItem(KEY, found.token);
  history.replaceState(null, "", location.pathname + location.search + found.rest);
}

export function token(): string {
  return sessionStorage.getItem(KEY) ?? "";
}

/** `#token=T` and `#token=T&/session/ID` (a deep link made by a program) are both understood. */
export function tokenIn(hash: string): { token: string; rest: string } | undefined {
  const match = /^#token=([^&/]+)&?(\/.*)?$/.exec(hash);
  if (!match) return undefined;
  return { token: decodeURIComponent(match[1]!), rest: "#" + (match[2] ?? "/") };
}
