/** Words in what the made-up sessions hold. */

const BEFORE = 60;
const AFTER = 160;

export function search(world, params) {
  const words = (params.get("q") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const hits = [];
  for (const record of world) {
    const { row } = record;
    if (params.get("session") && record.id !== params.get("session")) continue;
    if (params.get("agent") && row.agent !== params.get("agent")) continue;
    if (params.get("repo") && row.repo !== params.get("repo")) continue;
    const about = { session: record.id, agent: row.agent, title: row.title, repo: row.repo };
    for (const turn of record.turns)
      add(
        hits,
        words,
        turn.prompt,
        { ...about, turn: turn.turn, what: turn.title },
        "prompts",
        turn,
      );
    for (const step of record.rows) {
      const more = {
        ...about,
        turn: step.turn,
        step: step.step,
        what: step.title,
        tool: step.tool,
      };
      const kind = step.kind === "bash_command" ? "commands" : "output";
      add(hits, words, `${step.tool ?? ""} ${step.title}`.trim(), more, kind, step);
      const text = record.details.get(step.step)?.text;
      if (text) add(hits, words, text, more, "output", step);
      for (const file of step.files ?? [])
        if (file.diff) add(hits, words, file.diff, more, "diffs", step);
      if (hits.length > 2000) break;
    }
  }
  return hits
    .filter((hit) => !params.get("in") || hit.in === params.get("in"))
    .sort((a, b) => (a.at < b.at ? 1 : -1));
}

function add(hits, words, text, about, kind, { started_at: at }) {
  const low = text?.toLowerCase() ?? "";
  if (words.length === 0 || !words.every((word) => low.includes(word))) return;
  const from = Math.max(0, low.indexOf(words[0]) - BEFORE);
  const excerpt = (from > 0 ? "\u2026" : "") + text.slice(from, from + BEFORE + AFTER);
  const matches = [];
  for (const word of words) {
    const start = excerpt.toLowerCase().indexOf(word);
    if (start >= 0) matches.push([start, word.length]);
  }
  hits.push({ ...about, in: kind, at, excerpt, matches: matches.sort((a, b) => a[0] - b[0]) });
}
