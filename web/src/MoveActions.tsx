/** The ways to take work back, where there are some. */

import { useEffect, useRef } from "preact/hooks";
import { useWorld } from "./hooks";
import { ofSession, title } from "./moves";
import type { Asked } from "./moves";
import type { Session } from "./types";

/** Buttons for a step or a turn; nothing where the recorder does not bring files back. */
export function MoveActions({ asked, disabled }: { asked: Asked[]; disabled?: boolean }) {
  const { move } = useWorld();
  if (!move || asked.length === 0) return null;
  return (
    <p class="move-actions">
      {asked.map((each) => (
        <button
          key={each.verb}
          class="plain"
          aria-haspopup="dialog"
          disabled={disabled}
          onClick={() => move(each)}
        >
          {short(each)}
        </button>
      ))}
    </p>
  );
}

function short(asked: Asked): string {
  if (asked.verb === "redo") return "Redo the last move";
  return asked.verb === "rewind" ? "Rewind to before this" : "Take this back";
}

/** The same for a session, as a menu. */
export function MoveMenu({ session }: { session: Session }) {
  const { move } = useWorld();
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const away = (event: Event) => {
      if (menu.current?.open && !menu.current.contains(event.target as Node))
        menu.current.open = false;
    };
    document.addEventListener("pointerdown", away);
    return () => document.removeEventListener("pointerdown", away);
  }, []);
  const asked = ofSession(session);
  if (!move || asked.length === 0) return null;
  return (
    <details class="menu" ref={menu}>
      <summary class="quiet">take back</summary>
      <div>
        {asked.map((each) => (
          <button
            key={each.verb}
            aria-haspopup="dialog"
            onClick={() => {
              if (menu.current) menu.current.open = false;
              menu.current?.querySelector("summary")?.focus();
              move(each);
            }}
          >
            {title(each)}
          </button>
        ))}
      </div>
    </details>
  );
}
