/** What the made-up sessions cost. */

const KEYS = {
  model: (row) => row.models[0],
  session: (row) => row.session,
  day: (row) => row.started_at.slice(0, 10),
  week: (row) => {
    const day = new Date(row.started_at.slice(0, 10));
    return new Date(day - ((day.getUTCDay() + 6) % 7) * 86_400_000).toISOString().slice(0, 10);
  },
  month: (row) => row.started_at.slice(0, 7),
  repo: (row) => row.repo,
  branch: (row) => row.branch,
  agent: (row) => row.agent,
};

export function cost(world, params) {
  const [by, then] = (params.get("by") ?? "model").split(",");
  const rows = new Map();
  for (const { row } of world) {
    if (params.get("session") && row.session !== params.get("session")) continue;
    if (params.get("agent") && row.agent !== params.get("agent")) continue;
    if (params.get("repo") && row.repo !== params.get("repo")) continue;
    const day = row.started_at.slice(0, 10);
    if (day < since(params.get("since")) || day > (params.get("until") ?? "9")) continue;
    const [key, key2] = [KEYS[by](row), then && KEYS[then](row)];
    const sum = rows.get(`${key}\n${key2}`) ?? {
      key,
      key2,
      label: by === "session" ? row.title : undefined,
      model_calls: 0,
      unpriced_calls: 0,
      tokens: {},
      cost_usd: undefined,
    };
    rows.set(`${key}\n${key2}`, sum);
    sum.model_calls += row.model_calls;
    if (row.cost_usd === undefined) sum.unpriced_calls += row.model_calls;
    else sum.cost_usd = (sum.cost_usd ?? 0) + row.cost_usd;
    for (const [name, n] of Object.entries(row.tokens))
      sum.tokens[name] = (sum.tokens[name] ?? 0) + n;
  }
  return [...rows.values()];
}

function since(text) {
  const days = /^(\d+)d$/.exec(text ?? "")?.[1];
  if (days) return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  return text ?? "";
}
