import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { one } from "./api";
import { CostView } from "./CostView";
import { FilesView } from "./FilesView";
import { FindBar } from "./FindBar";
import { grouped } from "./format";
import { useKeys, useLoad } from "./hooks";
import { useChanges } from "./live";
import { MoveMenu } from "./MoveMenu";
import { Failed, Loading, Message } from "./parts";
import { remember, useRemembered } from "./remembered";
import { go, to } from "./route";
import type { Route } from "./route";
import { SessionHead } from "./SessionHead";
import { CopyLink, ExportMenu } from "./SessionTools";
import { line, visible } from "./text";
import { Timeline } from "./Timeline";
import type { Session } from "./types";

type SessionRoute = Extract<Route, { session: string }>;

export function SessionView({ route, back }: { route: SessionRoute; back: string }) {
  const id = route.session;
  const tree = useRef<string[]>([id]);
  const generation = useChanges(tree.current, 250);
  const session = useLoad(
    `session ${id}`,
    (signal) => one<Session>("show", { id }, signal),
    generation,
  );
  const box = useRef<HTMLDivElement>(null);
  const known = session.value;
  if (known) tree.current = [known.session, ...(known.subagents ?? []).map((sub) => sub.session)];
  const story = useTelling(route) === "story";
  useEffect(() => {
    if (known) document.title = `${line(known.title, 80) || "Session"} · Clew`;
  }, [known?.title]);
  useKeys({
    Escape: () => go(back),
    t: () => go(to.session(id)),
    f: () => go(to.files(id)),
    c: () => go(to.sessionCost(id)),
    v: () => tell(route, story ? "waterfall" : "story"),
  });
  if (session.failure !== undefined && !known)
    return <Failed failure={session.failure} again={session.again} />;
  if (session.loading) return <Loading what="the session" rows={14} />;
  if (!known) {
    return (
      <Message title="No such session">
        <p>
          Nothing recorded here is called <code>{visible(id)}</code>.{" "}
          <a href={back}>All sessions</a>
        </p>
      </Message>
    );
  }
  const head = (tools?: ComponentChildren) => (
    <>
      <SessionHead
        session={known}
        back={back}
        strip={route.view === "session"}
        turn={route.view === "session" ? route.turn : undefined}
      />
      <Tabs session={known} route={route} story={story} tools={tools} />
    </>
  );
  if (route.view === "session")
    return <Timeline session={known} {...{ route, story, head, box, generation }} />;
  return (
    <div class="scroll session" ref={box}>
      {head()}
      {route.view === "files" ? (
        <FilesView session={known.session} box={box} />
      ) : (
        <CostView session={known.session} params={route.params} />
      )}
    </div>
  );
}

/**
 * How the session is told. What the address says holds and is remembered; where it says nothing the
 * choice of this tab holds, and the address is made to say so.
 */
function useTelling(route: SessionRoute): string {
  const said = route.view === "session" ? route.as : undefined;
  const [chosen] = useRemembered("as", "waterfall");
  useEffect(() => {
    if (said !== undefined && said !== chosen) remember("as", said);
    if (said === undefined && chosen === "story" && route.view === "session")
      history.replaceState(null, "", `${location.hash}?as=story`);
  }, [route, chosen]);
  return said ?? chosen;
}

function tell(route: SessionRoute, as: string): void {
  remember("as", as);
  const [path] = location.hash.split("?", 1);
  go(route.view === "session" ? `${path}?as=${as}` : `${to.session(route.session)}?as=${as}`, true);
}

function Tabs(props: {
  session: Session;
  route: SessionRoute;
  story: boolean;
  tools?: ComponentChildren;
}) {
  const { session, route, story } = props;
  const id = session.session;
  const on = (view: string) => (route.view === view ? "page" : undefined);
  return (
    <div class="tabs">
      <nav aria-label="Parts of the session">
        {(["waterfall", "story"] as const).map((as) => (
          <a
            key={as}
            href={`${to.session(id)}?as=${as}`}
            aria-current={(as === "story") === story ? on("session") : undefined}
            onClick={(event) => (event.preventDefault(), tell(route, as))}
          >
            {as === "story" ? "Story" : "Timeline"}
          </a>
        ))}
        <a href={to.files(id)} aria-current={on("files")}>
          Files{" "}
          {session.files_changed ? (
            <span class="badge">{grouped(session.files_changed)}</span>
          ) : null}
        </a>
        <a href={to.sessionCost(id)} aria-current={on("session-cost")}>
          Cost
        </a>
      </nav>
      <span class="tools">
        {props.tools}
        {route.view === "session" && <FindBar session={id} />}
        {route.view === "session" && <CopyLink />}
        <MoveMenu session={session} />
        <ExportMenu session={id} />
      </span>
    </div>
  );
}
