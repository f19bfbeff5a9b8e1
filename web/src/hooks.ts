/** What the views share: the address, the keyboard, loading, the size of the scrolled part. */

import { createContext } from "preact";
import type { RefObject } from "preact";
import { useContext, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { parse } from "./route";
import type { Route } from "./route";
import type { Asked } from "./moves";
import type { Status } from "./types";

export interface World {
  status?: Status;
  /** Grows whenever the recorder has recorded something: what is shown is read again. */
  generation: number;
  /** Epoch milliseconds; moves every few seconds, for relative times. */
  now: number;
  fail: (failure: unknown) => void;
  /** Shows what a move would do, and makes it; missing where nothing can be brought back. */
  move?: (asked: Asked) => void;
  /** Asks at once how the recorder is: something was done that it tells of. */
  ask: () => void;
}

export const WorldContext = createContext<World>({
  generation: 0,
  now: 0,
  fail: () => {},
  ask: () => {},
});

export const useWorld = () => useContext(WorldContext);

export function useRoute(): Route {
  const [route, setRoute] = useState(() => parse(location.hash));
  useEffect(() => {
    const moved = () => setRoute(parse(location.hash));
    addEventListener("hashchange", moved);
    return () => removeEventListener("hashchange", moved);
  }, []);
  return route;
}

/** By `KeyboardEvent.key`; what a handler answers `false` to goes to the next listener. */
export type Keys = Record<string, () => void | false>;

const listeners: RefObject<Keys>[] = [];

/** While mounted, these keys work; the view mounted last is asked first. */
export function useKeys(keys: Keys): void {
  const current = useRef<Keys>(keys);
  current.current = keys;
  // At once: a key that is pressed before the first painting is for what stands there already.
  useLayoutEffect(() => {
    listeners.push(current);
    return () => {
      listeners.splice(listeners.indexOf(current), 1);
    };
  }, []);
}

export function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey) return;
  if (event.ctrlKey || event.metaKey) {
    // With Ctrl or Command there is only one: the palette, wherever the focus is.
    if (event.key.toLowerCase() === "k" && heard("Mod+k")) event.preventDefault();
    return;
  }
  const target = event.target instanceof Element ? event.target : undefined;
  const typing = target?.closest("input:not([type=checkbox]), textarea, select") != null;
  if (typing && event.key !== "Escape") return;
  if (typing && target instanceof HTMLSelectElement) return target.blur();
  // A button or a link that has the focus keeps its own keys.
  if (
    (event.key === "Enter" || event.key === " ") &&
    target?.closest("button, summary, a:not([data-row])")
  )
    return;
  // A dialog has the keys for itself.
  if (target?.closest("dialog") && event.key !== "Escape" && event.key !== "?") return;
  if (heard(event.key)) event.preventDefault();
}

function heard(key: string): boolean {
  for (let n = listeners.length - 1; n >= 0; n--) {
    const handler = listeners[n]!.current?.[key];
    if (handler && handler() !== false) return true;
  }
  return false;
}

/** j, k and their kin over a list of so many rows. */
export function useSelectionKeys(
  selected: number,
  select: (to: number) => void,
  rows: number,
  page: number,
): void {
  const by = (step: number) => () => (rows === 0 ? false : select(selected + step));
  const at = (place: number) => () => (rows === 0 ? false : select(place));
  useKeys({
    j: by(1),
    ArrowDown: by(1),
    k: by(-1),
    ArrowUp: by(-1),
    PageDown: by(Math.max(1, page)),
    PageUp: by(-Math.max(1, page)),
    g: at(0),
    Home: at(0),
    G: at(rows - 1),
    End: at(rows - 1),
  });
}

/** The selected row's link has the focus, so that a screen reader reads it and Enter opens it. */
export function useFocusOnSelected(
  rows: { current: HTMLElement | null },
  selected: unknown,
  window: unknown,
  wanted = true,
): void {
  useEffect(() => {
    if (!wanted || selected === -1 || selected === undefined) return;
    const active = document.activeElement;
    if (active && active.closest("input, select, textarea, dialog, aside")) return;
    rows.current
      ?.querySelector<HTMLElement>("[data-selected] [data-row]")
      ?.focus({ preventScroll: true });
  }, [selected, window]);
}

