import type { FunctionPorts } from './functionPorts.ts';

/** A runner that does not report in this time is not waited for. */
const LATE_LINES_MS = 100;

/**
 * The end of an invocation: what its process wrote before the response takes another way than that, and may arrive later. So the
 * runner is asked for it, and its report is waited for.
 */
export class Conclusion {
  private readonly schedule: FunctionPorts['schedule'];
  private requestId: string | undefined;
  private conclude: () => void = () => undefined;
  private cancelWait: () => void = () => undefined;

  constructor(schedule: FunctionPorts['schedule']) {
    this.schedule = schedule;
  }

  /** Whether a report is waited for. */
  get isPending(): boolean {
    return this.requestId !== undefined;
  }

  /** To be called before the runner is asked. @param conclude called once */
  begin(requestId: string, conclude: () => void): void {
    this.requestId = requestId;
    this.conclude = conclude;
    this.cancelWait = this.schedule(LATE_LINES_MS, () => this.end());
  }

  /** The runner has reported all that was written before this invocation ended. */
  noteReport(requestId: string): void {
    if (requestId === this.requestId) this.end();
  }

  /** Nothing more comes. */
  end(): void {
    if (!this.isPending) return;
    this.requestId = undefined;
    this.cancelWait();
    this.conclude();
  }
}
