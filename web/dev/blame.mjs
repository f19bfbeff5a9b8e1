/** Whose lines a made-up file has. */

const SOURCE = [
  "/** Turns a name into a greeting. */",
  "export function greet(name: string): string {",
  "  const known = name.trim();",
  '  return known === "" ? "Hello!" : `Hello, ${known}!`;',
  "}",
  "",
];

const CLASSES = ["baseline", "agent", "agent", "human", "agent", "vcs", "unknown"];

export function blamed(file, world) {
  const steps = world[0].rows.filter((row) => row.kind !== "llm_call").slice(0, 6);
  return Array.from({ length: 240 }, (_, n) => {
    const name = CLASSES[Math.floor(n / 4) % CLASSES.length];
    const step = steps[Math.floor(n / 8) % steps.length];
    return {
      line: n + 1,
      text: SOURCE[n % SOURCE.length],
      class: name,
      confidence: name === "unknown" ? "unknown" : "exact",
      evidence: [name === "agent" ? "edit_arguments" : "outside_intervals"],
      candidates: name === "unknown" ? steps.slice(0, 2).map((row) => row.step) : [],
      ...(name === "agent" && {
        session: world[0].id,
        step: step.step,
        agent: "claude",
        model: "claude-opus-4-6",
        prompt: `Greet people in ${file.replace(/.*[/]/, "")} by their names`,
        at: step.started_at,
      }),
      ...(name === "vcs" && { commit: "6f1c2a9be0d34f7781a2c3d4e5f60718293a4b5c" }),
    };
  });
}

export function versions(path) {
  return Array.from({ length: 12 }, (_, n) => ({
    at: new Date(Date.UTC(2026, 4, 1 + n)).toISOString(),
    path,
    op: n === 0 ? "create" : "modify",
    kind: "seen",
    class: n % 3 === 1 ? "human" : "agent",
    confidence: "exact",
    evidence: [],
    candidates: [],
    commits: [],
    agent: "claude",
    prompt: "Greet people by their names",
    lines: 20 * (n + 1),
    added: 24,
    removed: 4,
    notes: [],
  }));
}

export function lineStats() {
  const row = (by, key, lines) => ({ by, key, lines, survived: Math.round(lines * 0.8), files: 3 });
  return [
    row("all", "", 1000),
    row("class", "agent", 640),
    row("class", "human", 300),
    row("class", "vcs", 60),
    row("agent", "claude", 640),
    row("path", "src/greet.ts", 700),
    row("path", "src/main.ts", 300),
  ];
}
