/** Which sessions fit, and how many have what. */

const SPANS = { m: 60_000, h: 3600_000, d: 86_400_000, w: 7 * 86_400_000 };

function time(text, now, intoDay = 0) {
  const [, count, unit] = /^(\d+)([mhdw])$/.exec(text) ?? [];
  if (unit) return now - Number(count) * SPANS[unit];
  return Date.parse(text) + (text.includes("T") ? 0 : intoDay);
}

const CONDITIONS = {
  q: (row, q) =>
    [row.title, row.repo, row.branch].some((text) => text.toLowerCase().includes(q.toLowerCase())),
  agent: (row, agent) => row.agent === agent,
  repo: (row, repo) => row.repo === repo,
  branch: (row, branch) => row.branch === branch,
  model: (row, model) => row.models.includes(model),
  errors: (row) => row.total_errors > 0,
  subagents: (row) => row.subagent_count > 0,
  since: (row, since, now) => Date.parse(row.active_at) >= time(since, now),
  until: (row, until, now) => Date.parse(row.started_at) < time(until, now, SPANS.d),
};

function fitting(world, params, now, without) {
  const asked = Object.entries(CONDITIONS).filter(([name]) => params.get(name) && name !== without);
  return world
    .map((record) => record.row)
    .filter((row) => asked.every(([name, fits]) => fits(row, params.get(name), now)));
}

const SORTS = {
  tokens: (row) => row.total_tokens,
  duration: (row) => row.duration_ms,
  errors: (row) => row.total_errors,
};

export function found(world, params, now) {
  const sort = params.get("sort") ?? "-started_at";
  const name = sort.replace("-", "");
  const key = SORTS[name] ?? ((row) => row[name]);
  const direction = sort.startsWith("-") ? -1 : 1;
  return fitting(world, params, now).sort((a, b) => direction * compare(key(a), key(b)));
}

function compare(a, b) {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

const SUMMED = ["turns", "model_calls", "tool_calls", "errors", "files_changed", "commands"];

export function stats(world, params, now) {
  const shown = fitting(world, params, now);
  const all = { by: "all", key: "", sessions: shown.length, tokens: {}, cost_usd: 0 };
  all.unpriced_calls = 0;
  for (const row of shown) {
    for (const name of SUMMED) all[name] = (all[name] ?? 0) + row[name];
    for (const [name, n] of Object.entries(row.tokens))
      all.tokens[name] = (all.tokens[name] ?? 0) + n;
    all.cost_usd += row.cost_usd ?? 0;
    if (row.cost_usd === undefined) all.unpriced_calls += row.model_calls;
  }
  all.subagents = shown.reduce((sum, row) => sum + row.subagent_count, 0);
  const values = { agent: (r) => [r.agent], model: (r) => r.models, repo: (r) => [r.repo] };
  values.branch = (r) => [r.branch];
  const rows = [all];
  for (const [by, of] of Object.entries(values)) {
    const counts = new Map();
    for (const row of fitting(world, params, now, by))
      for (const key of of(row)) counts.set(key, (counts.get(key) ?? 0) + 1);
    const sorted = [...counts].sort((a, b) => b[1] - a[1]);
    rows.push(...sorted.map(([key, sessions]) => ({ by, key, sessions })));
  }
  const counted = (by, key) => {
    const others = fitting(world, params, now, by);
    return others.filter((row) => CONDITIONS[by](row, key, now)).length;
  };
  for (const key of ["15m", "1d", "7d", "30d"])
    rows.push({ by: "since", key, sessions: counted("since", key) });
  for (const by of ["errors", "subagents"])
    rows.push({ by, key: "true", sessions: counted(by, "true") });
  return rows;
}
