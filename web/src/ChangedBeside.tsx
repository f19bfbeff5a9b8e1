/** Changes that no step did, as a small row between steps. */

import { byWhom, changesBefore, told } from "./beside";
import { grouped } from "./format";
import { Lines, Path } from "./parts";
import { line } from "./text";
import type { ChangeBeside, Session } from "./types";

const SHOWN = 50;

/** What changed just before `step`. */
export function ChangedBeside({ session, step }: { session: Session; step: string }) {
  const changes = changesBefore(session, step);
  if (changes.length === 0) return null;
  return (
    <details class="changed-beside">
      <summary>{told(changes)}</summary>
      <BesideList changes={changes} />
    </details>
  );
}

export function BesideList({ changes }: { changes: ChangeBeside[] }) {
  return (
    <ul class="paths">
      {changes.slice(0, SHOWN).map((change, n) => (
        <li key={n}>
          <span class={`op ${change.op}`}>{line(change.op, 20)}</span> <Path path={change.path} />{" "}
          <Lines added={change.added} removed={change.removed} />{" "}
          <span class={`origin ${line(change.origin, 10)}`}>{byWhom(change.origin)}</span>
        </li>
      ))}
      {changes.length > SHOWN && <li class="faint">and {grouped(changes.length - SHOWN)} more</li>}
    </ul>
  );
}
