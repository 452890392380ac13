import type { Caller } from '../base/caller.ts';
import type { Queue } from './queue.ts';
import type { Timer } from './timers.ts';

export type MoveTaskStatus = 'RUNNING' | 'COMPLETED' | 'CANCELLING' | 'CANCELLED' | 'FAILED';

export interface MoveTaskInput {
  readonly sourceArn: string | undefined;
  readonly destinationArn?: string | undefined;
  /** 1-500; absent: as fast as the service's own choice. */
  readonly maxPerSecond?: number | undefined;
}

/** A move of messages out of a dead-letter queue (contract §6.11). */
export class MoveTask implements Timer {
  timerPlace = -1;
  readonly id: string;
  readonly source: Queue;
  readonly destinationArn: string | undefined;
  readonly maxPerSecond: number | undefined;
  startedAt: number;
  toMove: number;
  readonly caller: Caller;
  status: MoveTaskStatus = 'RUNNING';
  moved = 0;
  /** When its pace was last counted from, epoch ms, and what had been moved by then: a restart is no reason to hurry. */
  pacedFrom: number;
  movedBefore = 0;
  failureReason: string | undefined = undefined;
  private readonly run: (task: MoveTask, at: number) => void;

  constructor(
    id: string,
    source: Queue,
    input: MoveTaskInput,
    startedAt: number,
    caller: Caller,
    run: (task: MoveTask, at: number) => void,
  ) {
    this.id = id;
    this.source = source;
    this.destinationArn = input.destinationArn;
    this.maxPerSecond = input.maxPerSecond;
    this.startedAt = startedAt;
    this.pacedFrom = startedAt;
    this.toMove = source.messageCount;
    this.caller = caller;
    this.run = run;
  }

  onDue(at: number): void {
    this.run(this, at);
  }
}
