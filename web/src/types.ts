/** The records of the recorder's HTTP interface, as far as the page reads them. */

import type { WaitingMove } from "./movetypes";

export interface Tokens {
  input?: number;
  cache_read?: number;
  cache_write_5m?: number;
  cache_write_1h?: number;
  output?: number;
  reasoning?: number;
}

export interface SessionRow {
  session: string;
  agent: string;
  agent_version?: string;
  models?: string[];
  repo?: string;
  cwd?: string;
  branch?: string;
  title?: string;
  started_at?: string;
  ended_at?: string;
  duration_ms?: number;
  user?: string;
  task?: string;
  turns?: number;
  model_calls?: number;
  tool_calls?: number;
  errors?: number;
  files_read?: number;
  files_changed?: number;
  commands?: number;
  tokens?: Tokens;
  cost_usd?: number;
  total_errors?: number;
  /** When the session or one of its sub-agents last did something. */
  active_at?: string;
  subagent_count?: number;
  total_cost_usd?: number;
  total_tokens?: number | Tokens;
  total_tool_calls?: number;
  total_model_calls?: number;
  parent_session?: string;
  parent_step?: string;
  capture_mode?: string;
}

export interface TurnRow {
  turn: string;
  number: number;
  title?: string;
  started_at?: string;
  ended_at?: string;
  duration_ms?: number;
  steps?: number;
  errors?: number;
  cost_usd?: number;
  first_ordinal: number;
}

export interface Session extends SessionRow {
  turn_list?: TurnRow[];
  subagents?: Subagent[];
  pull_requests?: { number?: number; url?: string; repository?: string }[];
  compactions?: number;
  gaps?: { reason: string; count: number; steps?: string[] }[];
  unknown?: Record<string, number>;
  /** Changes in its workspaces that no step is known to have done. */
  beside?: ChangeBeside[];
  beside_total?: number;
  /** Writes from a version that was no longer there, by it or over what it had left. */
  stale_writes?: StaleWrite[];
  /** The first and the last look at each of its workspaces. */
  workspaces?: SnapshotSeen[];
  capture_source?: "hooks" | "transcript" | string;
  captured?: number;
  expected?: number;
  last_hook_at?: string;
}

export interface SnapshotSeen {
  snapshot: string;
  root: string;
  moment?: string;
}

export interface ChangeBeside {
  at?: string;
  next_step?: string;
  path: string;
  op: string;
  added?: number;
  removed?: number;
  origin: "human" | "vcs" | "baseline" | "unknown" | string;
  confidence?: string;
  candidates?: string[];
  commit?: string;
}

export interface StaleWrite {
  kind: "stale_read" | "lost_update" | string;
  session: string;
  agent: string;
  step?: string;
  at?: string;
  root: string;
  path: string;
  how: string;
  read_step?: string;
  by: string;
  by_session?: string;
  by_agent?: string;
  by_step?: string;
  lost?: number;
  restored?: number;
}

export interface Subagent {
  session: string;
  step?: string;
  agent_type?: string;
  title?: string;
  steps?: number;
  cost_usd?: number;
}

export interface FileOp {
  path: string;
  op: "read" | "create" | "modify" | "delete" | "rename" | string;
  added?: number;
  removed?: number;
  before_sha256?: string;
  after_sha256?: string;
  diff?: string;
  confidence?: string;
  /** "workspace" where it was seen there, "agent" where only the agent tells it. */
  source?: "workspace" | "agent" | string;
  origin?: "agent" | "human" | "vcs" | "baseline" | "unknown" | string;
  evidence?: string[];
  candidates?: string[];
  notes?: string[];
  from?: string;
}

