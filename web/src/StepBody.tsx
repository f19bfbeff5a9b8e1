/** All that is known of a step: what was asked, what came back, what it did to files. */

import { useEffect, useState } from "preact/hooks";
import { bytes } from "./api";
import { DiffView } from "./DiffView";
import { clock, duration, exact, grouped, size } from "./format";
import { languageOf } from "./grammars";
import { useLoad } from "./hooks";
import { KindIcon, kindName } from "./icons";
import { MoveActions } from "./MoveActions";
import { ofStep } from "./moves";
import { Output } from "./Output";
import { Section } from "./Panel";
import { Lines, Money, Path, tokenBuckets } from "./parts";
import { to } from "./route";
import { Snapshots } from "./Snapshots";
import { StaleWrites } from "./StaleWrites";
import { line, visible } from "./text";
import { Value, asText } from "./Value";
import type { FileOp, Step } from "./types";

/** `headed` when nothing above it names the step. */
export function StepBody(props: {
  step: Step;
  session: string;
  folder?: string;
  /** Shown until another one is there: nothing may be done about it any more. */
  old?: boolean;
  headed?: boolean;
}) {
  const { step, session } = props;
  const files = step.files ?? [];
  const changed = files.filter((file) => file.diff || file.op !== "read");
  const command = step.command;
  const output = asText(step.output);
  const told = command
    ? [command.stdout, command.stderr].some((text) => text && output.trim() === text.trim())
    : false;
  const error = step.error?.trim();
  return (
    <>
      {props.headed && (
        <h2>
          <KindIcon kind={step.kind} />
          <span class="tool">{line(step.tool, 60) || kindName(step.kind)}</span>
          <Status status={step.status} />
        </h2>
      )}
      {props.headed && saysMore(step) && <p class="subtitle">{line(step.title, 400)}</p>}
      <Facts step={step} />
      <MoveActions asked={ofStep(step, props.folder)} disabled={props.old} />
      {step.child_session && (
        <p class="child">
          <a href={to.session(step.child_session)}>Open this sub-agent's own session</a>
        </p>
      )}
      {error && !repeated(error, step, output) && (
        <Section title="Error">
          <Output text={error} label="error" tone="bad" />
        </Section>
      )}
      {command && <Command command={command} />}
      {step.thinking && (
        <Section title="Thinking" folded={step.thinking.length > 1200 && Boolean(step.text)}>
          <Output text={step.thinking} label="thinking" tone="prose" />
        </Section>
      )}
      {step.text && (
        <Section title="Text">
          <Output text={step.text} label="text" tone="prose" lines={200} />
        </Section>
      )}
      {changed.map((file, n) => (
        <Change key={n} file={file} step={step.step} />
      ))}
      {step.stale_writes && (
        <Section title="Written from a version that was no longer there">
          <StaleWrites writes={step.stale_writes} />
        </Section>
      )}
      <Missed missed={step.missed ?? []} />
      <ReadFiles files={files.filter((file) => !changed.includes(file))} />
      {step.input !== undefined && step.input !== null && (
        <Section title="Input" folded={Boolean(command) || changed.some((file) => file.diff)}>
          <Value value={step.input} label="input" language={languageOf(files[0]?.path)} />
        </Section>
      )}
      {output !== "" && (
        <Section title="Result" folded={told}>
          <Output
            text={output}
            label="result"
            tone={step.status === "error" ? "bad" : undefined}
            language={step.kind === "file_read" ? languageOf(files[0]?.path) : undefined}
          />
        </Section>
      )}
      <Images images={step.images ?? []} />
      <Snapshots step={step} session={session} />
      <Sources step={step} session={session} />
    </>
  );
}

/** An error that only says what stands below it anyway is left out. */
function repeated(error: string, step: Step, output: string): boolean {
  if (output.trim() === error) return true;
  const command = step.command;
  if (!command) return false;
  const code = `exit code ${command.exit_code}`;
  return error.toLowerCase() === code || command.stderr?.trim() === error;
}

/** A title that only repeats the command, the text or the path below it is left out. */
function saysMore(step: Step): boolean {
  const title = step.title?.trim();
  if (!title || step.command || step.text) return false;
  return !(step.files ?? []).some((file) => file.path === title);
}

function Status({ status }: { status?: string }) {
  if (status === "error") return <span class="state bad">failed</span>;
  if (status === "running") return <span class="state live">running</span>;
  if (status === "unknown") return <span class="state">outcome unknown</span>;
  return null;
}

