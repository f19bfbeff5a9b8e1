import { useMemo, useState } from "preact/hooks";
import { parseDiff } from "./diff";
import { drawn, sides } from "./diffview";
import type { Drawn, LineRow, Mark, Pair } from "./diffview";
import { count, grouped } from "./format";
import { languageOf } from "./grammars";
import { useRemembered } from "./remembered";
import { visible } from "./text";

const FIRST = 160;
const STEP = 1500;

/** A file's diff: coloured, one column or two, long equal stretches folded. */
export function DiffView({ text, path }: { text: string; path: string }) {
  const rows = useMemo(() => parseDiff(text), [text]);
  const [shown, setShown] = useState(FIRST);
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set());
  const [split, setSplit] = useRemembered("diff", "unified");
  const all = useMemo(() => drawn(rows, languageOf(path), unfolded), [rows, path, unfolded]);
  const pairs = useMemo(() => (split === "split" ? sides(all) : undefined), [all, split]);
  if (rows.length === 0) return <p class="faint">No lines differ.</p>;
  const list: (Drawn | Pair)[] = pairs ?? all;
  const unfold = (at: number) => setUnfolded(new Set(unfolded).add(at));
  const mixed = rows.some((row) => row.type === "line" && row.sign === "-");
  return (
    <div class={pairs ? "diff split" : "diff"}>
      {mixed && (
        <button
          class="sides quiet"
          aria-pressed={split === "split"}
          onClick={() => setSplit(split === "split" ? "unified" : "split")}
          title="Before and after beside each other"
        >
          side by side
        </button>
      )}
      <div role="table" aria-label={`Changes in ${visible(path)}`}>
        {list.slice(0, shown).map((row, n) => (
          <DiffRowLine key={n} row={row} unfold={unfold} />
        ))}
      </div>
      {list.length > shown && (
        <footer>
          <button class="plain" onClick={() => setShown(shown + STEP)}>
            {list.length - shown <= STEP ? "Show all" : "Show more"}
          </button>
          <span class="faint">{grouped(list.length - shown)} more lines</span>
        </footer>
      )}
    </div>
  );
}

const WORDS = { "+": "added", "-": "removed", " ": "" } as const;

function DiffRowLine({ row, unfold }: { row: Drawn | Pair; unfold: (at: number) => void }) {
  switch (row.type) {
    case "line":
      return <DiffLine row={row} />;
    case "pair":
      return (
        <div class="d pair" role="row">
          <Side row={row.left} n={row.left?.before} />
          <Side row={row.right} n={row.right?.after} />
        </div>
      );
    case "fold":
      return (
        <div class="d hunk" role="row">
          <span role="cell">
            <button class="link" onClick={() => unfold(row.at)}>
              {count(row.rows.length, "equal line")}
            </button>
          </span>
        </div>
      );
    case "hunk":
    case "note":
      return (
        <div class={`d ${row.type}`} role="row">
          <span role="cell">{visible(row.text)}</span>
        </div>
      );
  }
}

function DiffLine({ row }: { row: LineRow }) {
  return (
    <div class={`d ${nameOf(row)}`} role="row">
      <span class="num" role="cell" data-n={row.before ?? ""} />
      <span class="num" role="cell" data-n={row.after ?? ""} />
      <span class="sign" role="cell" aria-label={WORDS[row.sign]} data-sign={row.sign} />
      <span class="code" role="cell">
        <Marks marks={row.marks} />
      </span>
    </div>
  );
}

function Side({ row, n }: { row?: LineRow; n?: number }) {
  return (
    <>
      <span class={`num ${row ? nameOf(row) : "none"}`} role="cell" data-n={n ?? ""} />
      <span
        class={`code ${row ? nameOf(row) : "none"}`}
        role="cell"
        aria-label={row && row.sign !== " " ? WORDS[row.sign] : undefined}
      >
        {row && <Marks marks={row.marks} />}
      </span>
    </>
  );
}

function nameOf(row: LineRow): string {
  return row.sign === "+" ? "add" : row.sign === "-" ? "del" : "same";
}

function Marks({ marks }: { marks: Mark[] }) {
  return (
    <>
      {marks.map((mark, n) => {
        const text = visible(mark.text);
        const name = mark.kind && `t-${mark.kind}`;
        if (mark.changed)
          return (
            <mark key={n} class={name}>
              {text}
            </mark>
          );
        return name ? (
          <span key={n} class={name}>
            {text}
          </span>
        ) : (
          text
        );
      })}
    </>
  );
}
