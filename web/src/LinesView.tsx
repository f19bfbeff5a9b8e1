/** How many lines of a commit, a range or a working tree came from whom. */

import { useEffect, useState } from "preact/hooks";
import { list } from "./api";
import { classSaid } from "./blame";
import { grouped } from "./format";
import { useLoad, useWorld } from "./hooks";
import { Failed, Loading, Message } from "./parts";
import { go, to } from "./route";
import { line, visible } from "./text";
import type { LineStat, SessionRow } from "./types";

const BY: [string, string][] = [
  ["class", "By whom"],
  ["agent", "By agent"],
  ["model", "By model"],
  ["author", "By author of the commit"],
  ["path", "By file"],
];
const MOST = 200;

export function LinesView({ params }: { params: URLSearchParams }) {
  const folder = params.get("folder") ?? "";
  const range = params.get("range") ?? "";
  useEffect(() => {
    document.title = "Lines · Clew";
  }, []);
  return (
    <div class="scroll">
      <div class="page">
        <h1>Lines</h1>
        <Asked folder={folder} range={range} />
        {folder === "" ? (
          <Message title="Which working tree?">
            <p>Name a folder, and a commit or a range such as main..HEAD if you like.</p>
          </Message>
        ) : (
          <Counted key={`${folder}\n${range}`} folder={folder} range={range} />
        )}
      </div>
    </div>
  );
}

function Asked({ folder, range }: { folder: string; range: string }) {
  const [where, setWhere] = useState(folder);
  const [what, setWhat] = useState(range);
  const repos = useLoad("lines repos", (signal) =>
    list<SessionRow>("sessions", { limit: 200, top: true }, signal),
  );
  const known = [...new Set((repos.value?.items ?? []).map((row) => row.repo ?? row.cwd ?? ""))];
  const ask = (event: Event) => {
    event.preventDefault();
    const params = new URLSearchParams();
    if (where) params.set("folder", where);
    if (what) params.set("range", what);
    go(to.lines(params));
  };
  return (
    <form class="filters lines-form" onSubmit={ask}>
      <label>
        Working tree{" "}
        <input
          type="search"
          list="lines-folders"
          value={where}
          spellcheck={false}
          onInput={(event) => setWhere(event.currentTarget.value)}
        />
      </label>
      <datalist id="lines-folders">
        {known
          .filter((repo) => repo !== "")
          .map((repo) => (
            <option key={repo} value={repo} />
          ))}
      </datalist>
      <label>
        Commit or range{" "}
        <input
          type="search"
          value={what}
          spellcheck={false}
          placeholder="all files as they are"
          onInput={(event) => setWhat(event.currentTarget.value)}
        />
      </label>
      <button class="plain">Count</button>
    </form>
  );
}

function Counted({ folder, range }: { folder: string; range: string }) {
  const { generation } = useWorld();
  const asked = { folder, range, lines: range === "" ? true : undefined, keys: MOST };
  const rows = useLoad(
    `lines ${folder} ${range}`,
    (signal) => list<LineStat>("stats", asked, signal),
    generation,
  );
  if (rows.failure !== undefined && !rows.value)
    return <Failed failure={rows.failure} again={rows.again} />;
  if (!rows.value) return <Loading what="the lines" />;
  const all = rows.value.items.find((row) => row.by === "all");
  if (!all || all.lines === 0) return <p class="nothing">No line was brought by these commits.</p>;
  return (
    <>
      <p class="sum">
        <b>{grouped(all.lines)}</b> lines in {grouped(all.files)} files, of which{" "}
        {grouped(all.survived)} are there as they were written
      </p>
      {(rows.value.notes ?? []).map((note) => (
        <p key={note} class="faint">
          {line(note, 300)}
        </p>
      ))}
      {BY.map(([by, title]) => {
        const some = rows.value!.items.filter((row) => row.by === by);
        return some.length === 0 ? null : (
          <Group key={by} {...{ by, title, folder, range }} rows={some} all={all.lines} />
        );
      })}
    </>
  );
}

function Group(props: {
  by: string;
  title: string;
  folder: string;
  range: string;
  rows: LineStat[];
  all: number;
}) {
  const { by, title, rows, all } = props;
  return (
    <section>
      <h2>{title}</h2>
      <div class="wide-table" tabIndex={0} role="region" aria-label={title}>
        <table class="line-stats">
          <thead>
            <tr>
              <th scope="col">{by}</th>
              <th scope="col" class="n">
                lines
              </th>
              <th scope="col" class="n">
                left
              </th>
              <th scope="col" class="n">
                files
              </th>
              <th scope="col">share</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">
                  <Key {...props} name={row.key} />
                </th>
                <td class="n">{grouped(row.lines)}</td>
                <td class="n">{grouped(row.survived)}</td>
                <td class="n">{grouped(row.files)}</td>
                <td class="proportion">
                  <i style={{ width: `${(100 * row.lines) / all}%` }} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Key(props: { by: string; name: string; folder: string; range: string }) {
  const { by, name, folder, range } = props;
  if (by === "class") return <>{classSaid(name)}</>;
  if (by !== "path") return <>{line(name, 120) || "not told"}</>;
  const end = range.replace(/^.*\.\./, "");
  return (
    <a href={to.file(`${folder.replace(/\/+$/, "")}/${name}`, end === "" ? undefined : end)}>
      {visible(name)}
    </a>
  );
}
