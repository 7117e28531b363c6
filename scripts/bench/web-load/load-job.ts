// What the load generator is told, and what it tells: JSON lines between it and the bench.

/** One of the people: an own session, an own address; `home` where a Unix account belongs to it. */
export type Visitor = {
  readonly token: string;
  readonly from: string;
  readonly operator: boolean;
  readonly home: string | null;
};

export type LoadJob = {
  /** `https://ADDRESS`, or `http://ADDRESS:PORT` for a rehearsal. */
  readonly site: string;
  /** What the pages of the site would say. */
  readonly origin: string;
  readonly visitors: readonly Visitor[];
  readonly sockets: number;
  readonly seconds: number;
  /** New connections a second while the load builds up. */
  readonly rampPerSecond: number;
};

export type Spread = {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
};

export type LoadResult = {
  /** Milliseconds from when a request was due to its last byte, by what was asked; `all` together. */
  readonly requests: Readonly<Record<string, Spread>>;
  /** How the answers ended, by what was asked and status: `jobs 200`. */
  readonly answers: Readonly<Record<string, number>>;
  readonly sockets: {
    readonly open: number;
    readonly closed: number;
    /** Milliseconds from asking to the first snapshot. */
    readonly joined: Spread;
    /** Milliseconds from a judgement to its delta at a client, over all clients. */
    readonly deltas: Spread;
    readonly events: number;
    readonly bytes: number;
  };
  /** Of the generator itself: what it was late by is in the latencies above. */
  readonly loopDelay: Spread;
  readonly cpuSeconds: number;
};

/** Quantiles of milliseconds; zeros where nothing was measured. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).sort();
  const at = (q: number): number => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
  return {count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: sorted.at(-1) ?? 0};
}
