import type { FunctionPorts } from './functionPorts.ts';

/** How long a start may take, as on AWS; then it is tried again within the timeout of the invocation. */
export const START_LIMIT_MS = 10_000;
/** From SIGTERM to SIGKILL. */
export const STOP_GRACE_MS = 2000;
/** AWS freezes at once. Here, a function that is busy gets no signal with each event. */
const FREEZE_AFTER_MS = 500;
/** After so long without an event, an environment ends. AWS does not say when it does that. */
const END_AFTER_MS = 600_000;
/** A runner that does not report the end of a process that it was to kill has lost it. */
const LOST_AFTER_MS = 5000;

/** What comes next for an environment by time alone: one thing at most. */
export class EnvironmentTimer {
  /** A debugger is attached: nothing is limited, and nothing frozen. */
  isDebugged = false;
  private readonly schedule: FunctionPorts['schedule'];
  private cancelLast: () => void = () => undefined;

  constructor(schedule: FunctionPorts['schedule']) {
    this.schedule = schedule;
  }

  start(delayMs: number, callback: () => void): void {
    this.cancelLast();
    this.cancelLast = this.schedule(delayMs, callback);
  }

  /** As {@link start}, but not while a debugger is attached. */
  limit(delayMs: number, callback: () => void): void {
    if (this.isDebugged) this.cancel();
    else this.start(delayMs, callback);
  }

  /** The environment has nothing to do. @param freeze absent: it cannot be frozen */
  rest(freeze: (() => void) | undefined, end: () => void): void {
    if (freeze === undefined) this.limit(END_AFTER_MS, end);
    else {
      this.limit(FREEZE_AFTER_MS, () => {
        this.start(END_AFTER_MS - FREEZE_AFTER_MS, end);
        freeze();
      });
    }
  }

  /** Its process is killed. */
  expectEnd(lose: () => void): void {
    this.start(LOST_AFTER_MS, lose);
  }

  cancel(): void {
    this.cancelLast();
    this.cancelLast = () => undefined;
  }
}
