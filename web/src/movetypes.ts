/** What the recorder says of moves. */

/** What a move does at one path. */
export interface MovePath {
  path: string;
  action: "write" | "delete" | "mode" | "conflict" | "keep" | string;
  reason?: string;
  added?: number;
  removed?: number;
  patch?: string;
}

/** What a move would do; of one that was made also what came of it. */
export interface MovePlan {
  items: MovePath[];
  title: string;
  root: string;
  /** The working tree that the plan is for. */
  tree: string;
  changes: number;
  conflicts: number;
  session?: string;
  move?: string;
  before?: string;
  after?: string;
  left?: { path: string; reason: string }[];
  conversations?: Conversation[];
  /** Of a revert: the commit that HEAD is at, the message, and whose commits are taken back. */
  head?: string;
  message?: string;
  commits?: { commit: string; subject: string; whole: boolean }[];
  /** Files with work that is not committed: they stay. */
  left_out?: string[];
  state?: MoveEnd["state"];
  commit?: string;
  said?: string;
}

/** How far a move has come that waited. */
export interface MoveEnd {
  state: "committed" | "staged" | "nothing" | "open" | "refused" | "marked" | string;
  /** The new commit. */
  commit?: string;
  /** What Git or a hook of it said. */
  said?: string;
  marked?: string[];
}

/** A move that waits for somebody: for its conflicts to be resolved, or for its commit. */
export interface WaitingMove {
  root: string;
  step: string;
  session?: string;
  title?: string;
  files: string[];
  /** Those that still have conflict markers. */
  marked: string[];
  /** Of the commit that is to follow. */
  message?: string;
}

/** A conversation of which work is taken back, and how it goes on in its agent's program. */
export interface Conversation {
  session: string;
  agent: string;
  folder?: string;
  /** Opens it where it ended. */
  command: string;
  /** The same in a copy. */
  copy?: string;
  /** How the program gets back to an earlier prompt. */
  back?: string;
  turn?: string;
  number?: number;
  prompt?: string;
}
