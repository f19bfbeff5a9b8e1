/** Takes work back: what would change, one question, and what came of it. */

import { useEffect, useRef, useState } from "preact/hooks";
import { CallFailed, post } from "./api";
import { useKeys, useLoad, useModal, useWorld } from "./hooks";
import { Icon, PATHS } from "./icons";
import { MoveFiles } from "./MoveFiles";
import { MoveDone } from "./MoveDone";
import { MoveCommit } from "./MoveCommit";
import { confirmation, meaning, order, orderAs, orderOf, refusal, summary, title } from "./moves";
import type { Asked, Chosen } from "./moves";
import { Failed, Loading } from "./parts";
import { line, visible } from "./text";
import type { MovePlan } from "./movetypes";

const CONFLICT = 409;

interface Props {
  asked: Asked;
  ask: (asked: Asked) => void;
  close: () => void;
}

export function MoveDialog({ asked, ask, close }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const move = useMove(asked);
  const leave = () => {
    if (!move.making) close();
  };
  useModal(dialog, close);
  // The page behind hears no key.
  useKeys({ Escape: leave, "?": () => {}, "Mod+k": () => {} });
  // What had the focus may be gone: it must not fall to the page behind.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [move.done, move.making]);
  return (
    <dialog
      ref={dialog}
      class="move"
      aria-labelledby="move-title"
      aria-describedby="move-meaning"
      onCancel={(event) => move.making && event.preventDefault()}
      onClick={(event) => event.target === dialog.current && leave()}
    >
      <header>
        <h2 id="move-title" ref={heading} tabIndex={-1}>
          {title(asked)}
        </h2>
        <button class="quiet" onClick={leave} disabled={move.making} aria-label="Close">
          <Icon path={PATHS.close} />
        </button>
        {asked.name && <p class="name">{line(asked.name, 160)}</p>}
        <p id="move-meaning" class="faint">
          {meaning(asked, move.chosen.exact)}
        </p>
      </header>
      {move.done ? (
        <MoveDone plan={move.done} ask={ask} close={close} />
      ) : (
        <Planned asked={asked} move={move} close={leave} />
      )}
    </dialog>
  );
}

type Move = ReturnType<typeof useMove>;

/** What is planned, and how it comes to be made. */
function useMove(asked: Asked) {
  const { fail, ask } = useWorld();
  const [chosen, setChosen] = useState<Chosen>({ exact: false, files: false });
  const [anew, setAnew] = useState(0);
  const [said, setSaid] = useState<string>();
  const [making, setMaking] = useState(false);
  const [done, setDone] = useState<MovePlan>();
  const fields = order(asked, chosen);
  const wanted = JSON.stringify(fields);
  const loaded = useLoad(`move ${anew} ${wanted}`, (signal) =>
    post<MovePlan>(orderOf(asked), { ...fields, dry_run: true }, signal),
  );
  // Which files there are to choose from stays, whichever are chosen.
  const [all, setAll] = useState<MovePlan>();
  const [plan, setPlan] = useState<MovePlan>();
  useEffect(() => {
    if (!loaded.value) return;
    setPlan(loaded.value);
    if (chosen.paths === undefined) setAll(loaded.value);
  }, [loaded.value]);
  const make = async () => {
    if (!loaded.value) return;
    setMaking(true);
    try {
      setDone(await post<MovePlan>(orderOf(asked), orderAs(loaded.value, fields)));
      ask();
    } catch (failure) {
      fail(failure);
      const message = failure instanceof Error ? failure.message : String(failure);
      const stale = failure instanceof CallFailed && failure.status === CONFLICT;
      setSaid(
        stale
          ? `Nothing was done: ${message}. This is what would change now.`
          : `It could not be done: ${message}`,
      );
      setAnew(anew + 1);
    } finally {
      setMaking(false);
    }
  };
  const choose = (change: Partial<Chosen>) => {
    setSaid(undefined);
    setChosen({ ...chosen, ...change });
  };
  return { chosen, choose, plan, all, loaded, said, making, make, done };
}

