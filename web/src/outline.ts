/** A session from afar, as the recorder tells it, and what follows from it for single steps. */

export interface OutlineRecord {
  session: string;
  steps: number;
  started_at?: string;
  busy?: [number, number][];
  errors?: number[];
  error_count?: number;
  retries?: [number, number][];
  lanes?: LaneRecord[];
}

export interface LaneRecord {
  session?: string;
  agent_type?: string;
  title?: string;
  parent_ordinal?: number;
  first_ordinal: number;
  last_ordinal: number;
  steps?: number;
  errors?: number;
  from_ms?: number;
  to_ms?: number;
}

/** A sub-agent with a place: the column in which its line is drawn beside the steps. */
export interface Lane extends LaneRecord {
  index: number;
  column: number;
  /** The first and last row that its line passes. */
  from: number;
  to: number;
}

/** Columns that are drawn; sub-agents beyond share the last. */
export const COLUMNS = 4;

export class Outline {
  readonly errors: number[];
  readonly lanes: Lane[];
  readonly columns: number;
  private readonly again = new Map<number, number>();
  private readonly later = new Map<number, number>();
  private readonly bySession = new Map<string, Lane>();

  constructor(readonly record: OutlineRecord) {
    this.errors = record.errors ?? [];
    for (const [step, of] of record.retries ?? []) {
      this.again.set(step, of);
      this.later.set(of, step);
    }
    this.lanes = columns(record.lanes ?? []);
    this.columns = Math.min(COLUMNS, 1 + Math.max(-1, ...this.lanes.map((lane) => lane.column)));
    for (const lane of this.lanes) if (lane.session) this.bySession.set(lane.session, lane);
  }

  /** The failed step that this one tries again. */
  retryOf(ordinal: number): number | undefined {
    return this.again.get(ordinal);
  }

  /** The step that tries this failed one again. */
  retriedBy(ordinal: number): number | undefined {
    return this.later.get(ordinal);
  }

  lane(session: string): Lane | undefined {
    return this.bySession.get(session);
  }

  /** The lanes whose lines pass a row. */
  passing(ordinal: number): Lane[] {
    return this.lanes.filter((lane) => lane.from <= ordinal && ordinal <= lane.to);
  }

  /** The nearest failed step after (or, with -1, before) a place; the ends meet. */
  errorFrom(ordinal: number, direction: 1 | -1): number | undefined {
    const { errors } = this;
    if (direction === 1) return errors.find((error) => error > ordinal) ?? errors[0];
    return errors.findLast((error) => error < ordinal) ?? errors.at(-1);
  }
}

/** Gives each lane the first column that is free over all its rows. */
function columns(records: LaneRecord[]): Lane[] {
  const ends: number[] = [];
  return [...records]
    .sort((a, b) => start(a) - start(b))
    .map((record, index) => {
      const from = start(record);
      const free = ends.findIndex((end) => end < from);
      const column = Math.min(COLUMNS - 1, free < 0 ? ends.length : free);
      ends[column] = Math.max(ends[column] ?? -1, record.last_ordinal);
      return { ...record, index, column, from, to: record.last_ordinal };
    });
}

function start(record: LaneRecord): number {
  return Math.min(record.parent_ordinal ?? record.first_ordinal, record.first_ordinal);
}
