/** A file with the origin of each line, at any of its versions. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { list } from "./api";
import { blockOf, blocks, classSaid, momentOf, shares, who } from "./blame";
import type { Block } from "./blame";
import { Tokens } from "./Code";
import { count, exact, grouped } from "./format";
import { languageOf } from "./grammars";
import { highlight } from "./highlight";
import type { Token } from "./highlight";
import {
  reveal,
  useFocusOnSelected,
  useKeys,
  useLoad,
  useScrolled,
  useSelectionKeys,
} from "./hooks";
import { windowOf } from "./layout";
import { useChanges } from "./live";
import { Ago, Failed, Lines, Loading, Path } from "./parts";
import { go, to } from "./route";
import { line as oneLine, visible } from "./text";
import type { BlameLine, FileVersion } from "./types";

/** Must be what styles/blame.css says. */
const ROW = 20;
const STORE_MS = 2000;
const MOST_VERSIONS = 1000;

export function FileView({ path, at }: { path: string; at?: string }) {
  const changes = useChanges(undefined, STORE_MS);
  const history = useLoad(
    `versions ${path}`,
    (signal) => list<FileVersion>("log", { path, limit: MOST_VERSIONS, reverse: true }, signal),
    changes,
  );
  const blamed = useLoad(
    `blame ${path} ${at ?? ""}`,
    (signal) => list<BlameLine>("blame", { file: path, at }, signal),
    at === undefined ? changes : 0,
  );
  useEffect(() => {
    document.title = `${oneLine(path.replace(/.*[/\\]/, ""), 60)} · Clew`;
  }, [path]);
  const versions = history.value?.items ?? [];
  return (
    <div class="blame-view">
      <header>
        <h1>
          <Path path={path} />
        </h1>
        <History path={path} at={at} versions={versions} />
        {blamed.value && <Shares lines={blamed.value.items} />}
        {(blamed.value?.notes ?? []).map((note) => (
          <p key={note} class="faint">
            {oneLine(note, 300)}
          </p>
        ))}
      </header>
      {blamed.value ? (
        <Blamed path={path} lines={blamed.value.items} />
      ) : blamed.failure !== undefined ? (
        <Failed failure={blamed.failure} again={blamed.again} />
      ) : (
        <Loading what="the file" />
      )}
    </div>
  );
}

/** The versions of the file, the oldest first; behind the last stands the file on disk. */
function History(props: { path: string; at?: string; versions: FileVersion[] }) {
  const { path, at, versions } = props;
  const known = versions.findIndex((version) => momentOf(version) === at);
  const now = at === undefined || known < 0 ? versions.length : known;
  const show = (n: number) => {
    const version = versions[n];
    go(to.file(path, version && momentOf(version)), true);
  };
  useKeys({
    "[": () => (now > 0 ? show(now - 1) : false),
    "]": () => (now < versions.length ? show(now + 1) : false),
  });
  if (versions.length === 0) return null;
  const shown = versions[now];
  return (
    <div class="history">
      <input
        type="range"
        min={0}
        max={versions.length}
        value={now}
        aria-label="Version of the file"
        aria-valuetext={shown ? versionSaid(shown) : "as it is on disk"}
        onInput={(event) => show(Number(event.currentTarget.value))}
      />
      <p role="status">
        {shown ? (
          <>
            version {grouped(now + 1)} of {grouped(versions.length)}:{" "}
            {shown.session && shown.step ? (
              <a href={to.step(shown.session, shown.step)}>{versionSaid(shown)}</a>
            ) : (
              versionSaid(shown)
            )}{" "}
            <Ago at={shown.at} /> <Lines added={shown.added} removed={shown.removed} />
          </>
        ) : (
          <>as it is on disk, after {count(versions.length, "version")}</>
        )}
      </p>
    </div>
  );
}

function versionSaid(version: FileVersion): string {
  const by = version.class === "agent" ? (version.agent ?? "an agent") : classSaid(version.class);
  const prompt = oneLine(version.prompt, 80);
  return `${oneLine(version.op, 12)} by ${oneLine(by, 40)}${prompt ? `: ${prompt}` : ""}`;
}

