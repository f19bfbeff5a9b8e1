import { useState } from "preact/hooks";
import type { Details } from "./details";
import { useTurnDetail } from "./details";
import { clock, count, duration, exact } from "./format";
import { Icon, PATHS } from "./icons";
import { memo } from "./memo";
import { Lines, Money, Path } from "./parts";
import { Prose } from "./Prose";
import { to } from "./route";
import { beginning, line } from "./text";
import type { FileRow, Session, TurnRow } from "./types";

const LINES = 14;
const CHARACTERS = 1_800;
const FILES = 8;

/** Where a turn begins: what was asked, and what came of it in numbers and files. */
interface Props {
  session: Session;
  turn: TurnRow;
  details: Details;
  selected: boolean;
  folded: boolean;
  fold: (turn: string) => void;
}

export const StoryTurn = memo<Props>(drawTurn);

function drawTurn(props: Props) {
  const { session, turn, folded, selected } = props;
  const [all, setAll] = useState(false);
  const detail = useTurnDetail(props.details, turn);
  const prompt = detail?.prompt ?? turn.title ?? "";
  const shown = all ? prompt : beginning(prompt, LINES, CHARACTERS);
  return (
    <article
      class="asked"
      data-selected={selected ? "" : undefined}
      aria-label={`Turn ${turn.number}`}
    >
      <header>
        <button
          class="quiet"
          onClick={() => props.fold(turn.turn)}
          tabIndex={-1}
          aria-expanded={!folded}
          aria-label={folded ? `Unfold turn ${turn.number}` : `Fold turn ${turn.number}`}
        >
          <Icon path={folded ? PATHS.open : PATHS.down} />
        </button>
        <a href={to.turn(session.session, turn.turn)} data-row tabIndex={selected ? 0 : -1}>
          <b class="number">{turn.number}</b>
        </a>
        <time dateTime={turn.started_at} title={exact(turn.started_at)}>
          {clock(turn.started_at)}
        </time>
        <span>{duration(turn.duration_ms)}</span>
        {turn.steps !== undefined && <span>{count(turn.steps, "step")}</span>}
        {turn.errors ? <span class="bad">{count(turn.errors, "error")}</span> : null}
        {turn.cost_usd !== undefined && (
          <span>
            <Money usd={turn.cost_usd} />
          </span>
        )}
      </header>
      {shown.trim() === "" ? (
        <p class="faint">{line(turn.title, 200) || "The prompt's text was not kept."}</p>
      ) : (
        <Prose text={shown} />
      )}
      {shown.length < prompt.length && (
        <button class="link" onClick={() => setAll(true)}>
          the whole prompt
        </button>
      )}
      <Changed session={session.session} files={detail?.files ?? []} />
    </article>
  );
}

function Changed({ session, files }: { session: string; files: FileRow[] }) {
  const changed = files.filter((file) => file.created || file.modified || file.deleted);
  if (changed.length === 0) return null;
  return (
    <p class="changed">
      {changed.slice(0, FILES).map((file) => {
        const last = file.steps?.at(-1);
        const name = (
          <>
            <Path path={file.path} /> <Lines added={file.added} removed={file.removed} />
          </>
        );
        return last === undefined ? (
          <span key={file.path}>{name}</span>
        ) : (
          <a key={file.path} href={to.step(session, last)} tabIndex={-1}>
            {name}
          </a>
        );
      })}
      {changed.length > FILES && (
        <a href={to.files(session)} tabIndex={-1}>
          {count(changed.length - FILES, "more file")}
        </a>
      )}
    </p>
  );
}
