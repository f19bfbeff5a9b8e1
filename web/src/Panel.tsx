import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon, PATHS } from "./icons";
import { useKeys } from "./hooks";
import { useRemembered } from "./remembered";
import { to } from "./route";
import { CopyLink } from "./SessionTools";

/** Must be what styles/step.css says. */
const COVERS = "(max-width: 1000px)";

/** What stands beside the timeline (over it where there is no room): one step or one turn. */
export function Panel(props: {
  session: string;
  name: string;
  id: string;
  move: (by: number) => void;
  turn: (direction: 1 | -1) => void;
  children: ComponentChildren;
}) {
  const [wide, setWide] = useRemembered("panel", "");
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (body.current) body.current.scrollTop = 0;
  }, [props.id]);
  useEffect(() => {
    // Over the timeline, not beside it: what is covered must not keep the focus.
    if (matchMedia(COVERS).matches) body.current?.focus({ preventScroll: true });
  }, []);
  useKeys({ w: () => setWide(wide === "wide" ? "" : "wide") });
  return (
    <aside class={`panel ${wide}`} aria-label={props.name}>
      <div class="bar">
        <a class="quiet" href={to.session(props.session)} aria-label="Close" title="Close (Esc)">
          <Icon path={PATHS.close} />
        </a>
        <button
          class="quiet"
          onClick={() => props.move(-1)}
          aria-label="Previous row"
          title="Previous (k)"
        >
          <Icon path={PATHS.up} />
        </button>
        <button class="quiet" onClick={() => props.move(1)} aria-label="Next row" title="Next (j)">
          <Icon path={PATHS.down} />
        </button>
        <button
          class="quiet"
          onClick={() => props.turn(-1)}
          aria-label="Previous turn"
          title="Previous turn ([)"
        >
          «
        </button>
        <button
          class="quiet"
          onClick={() => props.turn(1)}
          aria-label="Next turn"
          title="Next turn (])"
        >
          »
        </button>
        <button
          class="quiet wider"
          onClick={() => setWide(wide === "wide" ? "" : "wide")}
          aria-pressed={wide === "wide"}
          title="As wide as the window (w)"
        >
          wide
        </button>
        <CopyLink />
        <span class="id" title="Id: any unique beginning of it works in the command line">
          {props.id.slice(0, 16)}
        </span>
      </div>
      <div class="body" ref={body} tabIndex={-1}>
        {props.children}
      </div>
    </aside>
  );
}

export function Section(props: {
  title: ComponentChildren;
  folded?: boolean;
  children: ComponentChildren;
}) {
  if (props.folded === undefined) {
    return (
      <section class="part">
        <h3>{props.title}</h3>
        {props.children}
      </section>
    );
  }
  return (
    <details class="part" open={!props.folded}>
      <summary>
        <h3>{props.title}</h3>
      </summary>
      {props.children}
    </details>
  );
}