function Facts({ step }: { step: Step }) {
  const facts: [string, preact.ComponentChildren][] = [];
  if (step.started_at)
    facts.push(["started", <time title={exact(step.started_at)}>{clock(step.started_at)}</time>]);
  if (step.duration_ms !== undefined) facts.push(["took", duration(step.duration_ms)]);
  if (step.model) facts.push(["model", line(step.model, 80)]);
  if (step.agent_type) facts.push(["sub-agent", line(step.agent_type, 60)]);
  if (step.stop_reason) facts.push(["stopped by", line(step.stop_reason, 60)]);
  if (step.cost_usd !== undefined) facts.push(["cost", <Money usd={step.cost_usd} />]);
  for (const [name, n] of step.tokens ? tokenBuckets(step.tokens) : [])
    facts.push([name, grouped(n)]);
  if (step.effects?.length)
    facts.push(["effects", line(step.effects.join(", ").replaceAll("_", " "), 200)]);
  return (
    <dl class="fact-list">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Command({ command }: { command: NonNullable<Step["command"]> }) {
  const code = command.exit_code;
  return (
    <>
      {command.command && (
        <Output text={command.command} label="command" tone="command" lines={16} language="bash" />
      )}
      <p class="facts">
        {code !== undefined && code !== null && (
          <span class={code === 0 ? "" : "bad"}>exit code {code}</span>
        )}
        {command.interrupted && <span class="bad">interrupted</span>}
      </p>
      {command.stdout && (
        <Section title="Output">
          <Output text={command.stdout} label="standard output" />
        </Section>
      )}
      {command.stderr && (
        <Section title="Standard error">
          <Output text={command.stderr} label="standard error" tone="bad" />
        </Section>
      )}
    </>
  );
}

function Change({ file, step }: { file: FileOp; step: string }) {
  const full = [file.before_sha256 ?? "none", file.after_sha256 ?? "none"];
  const [before, after] = full.map((hash) => visible(hash.slice(0, 12)));
  return (
    <section class="part change">
      <h3>
        <span class={`op ${file.op}`}>{line(file.op, 20)}</span>
        <Path path={file.path} />
        <Lines added={file.added} removed={file.removed} />
        <Origin file={file} />
        {file.path.startsWith("/") && (
          <a
            class="origins"
            href={to.file(file.path, step)}
            title="Who wrote each line, after this"
          >
            lines
          </a>
        )}
      </h3>
      {(file.notes ?? []).map((note) => (
        <p key={note} class="faint">
          {line(note, 200)}
        </p>
      ))}
      {file.diff && <DiffView text={file.diff} path={file.path} />}
      {(file.before_sha256 || file.after_sha256) && (
        <p class="hashes" title={`SHA-256 before and after:\n${full.map(visible).join("\n")}`}>
          {before} → {after}
        </p>
      )}
    </section>
  );
}

/** Who made a change, how sure that is, and what supports it. */
function Origin({ file }: { file: FileOp }) {
  if (!file.confidence) return null;
  const evidence = (file.evidence ?? []).map((word) => word.replaceAll("_", " ")).join(", ");
  const candidates = (file.candidates ?? []).join(", ");
  const about = [
    "How sure it is that this step made the change",
    file.source === "workspace" ? "Seen in the workspace" : "Told by the agent, not seen",
    evidence && `Because: ${evidence}`,
    candidates && `Perhaps done by: ${candidates}`,
  ];
  return (
    <span class="confidence" title={visible(about.filter(Boolean).join("\n"))}>
      {file.origin && (
        <span class={`origin ${line(file.origin, 10)}`}>{line(file.origin, 20)}</span>
      )}{" "}
      {line(file.confidence, 20)}
    </span>
  );
}

function ReadFiles({ files }: { files: FileOp[] }) {
  if (files.length === 0) return null;
  return (
    <Section title={files.length === 1 ? "File read" : "Files read"}>
      <ul class="paths">
        {files.slice(0, 200).map((file, n) => (
          <li key={n}>
            <Path path={file.path} />
          </li>
        ))}
        {files.length > 200 && (
          <li class="faint">and {grouped(files.length - 200)} more: see Files</li>
        )}
      </ul>
    </Section>
  );
}

function Images({ images }: { images: NonNullable<Step["images"]> }) {
  if (images.length === 0) return null;
  return (
    <Section title={images.length === 1 ? "Image" : "Images"}>
      {images.map((image) => (
        <Picture key={image.sha256} image={image} />
      ))}
    </Section>
  );
}

/** What should have been captured of the step and was not. */
function Missed({ missed }: { missed: NonNullable<Step["missed"]> }) {
  if (missed.length === 0) return null;
  return (
    <Section title="Not captured">
      <ul>
        {missed.map((gap, n) => (
          <li key={n} class="bad">
            {line(gap.what, 40)}: {line(gap.reason, 300)}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Raster formats only: an SVG is a document, and documents can do more than be looked at. */
const RASTER = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

function Picture({ image }: { image: NonNullable<Step["images"]>[number] }) {
  const type = image.media_type ?? "";
  const [url, setUrl] = useState<string>();
  const fits = RASTER.has(type);
  const blob = useLoad(`image ${image.sha256}`, async (signal) =>
    fits ? bytes(image.sha256, type, signal) : undefined,
  );
  useEffect(() => {
    if (!blob.value) return;
    const made = URL.createObjectURL(blob.value);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob.value]);
  const about = `${line(type, 40) || "unknown type"}, ${size(image.bytes)}`;
  if (!fits) return <p class="faint">An image that is not shown: {about}</p>;
  if (blob.failure !== undefined)
    return <p class="faint">The image is not there any more: {about}</p>;
  return (
    <figure class="picture">
      {url && <img src={url} alt={`Image in this step, ${about}`} />}
      <figcaption class="faint">{about}</figcaption>
    </figure>
  );
}

function Sources({ step, session }: { step: Step; session: string }) {
  const sources = step.sources ?? [];
  return (
    <Section title="Where this is from" folded={true}>
      <ul class="sources">
        {sources.map((source, n) => (
          <li key={n}>
            {line(source.kind, 60) || "source"}{" "}
            <span class="faint">ledger entry {line(String(source.entry ?? "?"), 40)}</span>
            {source.file && <code>{visible(source.file)}</code>}
          </li>
        ))}
        {step.price_version && <li class="faint">prices of {line(step.price_version, 40)}</li>}
        <li class="faint">step {visible(step.step)}</li>
        {step.session !== session && (
          <li>
            <a href={to.session(step.session)}>session {line(step.session, 16)}</a>
          </li>
        )}
      </ul>
    </Section>
  );
}
