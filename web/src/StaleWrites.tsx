/** Who wrote over whose work: each with links to both steps. */

import { lossOf, whose } from "./stale";
import { Path } from "./parts";
import { to } from "./route";
import { line } from "./text";
import type { StaleWrite } from "./types";

const SHOWN = 50;

export function StaleWrites({ writes }: { writes: StaleWrite[] }) {
  return (
    <ul class="paths stale-writes">
      {writes.slice(0, SHOWN).map((write, n) => (
        <li key={n}>
          <span class={write.kind === "lost_update" ? "bad" : ""}>
            {write.kind === "lost_update" ? "lost update" : "stale read"}
          </span>{" "}
          <Path path={write.path} />{" "}
          <Side session={write.session} step={write.step} name={line(write.agent, 40)} /> wrote over{" "}
          <Side session={write.by_session} step={write.by_step} name={line(whose(write), 40)} />{" "}
          <span class="faint">{lossOf(write)}</span>
        </li>
      ))}
      {writes.length > SHOWN && <li class="faint">and {writes.length - SHOWN} more</li>}
    </ul>
  );
}

function Side(props: { session?: string; step?: string; name: string }) {
  if (!props.session) return <>{props.name}</>;
  const link = props.step ? to.step(props.session, props.step) : to.session(props.session);
  return (
    <a href={link}>
      {props.name} {props.session.slice(0, 8)}
    </a>
  );
}
