/** The commit that follows a move: what it takes back, and its message. */

import { count } from "./format";
import { line, visible } from "./text";
import type { MovePlan } from "./movetypes";

const SHOWN = 20;

export function MoveCommit({ plan }: { plan: MovePlan }) {
  if (plan.message === undefined) return null;
  const commits = plan.commits ?? [];
  const leftOut = plan.left_out ?? [];
  return (
    <section class="commit-to-come">
      <h3>The commit</h3>
      <pre>{visible(plan.message.trimEnd())}</pre>
      <p class="faint">Your Git makes it. It takes back what the session brought in</p>
      <ul class="paths">
        {commits.slice(0, SHOWN).map((each) => (
          <li key={each.commit}>
            <code>{visible(each.commit.slice(0, 12))}</code> {line(each.subject, 120)}
            {!each.whole && <span class="faint"> and leaves others' work in it</span>}
          </li>
        ))}
        {commits.length > SHOWN && (
          <li class="faint">and {count(commits.length - SHOWN, "more commit")}</li>
        )}
      </ul>
      {leftOut.length > 0 && (
        <p class="faint">
          Work in it that is not committed stays: {leftOut.map((path) => line(path, 80)).join(", ")}
        </p>
      )}
    </section>
  );
}