export interface Loaded<T> {
  value?: T;
  failure?: unknown;
  loading: boolean;
  again: () => void;
}

/**
 * Runs `load` for every new `key`, and again for every new `generation` (the old value stays).
 */
export function useLoad<T>(
  key: string,
  load: (signal: AbortSignal) => Promise<T>,
  generation: number | string = 0,
): Loaded<T> {
  const [state, setState] = useState<{ key: string; value?: T; failure?: unknown }>({ key: "" });
  const [attempt, setAttempt] = useState(0);
  const { fail } = useWorld();
  useEffect(() => {
    const abort = new AbortController();
    load(abort.signal).then(
      (value) => {
        if (!abort.signal.aborted) setState({ key, value });
      },
      (failure: unknown) => {
        if (abort.signal.aborted) return;
        fail(failure);
        setState((old) => (old.key === key ? { ...old, failure } : { key, failure }));
      },
    );
    return () => abort.abort();
  }, [key, generation, attempt]);
  const current = state.key === key ? state : { key };
  return {
    value: current.value,
    failure: current.failure,
    loading: current.value === undefined && current.failure === undefined,
    again: () => setAttempt(attempt + 1),
  };
}

export interface Scrolled {
  top: number;
  height: number;
}

/** How far `box` is scrolled past the beginning of `list` within it, and how high it is. */
export function useScrolled(
  box: RefObject<HTMLElement>,
  list: RefObject<HTMLElement>,
  key: unknown,
): Scrolled {
  const [scrolled, setScrolled] = useState<Scrolled>({ top: 0, height: 800 });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    let frame = 0;
    const measure = () => {
      frame = 0;
      const above = list.current ? offsetWithin(list.current, element) : 0;
      const next = { top: element.scrollTop - above, height: element.clientHeight };
      setScrolled((old) => (old.top === next.top && old.height === next.height ? old : next));
    };
    const later = () => {
      if (frame === 0) frame = requestAnimationFrame(measure);
    };
    measure();
    element.addEventListener("scroll", later, { passive: true });
    const watcher = new ResizeObserver(later);
    watcher.observe(element);
    if (list.current) watcher.observe(list.current);
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener("scroll", later);
      watcher.disconnect();
    };
  }, [key]);
  return scrolled;
}

export function offsetWithin(list: HTMLElement, box: HTMLElement): number {
  return (
    list.getBoundingClientRect().top -
    box.getBoundingClientRect().top +
    box.scrollTop -
    box.clientTop
  );
}

/** Scrolls `box` as little as needed to show a row of `list`, below what sticks to the top. */
export function reveal(
  box: HTMLElement | null,
  list: HTMLElement | null,
  top: number,
  height: number,
  sticky: number,
  middle = false,
): void {
  if (!box || !list) return;
  const at = offsetWithin(list, box) + top;
  if (at - sticky < box.scrollTop) {
    box.scrollTop = middle ? at - box.clientHeight / 2 : at - sticky;
  } else if (at + height > box.scrollTop + box.clientHeight) {
    box.scrollTop = middle ? at - box.clientHeight / 2 : at + height - box.clientHeight;
  }
}

/** True while the window is at most so wide. */
export function useNarrow(pixels: number): boolean {
  const query = `(max-width: ${pixels}px)`;
  const [narrow, setNarrow] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const changed = () => setNarrow(media.matches);
    changed();
    media.addEventListener("change", changed);
    return () => media.removeEventListener("change", changed);
  }, [query]);
  return narrow;
}

/**
 * While mounted, the dialog is open and has the keyboard; then who had it before gets it back.
 * `closed` is called when the browser closes it. The browser tells of that a task later, so a
 * dialog that is gone must not be listened to: it would close the one opened since.
 */
export function useModal(dialog: RefObject<HTMLDialogElement>, closed: () => void): void {
  const current = useRef(closed);
  current.current = closed;
  useLayoutEffect(() => {
    const element = dialog.current!;
    const tell = () => current.current();
    element.addEventListener("close", tell);
    element.showModal();
    return () => {
      element.removeEventListener("close", tell);
      element.close();
    };
  }, []);
}