export interface StepRow {
  step: string;
  session: string;
  turn?: string;
  parent?: string;
  kind: string;
  tool?: string;
  title?: string;
  started_at?: string;
  duration_ms?: number;
  status?: "ok" | "error" | "running" | "unknown" | string;
  files?: FileOp[];
  effects?: string[];
  tokens?: Tokens;
  cost_usd?: number;
  depth?: number;
  agent_type?: string;
  child_session?: string;
  error?: string;
  ordinal?: number;
}

export interface Step extends StepRow {
  ended_at?: string;
  input?: unknown;
  output?: unknown;
  text?: string;
  thinking?: string;
  model?: string;
  stop_reason?: string;
  command?: {
    command?: string;
    stdout?: string;
    stderr?: string;
    interrupted?: boolean;
    exit_code?: number;
  };
  images?: { sha256: string; media_type?: string; bytes?: number }[];
  sources?: { entry?: number | string; kind?: string; file?: string }[];
  missed?: { what: string; reason: string }[];
  stale_writes?: StaleWrite[];
  git_moves?: { what: string; name?: string; after?: string; operation?: string }[];
  snapshots?: SnapshotSeen[];
  price_version?: string;
}

export interface Turn {
  turn: string;
  session: string;
  number: number;
  prompt?: string;
  title?: string;
  started_at?: string;
  ended_at?: string;
  duration_ms?: number;
  steps?: number;
  errors?: number;
  cost_usd?: number;
  files?: FileRow[];
}

export interface FileRow {
  path: string;
  reads?: number;
  created?: number | boolean;
  modified?: number | boolean;
  deleted?: number | boolean;
  added?: number;
  removed?: number;
  steps?: string[];
}

/** A line of a file and where it comes from. */
export interface BlameLine {
  line: number;
  text: string;
  class: "agent" | "human" | "vcs" | "baseline" | "unknown" | string;
  confidence?: string;
  evidence?: string[];
  candidates?: string[];
  session?: string;
  turn?: string;
  step?: string;
  agent?: string;
  model?: string;
  prompt?: string;
  at?: string;
  commit?: string;
  note?: string;
}

/** A version of a file. */
export interface FileVersion {
  at?: string;
  path: string;
  op: string;
  class: string;
  session?: string;
  step?: string;
  agent?: string;
  prompt?: string;
  commit?: string;
  lines?: number;
  added?: number;
  removed?: number;
}

/** How many lines came from whom. */
export interface LineStat {
  by: string;
  key: string;
  lines: number;
  survived: number;
  files: number;
}

/** How many sessions there are: all that fit (`by` is "all"), or those with one value. */
export interface Stat {
  by: string;
  key: string;
  sessions: number;
  subagents?: number;
  turns?: number;
  tool_calls?: number;
  errors?: number;
  files_changed?: number;
  commands?: number;
  tokens?: Tokens;
  cost_usd?: number;
  unpriced_calls?: number;
}

/** A place where everything was found that was searched for. */
export interface Hit {
  session: string;
  turn?: string;
  step?: string;
  agent?: string;
  in: string;
  at?: string;
  /** The session's title; `what` is that of the step or turn. */
  title?: string;
  what?: string;
  repo?: string;
  tool?: string;
  excerpt: string;
  /** Start and length in UTF-16 units of the excerpt. */
  matches?: [number, number][];
}

export interface CostRow {
  key: string;
  label?: string;
  key2?: string;
  label2?: string;
  unpriced_calls?: number;
  model_calls?: number;
  tokens?: Tokens;
  cost_usd?: number;
}

export interface Status {
  recorder?: string;
  pid?: number;
  url?: string;
  home?: string;
  store_bytes?: number;
  spool?: number | unknown;
  redaction_level?: string;
  /** Whether it brings files back. */
  moves?: boolean;
  waiting?: WaitingMove[];
  capture_mode?: string;
  entries?: number;
  importing?: { files?: number; files_done?: number; bytes?: number; bytes_done?: number };
}

export interface Page<T> {
  items: T[];
  /** What a reader should know of the answer. */
  notes?: string[];
  next?: string;
  total?: number;
}
