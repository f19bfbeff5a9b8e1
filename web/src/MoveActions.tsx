/** The ways to take work back, where there are some. */

import { useWorld } from "./hooks";
import type { Asked } from "./moves";

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
