import type { RefObject } from "preact";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Unauthorized } from "./api";
import { CostView } from "./CostView";
import { FileView } from "./FileView";
import { Help } from "./Help";
import { WorldContext, useKeys, useRoute } from "./hooks";
import { Icon, Mark, PATHS } from "./icons";
import { LinesView } from "./LinesView";
import { MoveDialog } from "./MoveDialog";
import type { Asked } from "./moves";
import { go, to } from "./route";
import type { Route } from "./route";
import { Sessions } from "./Sessions";
import type { ListMemory } from "./Sessions";
import { Palette } from "./Palette";
import { SearchView } from "./SearchView";
import { SessionView } from "./SessionView";
import { usePulse } from "./status";
import type { Pulse } from "./status";
import { token } from "./token";
import { count, size } from "./format";
import { visible } from "./text";
import { Message } from "./parts";
import { WaitingMoves } from "./WaitingMoves";

const APPLE = /Mac|iPhone|iPad/.test(navigator.platform);

export function App() {
  const [refused, setRefused] = useState(token() === "");
  return refused ? <Refused /> : <Page refuse={() => setRefused(true)} />;
}

function Refused() {
  return (
    <main class="refused">
      <Mark size={44} />
      <h1>This page needs the recorder's token</h1>
      <p>
        Run <code>clew up</code> again and open the address that it prints. The token in it is valid
        while that recorder runs.
      </p>
    </main>
  );
}

function Page({ refuse }: { refuse: () => void }) {
  const route = useRoute();
  const pulse = usePulse(refuse);
  const [help, setHelp] = useState(false);
  const [palette, setPalette] = useState(false);
  const [sessionsAt, setSessionsAt] = useState(to.sessions());
  const main = useRef<HTMLElement>(null);
  const memory = useRef<ListMemory>({ top: 0 });
  const fail = useCallback((failure: unknown) => {
    if (failure instanceof Unauthorized) refuse();
  }, []);
  const [asked, setAsked] = useState<{ asked: Asked; n: number }>();
  const move = useCallback(
    (next: Asked) => setAsked((old) => ({ asked: next, n: (old?.n ?? 0) + 1 })),
    [],
  );
  const movable = pulse.status?.moves === true && pulse.lost === undefined;
  const world = useMemo(
    () => ({
      status: pulse.status,
      generation: pulse.generation,
      now: pulse.now,
      fail,
      ask: pulse.ask,
      ...(movable ? { move } : {}),
    }),
    [pulse],
  );
  useKeys({
    "?": () => setHelp(!help),
    "Mod+k": () => setPalette(!palette),
    ":": () => setPalette(true),
    h: () => go(sessionsAt),
    $: () => go(to.cost()),
    "\\": () => go(to.search()),
  });
  useEffect(() => {
    if (route.view === "sessions") setSessionsAt(to.sessions(route.params));
  }, [route]);
  return (
    <WorldContext.Provider value={world}>
      <a
        class="skip"
        href="#main"
        onClick={(event) => (event.preventDefault(), main.current?.focus())}
      >
        Skip to content
      </a>
      <TopBar
        route={route}
        pulse={pulse}
        sessionsAt={sessionsAt}
        help={() => setHelp(true)}
        palette={() => setPalette(true)}
      />
      <Importing pulse={pulse} />
      <WaitingMoves />
      <main id="main" ref={main} tabIndex={-1}>
        <View route={route} sessionsAt={sessionsAt} memory={memory} />
      </main>
      {palette && <Palette close={() => setPalette(false)} help={() => setHelp(true)} />}
      {asked && (
        <MoveDialog
          key={asked.n}
          asked={asked.asked}
          ask={move}
          close={() => setAsked(undefined)}
        />
      )}
      {help && <Help close={() => setHelp(false)} />}
    </WorldContext.Provider>
  );
}

