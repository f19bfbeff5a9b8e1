/** Text of any length from agents and their tools, as text nodes only: as it means, or raw. */

import { useMemo, useState } from "preact/hooks";
import { hasColours } from "./ansi";
import { CodeText, Numbered, Terminal, numberedLines } from "./Code";
import { grouped, size } from "./format";
import { Icon, PATHS } from "./icons";
import { parsed } from "./json";
import { JsonTree } from "./JsonTree";
import { Prose } from "./Prose";
import { beginning, cleaned, pieces, visible } from "./text";

const LINES = 40;
const CHARACTERS = 6_000;
const PIECE = 32_768;
/** Pieces that one press of the button adds: one megabyte. */
const STEP = 32;
/** Longer text is not read as markdown: it is data. */
const LONGEST_PROSE = 200_000;

type Form = "plain" | "prose" | "json" | "numbered" | "code" | "terminal";

export function Output(props: {
  text: string;
  label: string;
  tone?: "bad" | "prose" | "command";
  lines?: number;
  /** What language the text is in, when that is known. */
  language?: string;
}) {
  const { text, label, tone } = props;
  const [shown, setShown] = useState(0);
  const [raw, setRaw] = useState(false);
  const form = useMemo(() => formOf(text, tone, props.language), [text, tone, props.language]);
  const json = useMemo(
    () => (form === "json" && !raw ? parsed(text) : undefined),
    [text, form, raw],
  );
  const first = useMemo(() => beginning(text, props.lines ?? LINES, CHARACTERS), [text]);
  const cut = form === "prose" && !raw ? Infinity : PIECE;
  const all = useMemo(() => (shown === 0 ? [first] : pieces(text, cut)), [text, shown > 0, cut]);
  const open = shown === 0 ? all : all.slice(0, shown);
  const left = json ? 0 : leftOf(text, first, all, shown);
  const prose = form === "prose" && !raw;
  return (
    <figure class={`output ${tone ?? ""} ${prose ? "" : "mono"}`} aria-label={label}>
      <div class="tools">
        {form !== "plain" && (
          <button
            class="quiet"
            aria-pressed={raw}
            onClick={() => setRaw(!raw)}
            title="The exact text"
          >
            raw
          </button>
        )}
        <Copy text={text} label={label} />
      </div>
      <div
        class="text"
        tabIndex={prose ? undefined : 0}
        role={prose ? undefined : "region"}
        aria-label={prose ? undefined : label}
      >
        {json !== undefined ? (
          <JsonTree value={json} />
        ) : (
          open.map((piece, n) => (
            <Piece key={n} text={piece} form={raw ? "plain" : form} language={props.language} />
          ))
        )}
      </div>
      {left > 0 && (
        <footer>
          <button class="plain" onClick={() => setShown(shown + STEP)}>
            {shown === 0 && text.length <= STEP * PIECE ? "Show all" : "Show more"}
          </button>
          <span class="faint">
            {grouped(lineCount(text))} lines, {size(text.length)}
            {shown > 0 && `, ${size(left)} left`}
          </span>
        </footer>
      )}
      {shown > 0 && left === 0 && (
        <footer>
          <button class="plain" onClick={() => setShown(0)}>
            Show less
          </button>
        </footer>
      )}
    </figure>
  );
}

function formOf(text: string, tone: string | undefined, language: string | undefined): Form {
  if (tone === "prose") return text.length <= LONGEST_PROSE ? "prose" : "plain";
  if (hasColours(text)) return "terminal";
  if (numberedLines(beginning(text, LINES, CHARACTERS))) return "numbered";
  if (parsed(text) !== undefined) return "json";
  return language === undefined ? "plain" : "code";
}

function leftOf(text: string, first: string, all: string[], shown: number): number {
  if (shown === 0) return text.length - first.length;
  return shown < all.length ? lengthOf(all.slice(shown)) : 0;
}

function Piece({ text, form, language }: { text: string; form: Form; language?: string }) {
  const numbered = useMemo(
    () => (form === "numbered" ? numberedLines(text) : undefined),
    [text, form],
  );
  if (form === "prose") return <Prose text={text} />;
  if (form === "terminal") return <Terminal text={text} />;
  if (form === "code") return <CodeText text={text} language={language} />;
  if (numbered) return <Numbered lines={numbered} language={language} />;
  return <div class="piece">{visible(text.replace(/\r\n/g, "\n"))}</div>;
}

/** Copies what is seen, names included: when pasted it does nothing that it did not show. */
export function Copy({ text, label }: { text: string; label: string }) {
  const [done, setDone] = useState(false);
  const copy = () =>
    navigator.clipboard?.writeText(cleaned(text).text).then(
      () => {
        setDone(true);
        setTimeout(() => setDone(false), 1200);
      },
      () => setDone(false),
    );
  return (
    <button
      class="copy quiet"
      onClick={copy}
      aria-label={done ? undefined : `Copy ${label}`}
      title="Copy"
    >
      {done ? <span role="status">copied</span> : <Icon path={PATHS.copy} />}
    </button>
  );
}

function lengthOf(texts: string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}

function lineCount(text: string): number {
  let lines = 1;
  for (
    let at = text.indexOf("\n");
    at >= 0 && at < text.length - 1;
    at = text.indexOf("\n", at + 1)
  )
    lines++;
  return lines;
}
