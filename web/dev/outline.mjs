/** What the recorder would say of a session from afar; computed here from its made-up rows. */

export function outlineOf(session, rows, children) {
  const started = Math.min(...rows.map((row) => Date.parse(row.started_at)));
  const spans = rows
    .map((row) => [Date.parse(row.started_at) - started, row.duration_ms ?? 0])
    .map(([from, took]) => [from, from + took])
    .sort((a, b) => a[0] - b[0]);
  const busy = [];
  for (const [from, to] of spans) {
    const last = busy.at(-1);
    // Model calls and tools follow one another within a second: that is no pause.
    if (last && from <= last[1] + 1000) last[1] = Math.max(last[1], to);
    else busy.push([from, to]);
  }
  const failed = new Map();
  const retries = [];
  rows.forEach((row, ordinal) => {
    if (row.kind === "llm_call") return;
    const key = `${row.session} ${row.tool} ${row.title}`;
    const before = failed.get(key);
    if (row.status === "error") failed.set(key, ordinal);
    else failed.delete(key);
    if (before !== undefined) retries.push([ordinal, before]);
  });
  return {
    session,
    steps: rows.length,
    started_at: rows.length > 0 ? new Date(started).toISOString() : undefined,
    busy,
    errors: rows.flatMap((row, ordinal) => (row.status === "error" ? [ordinal] : [])),
    error_count: rows.filter((row) => row.status === "error").length,
    retries,
    lanes: children.map((child) => laneOf(child, rows, started)).filter(Boolean),
  };
}

function laneOf(child, rows, started) {
  const own = rows.filter((row) => row.session === child.session);
  if (own.length === 0) return undefined;
  const parent = rows.findIndex((row) => row.step === child.step);
  const last = own.at(-1);
  return {
    session: child.session,
    agent_type: child.agent_type,
    title: child.title,
    parent_ordinal: parent < 0 ? undefined : parent,
    first_ordinal: own[0].ordinal,
    last_ordinal: last.ordinal,
    steps: own.length,
    errors: own.filter((row) => row.status === "error").length,
    from_ms: Date.parse(own[0].started_at) - started,
    to_ms: Date.parse(last.started_at) + (last.duration_ms ?? 0) - started,
  };
}
