import type { EnvironmentEnd, EnvironmentState, FunctionEnvironment } from '../protocol/functions.ts';
import { EnvironmentLog } from './environmentLog.ts';

/** Of the log of an environment that ended, so many lines are in lists, each of at most so many UTF-16 units. */
const LISTED_LINES = 10;
const LISTED_LENGTH = 500;

/** What is known of one environment, as views show it. */
export class EnvironmentFacts {
  readonly number: number;
  readonly name: string;
  /** Its access key id, which it has to itself. */
  readonly consumerId: string;
  readonly log = new EnvironmentLog();
  state: EnvironmentState = 'starting';
  /** Of the invocation whose event it has. */
  requestId: string | undefined;
  /** How many it has processed. */
  invocations = 0;
  /** ms of real time. */
  initMs: number | undefined;
  processId: number | undefined;
  /** MB. */
  usedMemory: number | undefined;
  isDebugged = false;
  isPaused = false;
  /** Its code or definition has changed. */
  isOutdated = false;
  end: Omit<EnvironmentEnd, 'lastLines'> | undefined;
  /** Of the state, epoch ms on the broker's clock. */
  private since: number;

  constructor(number: number, name: string, consumerId: string, now: number) {
    this.number = number;
    this.name = name;
    this.consumerId = consumerId;
    this.since = now;
  }

  become(state: EnvironmentState, now: number): void {
    this.state = state;
    this.since = now;
  }

  /** @param lines that its process wrote, the oldest first; @param usedMemory MB, the most so far */
  noteOutput(lines: readonly string[], usedMemory: number | undefined): void {
    this.log.add(lines);
    if (usedMemory !== undefined) this.usedMemory = Math.max(usedMemory, this.usedMemory ?? 0);
  }

  /** The clock was set back by this much. */
  goBack(byMs: number): void {
    this.since -= byMs;
    if (this.end !== undefined) this.end = { ...this.end, at: this.end.at - byMs };
  }

  describe(): FunctionEnvironment {
    const { number, name, state, since, consumerId, processId, requestId, invocations, initMs } = this;
    const { usedMemory, isDebugged, isPaused, isOutdated, end, log } = this;
    return {
      number,
      name,
      state,
      since,
      consumerId,
      ...(processId === undefined ? {} : { processId }),
      ...(requestId === undefined ? {} : { requestId }),
      invocations,
      ...(initMs === undefined ? {} : { initMs }),
      ...(usedMemory === undefined ? {} : { usedMemory }),
      ...(isDebugged ? { isDebugged } : {}),
      ...(isPaused ? { isPaused } : {}),
      ...(isOutdated && end === undefined ? { isOutdated } : {}),
      ...(end === undefined ? {} : { end: { ...end, lastLines: log.list().slice(-LISTED_LINES).map(cut) } }),
    };
  }
}

function cut(line: string): string {
  return line.slice(0, LISTED_LENGTH);
}
