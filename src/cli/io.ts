// What a command may touch of the world around it: streams, environment, terminal. Handed in, so that tests can watch.

export type CliIo = {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdoutIsTty: boolean;
  readonly stdinIsTty: boolean;
  /** Asks on the terminal; `hidden` does not echo. Rejects with HpchaError 'usage' where there is no terminal. */
  readonly ask: (question: string, options?: {readonly hidden?: boolean}) => Promise<string>;
  /** Aborts on the first Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
};

/** Flags that every command knows; they stand before or after its own words. */
export type CommonOptions = {
  readonly config?: readonly string[];
  readonly json?: boolean;
  readonly color?: boolean;
  readonly timeout?: number;
  readonly verbose?: boolean;
  readonly lang?: 'en' | 'ko';
};