function Planned({ asked, move, close }: { asked: Asked; move: Move; close: () => void }) {
  const { plan, all, loaded, chosen, choose } = move;
  if (loaded.failure !== undefined) return <Refused move={move} close={close} />;
  if (!plan || !all) {
    return (
      <div class="body">
        <Loading what="what would change" rows={4} />
      </div>
    );
  }
  return (
    <>
      <div class="body">
        {move.said && (
          <p class="said" role="alert">
            {visible(move.said)}
          </p>
        )}
        {asked.verb === "rewind" && (
          <label class="check">
            <input
              type="checkbox"
              checked={chosen.exact}
              disabled={move.making}
              onChange={(event) => choose({ exact: event.currentTarget.checked, paths: undefined })}
            />
            exactly as it was: what people changed since goes, too
          </label>
        )}
        <MoveFiles
          plan={plan}
          all={all}
          paths={chosen.paths}
          choose={(paths) => choose({ paths })}
          locked={move.making}
          whole={asked.verb === "abort"}
        />
        <MoveCommit plan={plan} />
        {chosen.files && <p class="faint">Only files change. Git is left as it is.</p>}
      </div>
      <Question asked={asked} move={move} plan={plan} close={close} />
    </>
  );
}

/** The one question; where people's work goes, too, a second one. */
function Question(props: { asked: Asked; move: Move; plan: MovePlan; close: () => void }) {
  const { asked, move, plan } = props;
  const [typed, setTyped] = useState("");
  const word = useRef<HTMLInputElement>(null);
  const [second, setSecond] = useState(false);
  const { exact } = move.chosen;
  useEffect(() => setSecond(false), [exact, plan.tree]);
  useEffect(() => word.current?.focus(), [second]);
  const nothing = plan.changes === 0;
  const waits = move.loaded.loading || move.making;
  const answered = !second || typed.trim() === "exact";
  const confirm = () => {
    if (waits || nothing || !answered) return;
    if (exact && !second) setSecond(true);
    else void move.make();
  };
  return (
    <form
      class="question"
      onSubmit={(event) => {
        event.preventDefault();
        confirm();
      }}
    >
      <p role="status">
        {nothing ? "Nothing would change." : move.making ? "Being done…" : summary(plan)}
        {!nothing && <span class="faint where">in {visible(plan.root)}</span>}
      </p>
      {second && (
        <label class="second">
          What people changed since goes, too. Type <b>exact</b> to go on:
          <input
            ref={word}
            value={typed}
            autocomplete="off"
            spellcheck={false}
            disabled={waits}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
      )}
      <span class="buttons">
        <button type="button" class="plain" onClick={props.close} disabled={move.making}>
          {nothing ? "Close" : "Cancel"}
        </button>
        {!nothing && (
          <button type="submit" class="plain primary" disabled={waits || !answered}>
            {confirmation(asked, move.chosen, plan)}
          </button>
        )}
      </span>
    </form>
  );
}

/** Why it cannot be done now, and the way out where there is one. */
function Refused({ move, close }: { move: Move; close: () => void }) {
  const { failure, again } = move.loaded;
  const refused = failure instanceof CallFailed && [400, 404, CONFLICT].includes(failure.status);
  if (!refused) {
    return (
      <div class="body">
        <Failed failure={failure} again={again} />
      </div>
    );
  }
  const { text, filesOnly } = refusal(failure.message);
  return (
    <>
      <div class="body">
        <p class="refused-because" role="alert">
          {visible(text)}
        </p>
        {filesOnly && (
          <p class="faint">The files alone can be changed all the same: Git is left as it is.</p>
        )}
      </div>
      <div class="question">
        <span class="buttons">
          <button class="plain" onClick={close}>
            Close
          </button>
          {filesOnly && (
            <button class="plain" onClick={() => move.choose({ files: true })}>
              Show what files would change
            </button>
          )}
          <button class="plain" onClick={again}>
            Try again
          </button>
        </span>
      </div>
    </>
  );
}