function View(props: { route: Route; sessionsAt: string; memory: RefObject<ListMemory> }) {
  const { route, sessionsAt } = props;
  switch (route.view) {
    case "sessions":
      return <Sessions params={route.params} memory={props.memory} />;
    case "session":
    case "files":
    case "session-cost":
      return <SessionView key={route.session} route={route} back={sessionsAt} />;
    case "cost":
      return <CostView params={route.params} />;
    case "search":
      return <SearchView params={route.params} />;
    case "file":
      return <FileView key={route.path} path={route.path} at={route.at} />;
    case "lines":
      return <LinesView params={route.params} />;
    case "nowhere":
      return (
        <Message title="There is no such page" heading="h1">
          <p>
            Nothing answers to <code>{visible(route.path)}</code>.{" "}
            <a href={to.sessions()}>All sessions</a>
          </p>
        </Message>
      );
  }
}

function TopBar(props: {
  route: Route;
  pulse: Pulse;
  sessionsAt: string;
  help: () => void;
  palette: () => void;
}) {
  const { view } = props.route;
  const inSession = ["session", "files", "session-cost"].includes(view);
  const current = (mine: string) => (view === mine ? "page" : undefined);
  return (
    <header class="top">
      <a class="brand" href={to.sessions()} aria-label="Clew, all sessions">
        <Mark size={20} />
        <span>clew</span>
      </a>
      <nav aria-label="Views">
        <a href={props.sessionsAt} aria-current={inSession ? "true" : current("sessions")}>
          Sessions
        </a>
        <a href={to.search()} aria-current={current("search")}>
          Search
        </a>
        <a href={to.cost()} aria-current={current("cost")}>
          Cost
        </a>
        <a href={to.lines()} aria-current={view === "file" ? "true" : current("lines")}>
          Lines
        </a>
      </nav>
      <button
        class="goto"
        onClick={props.palette}
        aria-haspopup="dialog"
        title="Go to a session or a view"
      >
        <Icon path={PATHS.find} />
        <span>Go to…</span> <kbd aria-hidden="true">{APPLE ? "⌘K" : "Ctrl K"}</kbd>
      </button>
      <RecorderState pulse={props.pulse} />
      <button
        class="quiet key"
        onClick={props.help}
        aria-label="Keyboard help"
        title="Keyboard help (?)"
      >
        ?
      </button>
    </header>
  );
}

function RecorderState({ pulse }: { pulse: Pulse }) {
  const { status, lost, link } = pulse;
  if (lost !== undefined) {
    return (
      <span class="recorder lost" role="status" title={visible(lost.message)}>
        <i class="dot" />{" "}
        <span>{lost.silent ? "recorder does not answer" : "recorder answers with an error"}</span>
      </span>
    );
  }
  if (!status) return <span class="recorder" role="status" aria-label="asking the recorder" />;
  const more = [
    status.home,
    status.store_bytes !== undefined && `store ${size(status.store_bytes)}`,
    status.entries !== undefined && count(status.entries, "ledger entry", "ledger entries"),
    status.capture_mode && `capture mode ${status.capture_mode}`,
    status.redaction_level && `redaction ${status.redaction_level}`,
    link === "live" ? "changes are shown as they happen" : "changes are asked for every 3 s",
  ].filter(Boolean);
  const running = status.recorder === "running";
  const what = running ? (link === "live" ? "live" : "polling") : status.recorder;
  return (
    <span class={`recorder ${running ? link : ""}`} role="status" title={more.join("\n")}>
      <i class="dot" /> <span>{what ?? "recorder unknown"}</span>
    </span>
  );
}

function Importing({ pulse }: { pulse: Pulse }) {
  const work = pulse.status?.importing;
  if (!work || pulse.lost !== undefined) return null;
  const { files, files_done = 0, bytes, bytes_done = 0 } = work;
  const share = bytes ? bytes_done / bytes : files ? files_done / files : undefined;
  return (
    <div class="importing" role="status">
      <progress max={1} value={share} aria-label="Import" />
      <span>
        Importing{files !== undefined && ` file ${Math.min(files_done + 1, files)} of ${files}`}
        {bytes !== undefined && (
          <span class="more">
            , {size(bytes_done)} of {size(bytes)}
          </span>
        )}
      </span>
    </div>
  );
}
