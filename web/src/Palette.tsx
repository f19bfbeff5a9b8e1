import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { list } from "./api";
import { repoName } from "./format";
import { useKeys, useModal, useLoad } from "./hooks";
import { fit } from "./matches";
import { Ago } from "./parts";
import { go, to } from "./route";
import { line } from "./text";
import { THEMES, chooseTheme } from "./theme";
import type { SessionRow } from "./types";

const TYPING_MS = 120;
const SHOWN = 12;

interface Command {
  id: string;
  name: string;
  kind: string;
  more?: string;
  at?: string;
  score?: number;
  run: () => void;
}

const goTo = (id: string, name: string, hash: string): Command => ({
  id,
  name,
  kind: "Go to",
  run: () => go(hash),
});

function fixed(help: () => void): Command[] {
  return [
    goTo("sessions", "Sessions", to.sessions()),
    goTo("running", "Sessions running now", to.sessions(new URLSearchParams({ since: "15m" }))),
    goTo("errors", "Sessions with errors", to.sessions(new URLSearchParams({ errors: "true" }))),
    goTo("dear", "Dearest sessions", to.sessions(new URLSearchParams({ sort: "-cost_usd" }))),
    goTo("cost", "Cost", to.cost()),
    goTo("search", "Search", to.search()),
    ...THEMES.map(([theme, name]) => ({
      id: `theme ${theme}`,
      name,
      kind: "Colours",
      run: () => chooseTheme(theme),
    })),
    { id: "help", name: "Keyboard help", kind: "Help", run: help },
  ];
}

/** Everything that has a name: views, sessions, a search for what was typed. */
export function Palette({ close, help }: { close: () => void; help: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const rows = useRef<HTMLUListElement>(null);
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(0);
  const sessions = useSessions(typed);
  const commands = useMemo(() => found(typed, fixed(help), sessions), [typed, sessions]);
  const at = Math.min(chosen, commands.length - 1);
  useModal(dialog, close);
  useEffect(() => {
    rows.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);
  // The page behind hears no key.
  useKeys({ Escape: close });
  const run = (command: Command | undefined) => {
    if (!command) return;
    close();
    command.run();
  };
  const keys = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1 };
    if (event.ctrlKey && event.key === "n") moves["n"] = at + 1;
    if (event.ctrlKey && event.key === "p") moves["p"] = at - 1;
    const move = moves[event.key];
    if (move !== undefined) setChosen((move + commands.length) % Math.max(1, commands.length));
    else if (event.key === "Enter") run(commands[at]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <dialog
      ref={dialog}
      class="palette"
      aria-label="Go to"
      onClick={(event) => event.target === dialog.current && close()}
    >
      <input
        type="text"
        role="combobox"
        aria-label="Go to a session or a view"
        aria-expanded="true"
        aria-controls="palette-rows"
        aria-activedescendant={commands.length > 0 ? `palette-${at}` : undefined}
        placeholder="Go to a session, a view, or search"
        autocomplete="off"
        spellcheck={false}
        value={typed}
        onInput={(event) => (setTyped(event.currentTarget.value), setChosen(0))}
        onKeyDown={keys}
      />
      <ul id="palette-rows" role="listbox" aria-label="Found" ref={rows}>
        {commands.map((command, n) => (
          <li
            key={command.id}
            id={`palette-${n}`}
            role="option"
            aria-selected={n === at}
            onMouseMove={() => n !== at && setChosen(n)}
            onClick={() => run(command)}
          >
            <span class="kind">{command.kind}</span>
            <span class="name">{line(command.name, 140)}</span>
            {command.more && <span class="more">{line(command.more, 60)}</span>}
            <Ago at={command.at} />
          </li>
        ))}
      </ul>
    </dialog>
  );
}

function useSessions(typed: string): SessionRow[] {
  const load = useLoad(
    "palette",
    async (signal) => {
      if (typed !== "") await new Promise((resolve) => setTimeout(resolve, TYPING_MS));
      signal.throwIfAborted();
      const question = { top: true, limit: 60, sort: "-ended_at" };
      // The recorder finds words as they stand; what fits only loosely is looked for among the newest.
      const [exact, newest] = await Promise.all([
        typed.trim() === ""
          ? []
          : list<SessionRow>("sessions", { ...question, q: typed.trim() }, signal).then(
              (p) => p.items,
            ),
        list<SessionRow>("sessions", { ...question, limit: 200 }, signal).then((p) => p.items),
      ]);
      return [...exact, ...newest];
    },
    typed,
  );
  return load.value ?? [];
}

function found(typed: string, commands: Command[], sessions: SessionRow[]): Command[] {
  const search: Command[] = typed.trim()
    ? [
        {
          id: "search for",
          name: `Search for “${typed.trim()}”`,
          kind: "Search",
          run: () => go(to.search(new URLSearchParams({ q: typed.trim() }))),
        },
      ]
    : [];
  const all = new Map<string, Command>();
  for (const command of commands) {
    const score = fit(command.name, typed);
    if (score !== undefined) all.set(command.id, { ...command, score: score + 20 });
  }
  for (const row of sessions) {
    const title = row.title ?? "";
    const score =
      row.session.startsWith(typed.trim()) && typed.trim().length > 3
        ? 2000
        : fit(`${title} ${repoName(row.repo)} ${row.branch ?? ""}`, typed);
    if (score === undefined || all.has(row.session)) continue;
    all.set(row.session, {
      id: row.session,
      name: title || "Untitled session",
      kind: "Session",
      more: repoName(row.repo),
      at: row.active_at ?? row.started_at,
      score,
      run: () => go(to.session(row.session)),
    });
  }
  const best = [...all.values()];
  if (typed.trim() !== "") best.sort((a, b) => (b.score ?? 0) - (a.score ?? 0));
  return [...best.slice(0, SHOWN), ...search];
}
