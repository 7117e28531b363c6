// A Permit: the capability to change something. Only the Runner makes one (held by a test), so watching cannot change.

/** Stands for one confirmed plan. Made in src/run/permit.ts and nowhere else. */
export class Permit {
  readonly runId: string;
  readonly planHash: string;

  constructor(runId: string, planHash: string) {
    this.runId = runId;
    this.planHash = planHash;
  }
}
