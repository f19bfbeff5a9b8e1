/** Choices of the reader that hold for this tab: how a diff stands, how a session is told. */

import { useEffect, useState } from "preact/hooks";

const PREFIX = "clew.choice.";
const CHANGED = "clew-choice";

export function remembered(name: string, otherwise: string): string {
  return sessionStorage.getItem(PREFIX + name) ?? otherwise;
}

export function remember(name: string, value: string): void {
  sessionStorage.setItem(PREFIX + name, value);
  dispatchEvent(new CustomEvent(CHANGED, { detail: name }));
}

/** A choice and its setter; every part of the page that shows it follows. */
export function useRemembered(name: string, otherwise: string): [string, (value: string) => void] {
  const [value, setValue] = useState(() => remembered(name, otherwise));
  useEffect(() => {
    const follow = (event: Event) => {
      if ((event as CustomEvent<string>).detail === name) setValue(remembered(name, otherwise));
    };
    addEventListener(CHANGED, follow);
    return () => removeEventListener(CHANGED, follow);
  }, [name]);
  return [value, (next) => remember(name, next)];
}
