/** States of a workspace before and after a step, and the commands that work on them. */

import { Copy } from "./Output";
import { Section } from "./Panel";
import { line, visible } from "./text";
import type { Step } from "./types";

const SHOWN = 20;

export function Snapshots({ step, session }: { step: Step; session: string }) {
  const snapshots = step.snapshots ?? [];
  if (snapshots.length === 0) return null;
  return (
    <Section title="The workspace before and after" folded>
      <dl class="snapshots">
        {snapshots.slice(0, SHOWN).map((each, n) => (
          <div key={n}>
            <dt>{line(each.moment, 30).replaceAll("_", " ") || "looked at"}</dt>
            <dd>
              <code title={visible(`${each.snapshot}\n${each.root}`)}>
                {visible(each.snapshot.slice(0, 16))}
              </code>
              <Copy
                text={each.snapshot}
                label={`the id of the snapshot ${line(each.moment, 30).replaceAll("_", " ")}`}
              />
            </dd>
          </div>
        ))}
      </dl>
      <Commands of={[...checkouts(step.step), ...bisects(step.step, session)]} />
    </Section>
  );
}

/** What writes the state that it left, and the one that it found, into another folder. */
export function checkouts(id: string): string[] {
  return [`clew checkout ${short(id)} DIR`, `clew checkout ${short(id)}^ DIR`];
}

/** What finds the step after which a command fails, from before one to the end of the session. */
export function bisects(id: string, session: string): string[] {
  return [`clew bisect --good ${short(id)}^ --bad ${short(session)} -- CMD`];
}

function short(id: string): string {
  return id.slice(0, 16);
}

/** Lines for the command line, to be copied: DIR and CMD are for the user to say. */
export function Commands({ of }: { of: string[] }) {
  return (
    <ul class="commands" aria-label="For the command line">
      {of.map((command) => (
        <li key={command}>
          <code>{visible(command)}</code>
          <Copy text={command} label={command} />
        </li>
      ))}
    </ul>
  );
}
