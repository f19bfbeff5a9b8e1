/** Moves that wait for somebody: what they left, and how they are ended. */

import { useEffect, useRef, useState } from "preact/hooks";
import { post } from "./api";
import { count } from "./format";
import { useWorld } from "./hooks";
import { subject, toldEnd } from "./moves";
import { to } from "./route";
import { cleaned, line, visible } from "./text";
import type { MoveEnd, WaitingMove } from "./movetypes";

const SHOWN = 8;

export function WaitingMoves() {
  const { status } = useWorld();
  const [ended, setEnded] = useState<string>();
  return (
    <>
      {(status?.waiting ?? []).map((each) => (
        <Waiting key={each.step} move={each} ended={setEnded} />
      ))}
      {ended !== undefined && <Ended text={ended} close={() => setEnded(undefined)} />}
    </>
  );
}

function Waiting({ move, ended }: { move: WaitingMove; ended: (text: string) => void }) {
  const world = useWorld();
  const [said, setSaid] = useState<string>();
  const [busy, setBusy] = useState(false);
  const commits = move.message !== undefined;
  const goOn = async () => {
    setBusy(true);
    setSaid(undefined);
    try {
      const order = { verb: "continue", folder: move.root, step: move.step };
      const { text, over } = toldEnd(await post<MoveEnd>("waiting", order));
      if (over) ended(text);
      else setSaid(text);
    } catch (failure) {
      world.fail(failure);
      setSaid(failure instanceof Error ? failure.message : String(failure));
    } finally {
      setBusy(false);
      world.ask();
    }
  };
  const back = () =>
    world.move?.({
      ...{ verb: "abort", id: move.step, of: "move", folder: move.root },
      name: move.title,
    });
  return (
    <section class="waiting" aria-label="A move that waits">
      <p>
        <b>{commits ? "A revert waits for its commit" : "A move left conflicts"}</b> in{" "}
        <code>{visible(move.root)}</code>: <Name move={move} />
      </p>
      <Files move={move} />
      {said !== undefined && (
        <p class="bad" role="alert">
          {cleaned(said).text}
        </p>
      )}
      {world.move && (
        <p class="move-actions">
          <button class="plain" disabled={busy} onClick={() => void goOn()}>
            {commits ? "Continue: commit" : "Continue: they are resolved"}
          </button>
          <button class="plain" aria-haspopup="dialog" disabled={busy} onClick={back}>
            Abort: take it back
          </button>
        </p>
      )}
    </section>
  );
}

function Name({ move }: { move: WaitingMove }) {
  const name = move.message ? subject(move.message) : line(move.title, 120);
  const text = name || `step ${move.step.slice(0, 8)}`;
  return move.session ? <a href={to.step(move.session, move.step)}>{text}</a> : <>{text}</>;
}

function Files({ move }: { move: WaitingMove }) {
  const marked = new Set(move.marked);
  const files = [...move.marked, ...move.files.filter((path) => !marked.has(path))];
  return (
    <ul class="paths">
      {files.slice(0, SHOWN).map((path) => (
        <li key={path}>
          <code>{visible(path)}</code>{" "}
          {marked.has(path) && <span class="bad">conflict markers</span>}
          {!marked.has(path) && move.message === undefined && (
            <span class="faint">no markers left</span>
          )}
        </li>
      ))}
      {files.length > SHOWN && (
        <li class="faint">and {count(files.length - SHOWN, "more file")}</li>
      )}
    </ul>
  );
}

/** The button that ended it is gone: what came of it has the focus. */
function Ended({ text, close }: { text: string; close: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), [text]);
  return (
    <section class="waiting ended" aria-label="What came of the move">
      <p role="status">{visible(text)}</p>
      <button ref={button} class="plain" onClick={close}>
        Close
      </button>
    </section>
  );
}
