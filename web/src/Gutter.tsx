/** Beside the scroll bar: where in the whole list steps failed, where turns begin, what is open. */

import { useMemo } from "preact/hooks";
import { count } from "./format";
import type { Rows } from "./layout";

/** Marks that fall on the same of so many places are one. */
const PLACES = 300;

export function Gutter(props: {
  layout: Rows;
  errors: number[];
  turns: number[];
  selected: number;
  go: (ordinal: number) => void;
}) {
  const { layout, errors, turns } = props;
  const height = Math.max(1, layout.height);
  const share = (index: number) => `${(100 * layout.topOf(index)) / height}%`;
  const marks = useMemo(() => {
    const found = new Map<number, { ordinal: number; errors: number }>();
    for (const ordinal of errors) {
      const place = Math.round((PLACES * layout.topOf(layout.indexOfStep(ordinal))) / height);
      const mark = found.get(place);
      if (mark) mark.errors++;
      else found.set(place, { ordinal, errors: 1 });
    }
    return [...found.values()];
  }, [layout, errors, height]);
  if (layout.rows === 0) return null;
  return (
    <nav class="gutter" aria-label="Errors in this session">
      {turns.length <= 200 &&
        turns.map((ordinal) => (
          <i key={ordinal} class="begins" style={{ top: share(layout.indexOfStep(ordinal)) }} />
        ))}
      {marks.map((mark) => (
        <button
          key={mark.ordinal}
          tabIndex={-1}
          class="failure"
          style={{ top: share(layout.indexOfStep(mark.ordinal)) }}
          title={count(mark.errors, "error")}
          aria-label={`${count(mark.errors, "error")} at step ${mark.ordinal + 1}`}
          onClick={() => props.go(mark.ordinal)}
        />
      ))}
      {props.selected >= 0 && <i class="here" style={{ top: share(props.selected) }} />}
    </nav>
  );
}
