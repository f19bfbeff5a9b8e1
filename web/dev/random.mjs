/** Seeded randomness, so that every start of the development server shows the same sessions. */

/** mulberry32 (public domain algorithm): 32 bits of state, enough for canned data. */
export function random(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const int = (from, to) => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    int,
    pick: (list) => list[int(0, list.length - 1)],
    chance: (share) => next() < share,
    hex: (length) => Array.from({ length }, () => int(0, 15).toString(16)).join(""),
  };
}
