/** JSON as lines that can be folded: pure, and never more lines than are asked for. */

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** The value that a text is, when it is an object or a list and not too long to look at. */
export function parsed(
  text: string,
  longest = 500_000,
): Json[] | { [name: string]: Json } | undefined {
  if (text.length > longest) return undefined;
  const bare = text.trim();
  const looksIt =
    (bare.startsWith("{") && bare.endsWith("}")) || (bare.startsWith("[") && bare.endsWith("]"));
  if (!looksIt) return undefined;
  try {
    const value = JSON.parse(bare) as Json;
    if (value === null || typeof value !== "object") return undefined;
    return exact(bare, value) && Object.keys(value).length > 0 ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Reading JSON rounds long numbers and drops repeated names: then the text itself is the truth. */
function exact(text: string, value: Json): boolean {
  if (/\d{16}/.test(text)) return false;
  const names = (text.match(/"(?:[^"\\]|\\.)*"\s*:/g) ?? []).length;
  return names === namesIn(value);
}

function namesIn(value: Json): number {
  if (value === null || typeof value !== "object") return 0;
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + namesIn(one), 0);
  const names = Object.keys(value);
  return names.reduce((sum, name) => sum + namesIn(value[name]!), names.length);
}

export interface Table {
  names: string[];
  rows: Json[][];
}

/** A list of flat records of the same few names is a table; anything else is none. */
export function asTable(value: Json): Table | undefined {
  if (!Array.isArray(value) || value.length < 2) return undefined;
  const names = new Set<string>();
  for (const row of value) {
    if (row === null || typeof row !== "object" || Array.isArray(row)) return undefined;
    for (const [name, cell] of Object.entries(row)) {
      if (cell !== null && typeof cell === "object") return undefined;
      if (typeof cell === "string" && cell.length > 120) return undefined;
      names.add(name);
    }
    if (names.size > 8) return undefined;
  }
  const columns = [...names];
  const rows = value.map((row) =>
    columns.map((name) => (row as Record<string, Json>)[name] ?? null),
  );
  return { names: columns, rows };
}

/** What a folded value is called: `{3}`, `[12]`. */
export function summary(value: Json): string {
  if (Array.isArray(value)) return `[${value.length}]`;
  return value !== null && typeof value === "object" ? `{${Object.keys(value).length}}` : "";
}
