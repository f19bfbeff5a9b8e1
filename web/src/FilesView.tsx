import { useMemo, useRef, useState } from "preact/hooks";
import type { RefObject } from "preact";
import { list } from "./api";
import { count } from "./format";
import {
  reveal,
  useFocusOnSelected,
  useKeys,
  useLoad,
  useScrolled,
  useSelectionKeys,
  useWorld,
} from "./hooks";
import { windowOf } from "./layout";
import { Failed, Lines, Loading, Message, Path } from "./parts";
import { go, to } from "./route";
import { visible } from "./text";
import type { FileRow } from "./types";

const ROW = 34;
const LINKS = 6;

/** The files that a session read or changed, with links to the steps that did. */
export function FilesView({ session, box }: { session: string; box: RefObject<HTMLDivElement> }) {
  const { generation } = useWorld();
  const files = useLoad(`files ${session}`, (signal) => everyFile(session, signal), generation);
  const [wanted, setWanted] = useState("");
  const [changedOnly, setChangedOnly] = useState(false);
  const [selected, setSelected] = useState(-1);
  const filter = useRef<HTMLInputElement>(null);
  const rows = useRef<HTMLDivElement>(null);
  const shown = useMemo(
    () =>
      (files.value ?? []).filter((file) => fits(file, wanted) && (!changedOnly || changed(file))),
    [files.value, wanted, changedOnly],
  );
  const scrolled = useScrolled(box, rows, shown.length > 0);
  const { from, to: last } = windowOf(scrolled.top, scrolled.height, ROW, shown.length);
  const select = (index: number) => {
    const at = Math.max(0, Math.min(shown.length - 1, index));
    setSelected(at);
    reveal(box.current, rows.current, at * ROW, ROW, 60);
  };
  useSelectionKeys(
    selected,
    select,
    shown.length,
    Math.max(1, Math.floor(scrolled.height / ROW) - 2),
  );
  useKeys({
    "/": () => filter.current?.focus(),
    Enter: () => open(session, shown[selected]),
    Escape: () => {
      if (document.activeElement === filter.current && wanted === "") return filter.current?.blur();
      return wanted === "" ? false : setWanted("");
    },
  });
  useFocusOnSelected(rows, selected, from);

  if (files.failure !== undefined && !files.value) {
    return <Failed failure={files.failure} again={files.again} />;
  }
  if (!files.value) return <Loading what="files" />;
  if (files.value.length === 0) {
    return (
      <Message title="No files touched">
        <p>This session neither read nor changed a file that we know of.</p>
      </Message>
    );
  }
  const choice = { filter, wanted, setWanted, changedOnly, setChangedOnly, shown: shown.length };
  return (
    <div class="files-view">
      <FileFilters {...choice} />
      <div role="table" aria-label="Files" aria-rowcount={shown.length}>
        <div role="rowgroup" class="rows" ref={rows} style={{ height: `${shown.length * ROW}px` }}>
          <div role="presentation" style={{ transform: `translateY(${from * ROW}px)` }}>
            {shown.slice(from, last + 1).map((file, n) => (
              <FileLine
                key={file.path}
                {...{ session, file }}
                index={from + n}
                selected={from + n === selected}
              />
            ))}
          </div>
        </div>
      </div>
      {shown.length === 0 && <p class="faint pad">No path fits.</p>}
    </div>
  );
}

function FileFilters(props: {
  filter: RefObject<HTMLInputElement>;
  wanted: string;
  setWanted: (wanted: string) => void;
  changedOnly: boolean;
  setChangedOnly: (only: boolean) => void;
  shown: number;
}) {
  return (
    <div class="filters">
      <label class="find">
        <span class="hidden">Filter files</span>
        <input
          ref={props.filter}
          type="search"
          placeholder="Filter paths"
          value={props.wanted}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => props.setWanted(event.currentTarget.value)}
        />
        <kbd aria-hidden="true">/</kbd>
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={props.changedOnly}
          onChange={(event) => props.setChangedOnly(event.currentTarget.checked)}
        />
        changed only
      </label>
      <span class="tally" role="status">
        {count(props.shown, "file")}
      </span>
    </div>
  );
}

function fits(file: FileRow, wanted: string): boolean {
  return file.path.toLowerCase().includes(wanted.toLowerCase());
}

function changed(file: FileRow): boolean {
  return Boolean(file.created || file.modified || file.deleted);
}

function open(session: string, file: FileRow | undefined): void | false {
  const step = file?.steps?.at(-1);
  return step === undefined ? false : go(to.step(session, step));
}

async function everyFile(session: string, signal: AbortSignal): Promise<FileRow[]> {
  const files: FileRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await list<FileRow>("files", { session, limit: 1000, cursor }, signal);
    files.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined && files.length < 50_000);
  return files.sort(
    (a, b) => Number(changed(b)) - Number(changed(a)) || (a.path < b.path ? -1 : 1),
  );
}

function FileLine(props: { session: string; file: FileRow; index: number; selected: boolean }) {
  const { session, file, selected } = props;
  const steps = file.steps ?? [];
  const last = steps.at(-1);
  const [sign, what] = operation(file);
  return (
    <div
      class="file row"
      role="row"
      data-selected={selected ? "" : undefined}
      style={{ height: `${ROW}px` }}
    >
      <span role="cell" class={`op ${what}`} title={what} aria-label={what}>
        {sign}
      </span>
      <span role="cell" class="where">
        {last === undefined ? (
          <Path path={file.path} />
        ) : (
          <a
            href={to.step(session, last)}
            data-row
            tabIndex={selected || props.index === 0 ? 0 : -1}
          >
            <Path path={file.path} />
          </a>
        )}
      </span>
      <span role="cell" class="n reads">
        {file.reads ? count(file.reads, "read") : ""}
      </span>
      <span role="cell" class="n">
        <Lines added={file.added} removed={file.removed} />
      </span>
      <span role="cell" class="steps">
        {steps.slice(0, LINKS).map((step, n) => (
          <a
            key={step}
            href={to.step(session, step)}
            tabIndex={-1}
            aria-label={`Step ${n + 1} that touched ${visible(file.path)}`}
          >
            {n + 1}
          </a>
        ))}
        {steps.length > LINKS && <span class="faint">+{steps.length - LINKS}</span>}
        {file.path.startsWith("/") && (
          <a
            href={to.file(file.path)}
            tabIndex={-1}
            aria-label={`lines of ${visible(file.path)}, and who wrote them`}
          >
            lines
          </a>
        )}
      </span>
    </div>
  );
}

function operation(file: FileRow): [string, string] {
  if (file.deleted) return ["D", "deleted"];
  if (file.created) return ["A", "created"];
  if (file.modified) return ["M", "modified"];
  return ["", "read"];
}
