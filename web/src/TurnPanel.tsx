import { one } from "./api";
import { count, duration, exact } from "./format";
import { useLoad, useWorld } from "./hooks";
import { MoveActions } from "./MoveActions";
import { ofTurn } from "./moves";
import { Output } from "./Output";
import { Panel, Section } from "./Panel";
import { Ago, Failed, Loading, Message, Money } from "./parts";
import type { Turn } from "./types";

export function TurnPanel({
  session,
  folder,
  id,
  move,
  turn: toTurn,
}: {
  session: string;
  /** The workspace, if it was looked at. */
  folder?: string;
  id: string;
  move: (by: number) => void;
  turn: (direction: 1 | -1) => void;
}) {
  const { generation } = useWorld();
  const turn = useLoad(`turn ${id}`, (signal) => one<Turn>("show", { id }, signal), generation);
  const value = turn.value;
  return (
    <Panel
      session={session}
      id={id}
      move={move}
      turn={toTurn}
      name={value ? `Turn ${value.number}` : "Turn"}
    >
      {turn.failure !== undefined && !value ? (
        <Failed failure={turn.failure} again={turn.again} />
      ) : turn.loading ? (
        <Loading what="the turn" rows={4} />
      ) : !value ? (
        <Message title="No such turn" />
      ) : (
        <>
          <h2>Turn {value.number}</h2>
          <p class="facts">
            <span title={exact(value.started_at)}>
              <Ago at={value.started_at} />
            </span>
            {value.duration_ms !== undefined && <span>{duration(value.duration_ms)}</span>}
            {value.steps !== undefined && <span>{count(value.steps, "step")}</span>}
            {value.errors ? <span class="bad">{count(value.errors, "error")}</span> : null}
            {value.cost_usd !== undefined && (
              <span>
                <Money usd={value.cost_usd} />
              </span>
            )}
          </p>
          <MoveActions asked={ofTurn(value, folder)} />
          <Section title="Prompt">
            {value.prompt ? (
              <Output text={value.prompt} label="prompt" tone="prose" lines={200} />
            ) : (
              <p class="faint">Its text was not kept.</p>
            )}
          </Section>
        </>
      )}
    </Panel>
  );
}
