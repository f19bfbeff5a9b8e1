/** The files of a move: what changes with its lines, what stays and why. */

import { useState } from "preact/hooks";
import { DiffView } from "./DiffView";
import { count } from "./format";
import { choosable, changes } from "./moves";
import { Lines, Path } from "./parts";
import { visible } from "./text";
import type { MovePath, MovePlan } from "./movetypes";

/** So many files show their lines at once; those of others are asked for. */
const OPEN = 6;
const SHOWN = 200;

const WORDS: Record<string, [string, string]> = {
  write: ["modify", "written"],
  delete: ["delete", "removed"],
  mode: ["modify", "mode"],
  conflict: ["conflict", "conflict"],
  keep: ["read", "stays"],
};

export function MoveFiles(props: {
  plan: MovePlan;
  /** The plan for all files: what there is to choose from. */
  all: MovePlan;
  paths?: string[];
  choose: (paths: string[] | undefined) => void;
  locked: boolean;
  /** Whether it is all or nothing: no file can be left out. */
  whole?: boolean;
}) {
  const { plan, all, paths, locked } = props;
  const [shown, setShown] = useState(SHOWN);
  const written = all.items.filter(changes);
  const kept = all.items.filter((each) => !changes(each));
  const chosen = new Set(paths ?? written.map((each) => each.path));
  const now = new Map(plan.items.map((each) => [each.path, each]));
  const toggle = (path: string) => {
    const next = new Set(chosen);
    if (!next.delete(path)) next.add(path);
    const list = written.map((each) => each.path).filter((each) => next.has(each));
    props.choose(list.length === written.length ? undefined : list);
  };
  // With none chosen the recorder would take all: the last one stays.
  const last = chosen.size === 1;
  const selectable = !props.whole && written.length > 1 && written.every(choosable);
  return (
    <>
      {written.length > 0 && (
        <ul class="move-files" aria-label="Files that change">
          {written.slice(0, shown).map((file) => (
            <FileOf
              key={file.path}
              file={now.get(file.path) ?? file}
              open={written.length <= OPEN}
              chosen={chosen.has(file.path)}
              toggle={selectable ? () => toggle(file.path) : undefined}
              locked={locked || (last && chosen.has(file.path))}
            />
          ))}
        </ul>
      )}
      {written.length > shown && (
        <button class="plain" onClick={() => setShown(written.length)}>
          Show {count(written.length - shown, "more file")}
        </button>
      )}
      {kept.length > 0 && <Kept files={kept} open={written.length === 0 || kept.length <= OPEN} />}
    </>
  );
}

function FileOf(props: {
  file: MovePath;
  open: boolean;
  chosen: boolean;
  toggle?: () => void;
  locked: boolean;
}) {
  const { file, chosen } = props;
  const [open, setOpen] = useState(props.open);
  const [tone, word] = WORDS[file.action] ?? ["read", file.action];
  const name = visible(file.path);
  return (
    <li class={chosen ? undefined : "left-out"}>
      {props.toggle && (
        <input
          type="checkbox"
          checked={chosen}
          disabled={props.locked}
          onChange={props.toggle}
          aria-label={`Change ${name}`}
          title="Files without a tick stay as they are"
        />
      )}
      <details open={open && chosen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span class={`op ${chosen ? tone : ""}`}>{chosen ? word : "stays"}</span>
          <Path path={file.path} />
          {chosen && <Lines added={file.added} removed={file.removed} />}
        </summary>
        {file.reason && <p class="reason">{visible(file.reason)}</p>}
        {open && chosen && <Difference file={file} />}
      </details>
    </li>
  );
}

function Difference({ file }: { file: MovePath }) {
  if (file.patch !== undefined) return <DiffView text={file.patch} path={file.path} />;
  const why =
    file.action === "mode"
      ? "Only whether it can be run changes."
      : "Its lines cannot be shown: it is no text, empty or too large.";
  return <p class="faint">{why}</p>;
}

function Kept({ files, open }: { files: MovePath[]; open: boolean }) {
  return (
    <details class="kept" open={open}>
      <summary>
        <h3>{count(files.length, "file")} left as found</h3>
      </summary>
      <ul>
        {files.slice(0, SHOWN).map((file) => (
          <li key={file.path}>
            <Path path={file.path} />{" "}
            <span class={file.action === "conflict" ? "bad" : "faint"}>
              {visible(file.reason ?? "")}
            </span>
          </li>
        ))}
        {files.length > SHOWN && (
          <li class="faint">and {count(files.length - SHOWN, "more file")}</li>
        )}
      </ul>
    </details>
  );
}
