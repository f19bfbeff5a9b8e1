import { Component, h } from "preact";
import type { FunctionComponent, VNode } from "preact";

/** A component that is drawn anew only when its properties differ; `same` compares those of a name. */
export function memo<P extends object>(
  drawn: FunctionComponent<P>,
  same: Partial<{ [K in keyof P]: (a: P[K], b: P[K]) => boolean }> = {},
): (props: P) => VNode {
  class Memo extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      const names = new Set([...Object.keys(next), ...Object.keys(this.props)]) as Set<keyof P>;
      names.delete("children" as keyof P);
      for (const name of names) {
        const [before, after] = [this.props[name] as P[keyof P], next[name]];
        if (before !== after && !same[name]?.(before, after)) return true;
      }
      return false;
    }

    override render() {
      return h(drawn, this.props);
    }
  }
  return Memo as unknown as (props: P) => VNode;
}
