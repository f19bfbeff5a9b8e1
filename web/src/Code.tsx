/** Code and terminal output as coloured text nodes. */

import { useMemo } from "preact/hooks";
import { runs } from "./ansi";
import type { Run } from "./ansi";
import { highlight } from "./highlight";
import type { Token } from "./highlight";
import { visible } from "./text";

/** A block of code in the middle of other text. */
export function Code({ text, language }: { text: string; language?: string }) {
  return (
    <div class="block" tabIndex={0} role="region" aria-label="Code">
      <CodeText text={text} language={language} />
    </div>
  );
}

export function CodeText({ text, language }: { text: string; language?: string }) {
  const lines = useMemo(() => highlight(text.split("\n"), language), [text, language]);
  return (
    <div class="piece code">
      {lines.map((tokens, n) => (
        <>
          {n > 0 && "\n"}
          <Tokens tokens={tokens} />
        </>
      ))}
    </div>
  );
}

export function Tokens({ tokens }: { tokens: Token[] }) {
  return (
    <>
      {tokens.map((token, n) =>
        token.kind ? (
          <span key={n} class={`t-${token.kind}`}>
            {visible(token.text)}
          </span>
        ) : (
          visible(token.text)
        ),
      )}
    </>
  );
}

/** A file's lines with the numbers that the tool gave them. */
export function Numbered({ lines, language }: { lines: NumberedLine[]; language?: string }) {
  const tokens = useMemo(
    () =>
      highlight(
        lines.map((line) => line.text),
        language,
      ),
    [lines, language],
  );
  return (
    <div class="piece code numbered">
      {lines.map((line, n) => (
        <div key={n}>
          <span class="num" data-n={line.number} />
          <span class="code">
            <Tokens tokens={tokens[n]!} />
          </span>
        </div>
      ))}
    </div>
  );
}

export interface NumberedLine {
  number: string;
  text: string;
}

const NUMBERED = /^ {0,8}(\d{1,7})(?:→|\t)(.*)$/;

/** Lines as file tools print them, number first; undefined when the text is anything else. */
export function numberedLines(text: string): NumberedLine[] | undefined {
  const lines = text.replace(/\r\n/g, "\n").replace(/\n$/, "").split("\n");
  const found: NumberedLine[] = [];
  for (const line of lines) {
    const match = NUMBERED.exec(line);
    if (match) found.push({ number: match[1]!, text: match[2]! });
    else if (found.length > 0) found.push({ number: "", text: line });
    else return undefined;
  }
  const some = found.filter((line) => line.number !== "").length;
  return some >= 2 && some >= found.length / 2 ? found : undefined;
}

/** Terminal output in its colours. */
export function Terminal({ text }: { text: string }) {
  const found = useMemo(() => runs(text.replace(/\r\n/g, "\n")), [text]);
  return (
    <div class="piece">
      {found.map((run, n) => {
        const name = looks(run);
        const shown = visible(run.text);
        return name === "" ? (
          shown
        ) : (
          <span key={n} class={name}>
            {shown}
          </span>
        );
      })}
    </div>
  );
}

function looks(run: Run): string {
  return [
    run.boxed && "a-boxed",
    run.colour !== undefined && !run.boxed && `a-${run.colour}`,
    run.bold && "a-bold",
    run.dim && "a-dim",
    run.italic && "a-italic",
    run.underline && "a-underline",
  ]
    .filter(Boolean)
    .join(" ");
}
