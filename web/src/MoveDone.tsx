/** What came of a move, and how to take it back. */

import { count } from "./format";
import { subject } from "./moves";
import type { Asked } from "./moves";
import { to } from "./route";
import { cleaned, line, visible } from "./text";
import type { Conversation, MovePlan } from "./movetypes";

export function MoveDone(props: {
  plan: MovePlan;
  ask: (asked: Asked) => void;
  close: () => void;
}) {
  const { plan, ask, close } = props;
  const left = plan.left ?? [];
  const back: Asked = { verb: "redo", of: "move", folder: plan.root };
  return (
    <>
      <div class="body">
        <p role="status">
          {plan.move
            ? `Done: ${count(Math.max(0, plan.changes - left.length), "file")} changed.`
            : "Nothing had to change."}
        </p>
        {left.length > 0 && (
          <>
            <h3>Left as found</h3>
            <ul class="paths">
              {left.map((each) => (
                <li key={each.path}>
                  <code>{visible(each.path)}</code> <span class="bad">{visible(each.reason)}</span>
                </li>
              ))}
            </ul>
          </>
        )}
        <Commit plan={plan} />
        {plan.conflicts > 0 && plan.move && (
          <p>
            {count(plan.conflicts, "file")} with conflict markers: resolve them and say{" "}
            <em>Continue</em> at the top of the page, or{" "}
            <button
              class="link"
              onClick={() => ask({ verb: "abort", of: "move", id: plan.move, folder: plan.root })}
            >
              take the move and its conflicts back
            </button>
            .
          </p>
        )}
        {plan.move && (
          <p class="faint">
            It is{" "}
            {plan.session ? (
              <a href={to.step(plan.session, plan.move)} onClick={close}>
                step {visible(plan.move.slice(0, 8))}
              </a>
            ) : (
              `step ${visible(plan.move.slice(0, 8))}`
            )}
            , by you; before it the workspace was snapshot{" "}
            {visible((plan.before ?? "").slice(0, 12))}.{" "}
            {plan.state === undefined && (
              <>
                <code>clew redo</code> takes it back.
              </>
            )}
          </p>
        )}
        {plan.move && <Conversations told={plan.conversations ?? []} close={close} />}
      </div>
      <div class="question">
        <span class="buttons">
          {plan.move && plan.state === undefined && (
            <button class="plain" onClick={() => ask(back)}>
              Take this move back
            </button>
          )}
          <button class="plain primary" onClick={close}>
            Close
          </button>
        </span>
      </div>
    </>
  );
}

/** What became of the commit that was to follow. */
function Commit({ plan }: { plan: MovePlan }) {
  if (plan.state === undefined) return null;
  if (plan.state === "committed") {
    return (
      <p>
        Committed as <code>{visible((plan.commit ?? "").slice(0, 12))}</code>:{" "}
        {subject(plan.message ?? "")}.{" "}
        <code>git revert {visible((plan.commit ?? "").slice(0, 12))}</code> takes both back.
      </p>
    );
  }
  if (plan.state === "refused") {
    return (
      <div role="alert">
        <p class="bad">The files are changed, and Git did not commit them:</p>
        <pre>{cleaned(plan.said ?? "").text}</pre>
        <p>Continue or abort at the top of the page.</p>
      </div>
    );
  }
  return (
    <p class="bad" role="alert">
      Nothing was committed: it waits. Continue or abort at the top of the page.
    </p>
  );
}

/** Files went back, what was said did not: how each conversation goes on. */
function Conversations({ told, close }: { told: Conversation[]; close: () => void }) {
  return (
    <>
      {told.map((each) => (
        <section key={each.session} class="conversation">
          <h3>The conversation with {line(each.agent, 40)}</h3>
          <p class="faint">
            It stays as it is, and goes on where it ended
            {each.folder && (
              <>
                , in <code>{visible(each.folder)}</code>
              </>
            )}
            :
          </p>
          <pre>
            {visible(each.command)}
            {each.copy && `\n${visible(each.copy)}    # in a copy`}
          </pre>
          {each.number !== undefined && (
            <p class="faint">
              Work is taken back from its prompt{" "}
              {each.turn ? (
                <a href={to.turn(each.session, each.turn)} onClick={close}>
                  {each.number}
                </a>
              ) : (
                each.number
              )}{" "}
              on: {line(each.prompt, 120)}
              {each.back && `. To get back there: ${line(each.back, 120)}`}
            </p>
          )}
        </section>
      ))}
    </>
  );
}
