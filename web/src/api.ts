/** Calls to the recorder that served this page, and to nothing else. */

import { token } from "./token";
import type { Page } from "./types";

/** The recorder refused the token: it was restarted, or the address was opened without one. */
export class Unauthorized extends Error {}

/** The recorder answered with an error, or did not answer (`status` 0). */
export class CallFailed extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export type Params = Record<string, string | number | boolean | undefined>;

export function address(query: string, params: Params): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return `api/v1/${query}${text ? "?" + text : ""}`;
}

export async function list<T>(
  query: string,
  params: Params,
  signal?: AbortSignal,
): Promise<Page<T>> {
  const body: unknown = await (await call(query, params, signal)).json();
  const page = body as Page<T>;
  return { ...page, items: Array.isArray(page?.items) ? page.items : [] };
}

/** One object; undefined when the recorder knows none of that name. */
export async function one<T>(
  query: string,
  params: Params,
  signal?: AbortSignal,
): Promise<T | undefined> {
  try {
    return (await list<T>(query, params, signal)).items[0];
  } catch (failure) {
    if (failure instanceof CallFailed && failure.status === 404) return undefined;
    throw failure;
  }
}

export async function bytes(
  sha256: string,
  mediaType: string,
  signal?: AbortSignal,
): Promise<Blob> {
  const body = await (await call("object", { sha256 }, signal)).arrayBuffer();
  return new Blob([body], { type: mediaType });
}

/** A stream of events; it ends when the recorder ends it, or with `signal`. */
export async function stream(
  query: string,
  params: Params,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const response = await call(query, params, signal);
  if (!response.body) throw new CallFailed(0, "The recorder sent an empty answer.");
  return response.body;
}

/**
 * Has the browser save what a question answers, under the name that the recorder gives it, else
 * under `name`.
 */
export async function download(
  query: string,
  params: Params,
  name: string,
  signal?: AbortSignal,
): Promise<void> {
  const response = await call(query, params, signal);
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName(response.headers.get("Content-Disposition")) ?? name;
  link.click();
  // The browser has begun to save it by then; the bytes must not stay in memory for ever.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** The name in a Content-Disposition header, without any folder. */
export function fileName(disposition: string | null): string | undefined {
  const named = /filename="?([^";]+)"?/i.exec(disposition ?? "")?.[1];
  return named?.replace(/^.*[/\\]/, "").trim() || undefined;
}

export type ExportFormat = "html" | "markdown" | "json";

const ENDINGS: Record<ExportFormat, string> = { html: "html", markdown: "md", json: "json" };

/** Saves a whole session as a file to keep or to share. */
export function exportSession(session: string, format: ExportFormat, signal?: AbortSignal) {
  const name = `clew-${session.slice(0, 10)}.${ENDINGS[format]}`;
  return download("export", { session, format }, name, signal);
}

/** Has the recorder do something. */
export async function post<T>(
  order: string,
  body: Record<string, unknown>,
  signal?: AbortSignal,
): Promise<T> {
  return (await (await call(order, {}, signal, JSON.stringify(body))).json()) as T;
}

async function call(
  query: string,
  params: Params,
  signal?: AbortSignal,
  body?: string,
): Promise<Response> {
  const headers: Record<string, string> = { Authorization: `Bearer ${token()}` };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(address(query, params), {
      ...(body === undefined ? {} : { method: "POST", body }),
      headers,
      signal: signal ?? null,
      cache: "no-store",
    });
  } catch (failure) {
    if (signal?.aborted) throw failure;
    throw new CallFailed(0, "The recorder does not answer. Is it running? Start it with: clew up");
  }
  if (response.status === 401) throw new Unauthorized("the recorder refused the token");
  if (!response.ok) throw new CallFailed(response.status, await reason(response));
  return response;
}

async function reason(response: Response): Promise<string> {
  const text = (await response.text()).slice(0, 500);
  try {
    const body = JSON.parse(text) as { error?: { message?: unknown } };
    const said = body.error?.message;
    if (typeof said === "string") return said;
  } catch {
    // Not JSON: the text itself is the best there is.
  }
  return text || `The recorder answered ${response.status}.`;
}
