import type { Caller } from '../engine/base/caller.ts';
import type { ProbeReport } from '../protocol/idempotence.ts';
import type { TraceRecord } from '../trace/record.ts';
import type { TraceNames } from '../trace/traceEvent.ts';

/** Effects kept of one message. */
const MAXIMUM_EFFECTS = 50;
const MAXIMUM_CONSUMERS = 10;

interface Effect {
  readonly messageNumber: number;
  readonly queueArn: string;
  readonly preview: string;
  /** Which delivery had it, from 1. */
  readonly delivery: number;
  /** What makes two effects the same: the queue and the body. */
  readonly key: string;
}

/** One message of a test of idempotence, and what was done with it. */
export class Probe {
  deliveries = 0;
  private deletes = 0;
  private readonly messageNumber: number;
  private readonly preview: string;
  private readonly effects: Effect[] = [];
  private readonly consumers = new Map<string, Caller>();

  constructor(messageNumber: number, preview: string) {
    this.messageNumber = messageNumber;
    this.preview = preview;
  }

  deliver(caller: Caller | undefined): void {
    this.deliveries++;
    if (caller !== undefined && this.consumers.size < MAXIMUM_CONSUMERS) {
      this.consumers.set(caller.consumerId, caller);
    }
  }

  delete(): void {
    this.deletes++;
  }

  /** @param bodyMd5 of what was sent, when it is known */
  addEffect({ messageNumber, queueArn = '', preview = '' }: TraceRecord, bodyMd5: string | undefined): void {
    if (messageNumber === undefined || this.effects.length >= MAXIMUM_EFFECTS) return;
    const key = `${queueArn} ${bodyMd5 ?? preview}`;
    this.effects.push({ messageNumber, queueArn, preview, delivery: this.deliveries, key });
  }

  /** Delivered and deleted as often as planned. */
  isComplete(planned: number): boolean {
    return this.deliveries >= planned && this.deletes >= planned;
  }

  describe(planned: number, isOver: boolean, names: TraceNames): ProbeReport {
    const repeatedEffects = this.effects.filter((effect) =>
      this.effects.some(({ key, delivery }) => key === effect.key && delivery < effect.delivery),
    ).length;
    return {
      messageId: names.messageId(this.messageNumber),
      preview: this.preview,
      deliveries: this.deliveries,
      deletes: this.deletes,
      effects: this.effects.map(({ messageNumber, queueArn, preview }) => ({
        queueArn,
        messageId: names.messageId(messageNumber),
        preview,
      })),
      repeatedEffects,
      consumers: [...this.consumers.values()].map((caller) => names.consumer(caller)),
      verdict: this.judge(planned, isOver, repeatedEffects),
    };
  }

  private judge(planned: number, isOver: boolean, repeatedEffects: number): ProbeReport['verdict'] {
    if (repeatedEffects > 0) return 'twice';
    if (this.isComplete(planned)) return 'once';
    return isOver ? 'failed' : 'pending';
  }
}
