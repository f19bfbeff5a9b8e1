/** What agents write, drawn from its tree: elements of ours around their text, nothing of theirs. */

import { useMemo, useState } from "preact/hooks";
import { Code } from "./Code";
import type { Inline } from "./inline";
import { markdown } from "./markdown";
import type { Block, Item } from "./markdown";
import { visible } from "./text";

export function Prose({ text }: { text: string }) {
  const tree = useMemo(() => markdown(text), [text]);
  return (
    <div class="prose">
      <Blocks blocks={tree} />
    </div>
  );
}

function Blocks({ blocks }: { blocks: Block[] }) {
  return (
    <>
      {blocks.map((block, n) => (
        <One key={n} block={block} />
      ))}
    </>
  );
}

function One({ block }: { block: Block }) {
  switch (block.type) {
    case "heading":
      // The page's own headings end at h3: a text's begin below.
      return (
        <div class={`heading h-${block.level}`} role="heading" aria-level={block.level + 3}>
          <Texts inlines={block.inlines} />
        </div>
      );
    case "paragraph":
      return (
        <p>
          <Texts inlines={block.inlines} />
        </p>
      );
    case "code":
      return <Code text={block.text} language={block.language} />;
    case "list":
      return <List start={block.start} items={block.items} />;
    case "quote":
      return (
        <blockquote>
          <Blocks blocks={block.blocks} />
        </blockquote>
      );
    case "table":
      return <Table head={block.head} rows={block.rows} />;
    case "rule":
      return <hr />;
  }
}

function List({ start, items }: { start?: number; items: Item[] }) {
  const entries = items.map((item, n) => (
    <li key={n} class={item.done === undefined ? undefined : "task"}>
      {item.done !== undefined && (
        <span class="box" role="img" aria-label={item.done ? "done" : "to do"}>
          {item.done ? "☑" : "☐"}
        </span>
      )}
      <Blocks blocks={item.blocks} />
    </li>
  ));
  return start === undefined ? <ul>{entries}</ul> : <ol start={start}>{entries}</ol>;
}

const FIRST_ROWS = 100;

function Table({ head, rows }: { head: Inline[][]; rows: Inline[][][] }) {
  const [all, setAll] = useState(false);
  return (
    <div class="wide" tabIndex={0} role="region" aria-label="Table">
      <table>
        <thead>
          <tr>
            {head.map((cell, n) => (
              <th key={n} scope="col">
                <Texts inlines={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(all ? rows : rows.slice(0, FIRST_ROWS)).map((row, n) => (
            <tr key={n}>
              {row.map((cell, m) => (
                <td key={m}>
                  <Texts inlines={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {!all && rows.length > FIRST_ROWS && (
        <button class="plain" onClick={() => setAll(true)}>
          Show all {rows.length} rows
        </button>
      )}
    </div>
  );
}

function Texts({ inlines }: { inlines: Inline[] }) {
  return (
    <>
      {inlines.map((inline, n) => (
        <Text key={n} inline={inline} />
      ))}
    </>
  );
}

function Text({ inline }: { inline: Inline }) {
  switch (inline.type) {
    case "text":
      return <>{visible(inline.text)}</>;
    case "code":
      return <code>{visible(inline.text)}</code>;
    case "strong":
      return (
        <strong>
          <Texts inlines={inline.inlines} />
        </strong>
      );
    case "em":
      return (
        <em>
          <Texts inlines={inline.inlines} />
        </em>
      );
    case "struck":
      return (
        <s>
          <Texts inlines={inline.inlines} />
        </s>
      );
    case "link":
      return <Link inline={inline} />;
    case "place":
      return (
        <>
          <Texts inlines={inline.inlines} />{" "}
          <span class="faint place">{visible(inline.address)}</span>
        </>
      );
  }
}

/** The address stands beside the text: what a link says is the agent's, where it leads is seen. */
function Link({ inline }: { inline: Extract<Inline, { type: "link" }> }) {
  const [only] = inline.inlines;
  const said = inline.inlines.length === 1 && only?.type === "text" ? only.text : undefined;
  const bare = said !== undefined && said.replace(/\/$/, "") === inline.href.replace(/\/$/, "");
  return (
    <>
      {!bare && (
        <>
          <Texts inlines={inline.inlines} />{" "}
        </>
      )}
      <a class="out" href={inline.href} target="_blank" rel="noreferrer noopener">
        {visible(inline.href)}
      </a>
    </>
  );
}
