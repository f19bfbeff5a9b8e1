/** The ways to take a session's work back, as a menu. */

import { useEffect, useRef, useState } from "preact/hooks";
import { CallFailed, post } from "./api";
import { count } from "./format";
import { useLoad, useWorld } from "./hooks";
import { ofCommits, ofSession, order, orderOf, title } from "./moves";
import type { Asked } from "./moves";
import { Commands, bisects, checkouts } from "./Snapshots";
import type { MovePlan } from "./movetypes";
import type { Session } from "./types";

const NOT_FOUND = 404;

export function MoveMenu({ session }: { session: Session }) {
  const { move } = useWorld();
  const menu = useRef<HTMLDetailsElement>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const away = (event: Event) => {
      if (menu.current?.open && !menu.current.contains(event.target as Node))
        menu.current.open = false;
    };
    document.addEventListener("pointerdown", away);
    return () => document.removeEventListener("pointerdown", away);
  }, []);
  const asked = ofSession(session);
  const commits = ofCommits(session);
  if (!move || asked.length === 0) return null;
  const choose = (each: Asked) => {
    if (menu.current) menu.current.open = false;
    menu.current?.querySelector("summary")?.focus();
    move(each);
  };
  const id = session.session;
  return (
    <details class="menu" ref={menu} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary class="quiet">take back</summary>
      <div>
        {asked.map((each) => (
          <button key={each.verb} aria-haspopup="dialog" onClick={() => choose(each)}>
            {title(each)}
          </button>
        ))}
        {open && commits && <Revert asked={commits} choose={choose} />}
        {open && commits && <Commands of={[...checkouts(id), ...bisects(id, id)]} />}
      </div>
    </details>
  );
}

/** There where its work is committed; what stands in the way is told when it is asked for. */
function Revert({ asked, choose }: { asked: Asked; choose: (asked: Asked) => void }) {
  const fields = order(asked, { exact: false, files: false });
  const plan = useLoad(`commits of ${asked.id}`, (signal) =>
    post<MovePlan>(orderOf(asked), { ...fields, dry_run: true }, signal),
  );
  if (plan.loading) {
    return (
      <p class="faint" role="status">
        looking for its commits…
      </p>
    );
  }
  if (plan.failure instanceof CallFailed && plan.failure.status === NOT_FOUND) return null;
  const commits = plan.value?.commits?.length;
  return (
    <button aria-haspopup="dialog" onClick={() => choose(asked)}>
      {commits === undefined ? title(asked) : `Revert its ${count(commits, "commit")}`}
    </button>
  );
}
