import { useEffect, useState } from "preact/hooks";
import { one } from "./api";
import { useLoad, useWorld } from "./hooks";
import { kindName } from "./icons";
import { Panel } from "./Panel";
import { Failed, Loading, Message } from "./parts";
import { StepBody } from "./StepBody";
import { line } from "./text";
import type { Step } from "./types";

const SETTLE_MS = 50;

export function StepPanel(props: {
  session: string;
  /** The workspace, if it was looked at. */
  folder?: string;
  id: string;
  loaded: (step: Step) => void;
  move: (by: number) => void;
  turn: (direction: 1 | -1) => void;
}) {
  const { generation } = useWorld();
  const step = useLoad(`step ${props.id}`, (signal) => settled(props.id, signal), generation);
  // While the next one is on its way the last one stays: no flicker under a held key.
  const [shown, setShown] = useState<Step>();
  useEffect(() => {
    if (!step.value) return;
    setShown(step.value);
    props.loaded(step.value);
  }, [step.value]);
  const value = step.value ?? (step.loading ? shown : undefined);
  return (
    <Panel
      session={props.session}
      id={props.id}
      move={props.move}
      turn={props.turn}
      name={value ? `Step: ${title(value)}` : "Step"}
    >
      {step.failure !== undefined && !step.value ? (
        <Failed failure={step.failure} again={step.again} />
      ) : value ? (
        <StepBody
          key={value.step}
          step={value}
          session={props.session}
          folder={props.folder}
          old={step.value === undefined}
          headed
        />
      ) : step.loading ? (
        <Loading what="the step" rows={6} />
      ) : (
        <Message title="No such step" />
      )}
    </Panel>
  );
}

async function settled(id: string, signal: AbortSignal): Promise<Step | undefined> {
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  return signal.aborted ? undefined : one<Step>("show", { id }, signal);
}

function title(step: Step): string {
  return `${line(step.tool, 60) || kindName(step.kind)} ${line(step.title, 160)}`.trim();
}
