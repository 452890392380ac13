import * as l10n from '@vscode/l10n';
import type { Caller } from '../engine/base/caller.ts';
import type { Engine } from '../engine/engine.ts';
import { type Result, succeed } from '../engine/base/result.ts';
import { checkSend, storeMessage, TOO_LARGE } from '../engine/operations/sendMessage.ts';
import type { Timer } from '../engine/state/timers.ts';
import type { ReplaySend, ReplayState } from '../protocol/replay.ts';
import { nameDuplicate, readAttribute } from '../calls/messageInput.ts';

const MAXIMUM_SENDS = 100_000;
const MAXIMUM_BODY_LENGTH = 64 * 1_048_576;
/** Sends in one go, about 5 ms; then others have their turn. */
const SENDS_A_TURN = 500;

export interface ReplayPorts {
  readonly engine: Engine;
  createCaller(): Caller;
  /** A send was done, for billing. */
  onSent(caller: Caller, queueArn: string, sizeBytes: number): void;
  onProgress(): void;
}

/** Sends a recording again, with its own distances, on the broker's clock: its next send is a timer of the engine. */
export class Replay implements Timer {
  timerPlace = -1;
  readonly replayId: string;
  private readonly ports: ReplayPorts;
  private readonly sends: ReplaySend[] = [];
  private status: ReplayState['status'] = 'collecting';
  private bodyLength = 0;
  private next = 0;
  private failedCount = 0;
  private lastFailure: string | undefined;
  private startedAt = 0;
  private speed = 1;
  private toQueueArn: string | undefined;

  constructor(replayId: string, ports: ReplayPorts) {
    this.replayId = replayId;
    this.ports = ports;
  }

  get isOver(): boolean {
    return this.status === 'done' || this.status === 'cancelled';
  }

  get isCollecting(): boolean {
    return this.status === 'collecting';
  }

  /** False: that would be too much, and nothing was added. */
  add(sends: readonly ReplaySend[]): boolean {
    const length = sends.reduce((sum, { body }) => sum + body.length, this.bodyLength);
    if (this.sends.length + sends.length > MAXIMUM_SENDS || length > MAXIMUM_BODY_LENGTH) return false;
    this.sends.push(...sends);
    this.bodyLength = length;
    return true;
  }

  start(speed: number, toQueueArn: string | undefined): void {
    const { engine } = this.ports;
    this.speed = speed;
    this.toQueueArn = toQueueArn;
    this.status = 'running';
    this.startedAt = engine.begin();
    this.arm(this.startedAt);
    engine.settle();
  }

  cancel(): void {
    if (this.isOver) return;
    this.status = 'cancelled';
    this.ports.engine.timers.cancel(this);
    this.ports.engine.settle();
    this.ports.onProgress();
  }

  /** The engine is at work already: what becomes visible is served when it settles. */
  onDue(at: number): void {
    let budget = SENDS_A_TURN;
    for (; this.next < this.sends.length && budget > 0; budget--) {
      const send = this.sends[this.next] as ReplaySend;
      if (this.dueAt(send) > at) break;
      this.next++;
      const sent = this.sendOne(send, at);
      if (sent.ok) continue;
      this.failedCount++;
      this.lastFailure = sent.message;
    }
    // A millisecond later, when there was more than a turn takes: the loop of timers would not let go of this one.
    this.arm(budget === 0 ? at + 1 : at);
    this.ports.onProgress();
  }

  describe(): ReplayState {
    const send = this.status === 'running' ? this.sends[this.next] : undefined;
    return {
      replayId: this.replayId,
      status: this.status,
      sendCount: this.sends.length,
      sentCount: this.next - this.failedCount,
      failedCount: this.failedCount,
      ...(this.lastFailure === undefined ? {} : { lastFailure: this.lastFailure }),
      ...(send === undefined ? {} : { nextAt: this.dueAt(send) }),
    };
  }

  private arm(earliest: number): void {
    const send = this.sends[this.next];
    if (send === undefined) this.status = 'done';
    else this.ports.engine.timers.schedule(this, Math.max(earliest, this.dueAt(send)));
  }

  private dueAt({ sentAt }: ReplaySend): number {
    const afterMs = sentAt - (this.sends[0]?.sentAt ?? sentAt);
    return this.speed === 0 ? this.startedAt : this.startedAt + Math.max(0, afterMs) / this.speed;
  }

  private sendOne(
    send: ReplaySend,
    at: number,
  ): Result<undefined> | { readonly ok: false; readonly message: string } {
    const { engine } = this.ports;
    const queueArn = this.toQueueArn ?? send.queueArn;
    const queue = engine.findByArn(queueArn);
    if (queue === undefined) return { ok: false, message: l10n.t('There is no queue {0}.', queueArn) };
    const input = {
      body: send.body,
      attributes: send.attributes.map(readAttribute),
      traceHeader: send.traceHeader,
      groupId: send.groupId,
      deduplicationId: nameDuplicate(queue),
    };
    const checked = checkSend(engine, queue, input, TOO_LARGE);
    if (!checked.ok) return checked;
    const caller = this.ports.createCaller();
    storeMessage(engine, queue, checked.value, caller, at);
    this.ports.onSent(caller, queueArn, checked.value.sizeBytes);
    return succeed(undefined);
  }
}