function Shares({ lines }: { lines: BlameLine[] }) {
  const found = shares(lines);
  return (
    <ul class="shares" aria-label="Whose lines these are">
      {found.map(({ name, lines: some }) => (
        <li key={name} class={`of-${name}`}>
          <i class="swatch" /> {classSaid(name)} {grouped(some)}
          <span class="faint"> {Math.round((100 * some) / lines.length)} %</span>
        </li>
      ))}
    </ul>
  );
}

function Blamed({ path, lines }: { path: string; lines: BlameLine[] }) {
  const box = useRef<HTMLDivElement>(null);
  const rows = useRef<HTMLDivElement>(null);
  const [selected, setSelected] = useState(-1);
  const found = useMemo(() => blocks(lines), [lines]);
  const block = useMemo(() => blockOf(found, lines.length), [found, lines]);
  const tokens = useMemo(
    () =>
      highlight(
        lines.map((each) => each.text),
        languageOf(path),
      ),
    [lines, path],
  );
  const scrolled = useScrolled(box, rows, lines);
  const { from, to: last } = windowOf(scrolled.top, scrolled.height, ROW, lines.length);
  const select = (wanted: number) => {
    const next = Math.max(0, Math.min(lines.length - 1, wanted));
    setSelected(next);
    reveal(box.current, rows.current, next * ROW, ROW, 0);
  };
  useSelectionKeys(selected, select, lines.length, Math.floor(scrolled.height / ROW) - 1);
  useFocusOnSelected(rows, selected, from);
  useKeys({ Enter: () => opened(lines[selected]) });
  if (lines.length === 0) return <p class="faint pad">The file is empty.</p>;
  return (
    <div class="blamed" ref={box} tabIndex={0} role="region" aria-label="The file">
      <div
        role="table"
        aria-label="Lines and where they come from"
        aria-rowcount={lines.length}
        ref={rows}
        style={{ height: `${lines.length * ROW}px` }}
      >
        <div role="rowgroup" style={{ transform: `translateY(${from * ROW}px)` }}>
          {lines.slice(from, last + 1).map((each, n) => (
            <LineRow
              key={from + n}
              line={each}
              tokens={tokens[from + n]!}
              block={found[block[from + n]!]!}
              index={from + n}
              first={n === 0}
              selected={from + n === selected}
              select={() => setSelected(from + n)}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function opened(line: BlameLine | undefined): void | false {
  return line?.session && line.step ? go(to.step(line.session, line.step)) : false;
}

function LineRow(props: {
  line: BlameLine;
  tokens: Token[];
  block: Block;
  index: number;
  first: boolean;
  selected: boolean;
  select: () => void;
}) {
  const { line, block, index } = props;
  const begins = block.from === index || props.first;
  return (
    <div
      role="row"
      class={`of-${line.class}${begins ? " begins" : ""}`}
      data-selected={props.selected ? "" : undefined}
      onClick={props.select}
    >
      <span role="cell" class="from" title={about(line)}>
        {begins && <Origin line={line} />}
      </span>
      <span role="cell" class="num">
        {line.line}
      </span>
      <span role="cell" class="text">
        <Tokens tokens={props.tokens} />
      </span>
    </div>
  );
}

function Origin({ line }: { line: BlameLine }) {
  const said = (
    <>
      <b>{oneLine(who(line), 24)}</b> {oneLine(line.prompt, 60)}
    </>
  );
  return line.session && line.step ? (
    <a href={to.step(line.session, line.step)} data-row tabIndex={-1}>
      {said}
    </a>
  ) : (
    <span>{said}</span>
  );
}

/** All that is known of a line's origin, for the pointer that rests on it. */
function about(line: BlameLine): string {
  const evidence = (line.evidence ?? []).map((word) => word.replaceAll("_", " ")).join(", ");
  return [
    `${classSaid(line.class)}, ${line.confidence ?? ""}${evidence ? ` (${evidence})` : ""}`,
    line.model && `model ${line.model}`,
    line.prompt,
    line.at && exact(line.at),
    line.commit && `commit ${line.commit.slice(0, 12)}`,
    line.note && `${line.note} changed since`,
    (line.candidates ?? []).length > 0 && `perhaps ${line.candidates!.join(", ")}`,
  ]
    .filter(Boolean)
    .map((text) => visible(String(text)))
    .join("\n");
}
