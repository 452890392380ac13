import * as l10n from '@vscode/l10n';
import type { Caller } from '../engine/base/caller.ts';
import type { MessageContent } from '../engine/base/content.ts';
import type { DeliveryFaults } from '../engine/state/deliveryFaults.ts';
import { removeMessage } from '../engine/operations/editMessage.ts';
import type { Engine } from '../engine/engine.ts';
import type { Message } from '../engine/state/message.ts';
import { findMessages } from '../engine/operations/peek.ts';
import type { Queue } from '../engine/state/queue.ts';
import type { Timer } from '../engine/state/timers.ts';
import type { IdempotenceReport } from '../protocol/idempotence.ts';
import type { TraceRecord } from '../trace/record.ts';
import type { InjectedFault } from '../trace/injectedFault.ts';
import type { TraceNames } from '../trace/traceEvent.ts';
import { Probe } from './probe.ts';
import { SeededRandom } from '../random/seededRandom.ts';

export interface IdempotencePlan {
  readonly testId: string;
  readonly queue: Queue;
  /** How often each message is delivered. */
  readonly deliveries: number;
  readonly seed: number;
  readonly timeoutMs: number;
}

export interface IdempotencePorts extends TraceNames {
  readonly engine: Engine;
  contentOf(record: TraceRecord): MessageContent | undefined;
  report(fault: InjectedFault): void;
  onProgress(): void;
  /** It is over; its faults must go. */
  onEnd(): void;
  /** Who deletes what is left at the end. */
  createCaller(): Caller;
}

/**
 * Delivers each of a set of messages several times, out of order, and watches what consumers do with each delivery. It
 * is a set of faults: a deletion is answered and the message stays, until it was delivered as often as planned.
 */
export class IdempotenceTest implements DeliveryFaults, Timer {
  timerPlace = -1;
  readonly plan: IdempotencePlan;
  readonly shuffles: boolean;
  private readonly ports: IdempotencePorts;
  private readonly random: SeededRandom;
  private readonly probes = new Map<number, Probe>();
  private readonly startedAt: number;
  private status: IdempotenceReport['status'] = 'running';
  private isSending = true;

  constructor(plan: IdempotencePlan, ports: IdempotencePorts) {
    this.plan = plan;
    this.ports = ports;
    this.shuffles = !plan.queue.isFifo;
    this.random = new SeededRandom(plan.seed);
    this.startedAt = ports.engine.begin();
    ports.engine.timers.schedule(this, this.endsAt);
    ports.engine.settle();
  }

  get isOver(): boolean {
    return this.status !== 'running';
  }

  /** All messages were sent; from now on the test ends when all of them are done. */
  endSending(): void {
    this.isSending = false;
    this.review();
  }

  /** @param isOwnSend a message of the test, which may be received before the send returns */
  observe(record: TraceRecord, isOwnSend: boolean): void {
    if (this.isOver || record.messageNumber === undefined) return;
    if (isOwnSend && record.kind === 'sent') {
      this.probes.set(record.messageNumber, new Probe(record.messageNumber, record.preview ?? ''));
    } else if (record.kind === 'sent' && record.causedBy !== undefined) {
      this.probes.get(record.causedBy)?.addEffect(record, this.ports.contentOf(record)?.bodyMd5);
    } else if (record.kind === 'received') this.probes.get(record.messageNumber)?.deliver(record.caller);
    else if (record.kind === 'deleted') this.probes.get(record.messageNumber)?.delete();
    else return;
    this.review();
  }

  delayMs(): number {
    return 0;
  }

  missesPoll(): boolean {
    return false;
  }

  pick<M>(candidates: readonly M[]): M {
    return candidates[this.random.below(candidates.length)] as M;
  }

  survivesDeletion(message: Message, caller: Caller): boolean {
    const probe = this.isOver ? undefined : this.probes.get(message.number);
    if (probe === undefined || probe.deliveries >= this.plan.deliveries) return false;
    probe.delete();
    this.ports.report({
      kind: 'duplicate',
      queueArn: this.plan.queue.arn,
      caller,
      messageNumber: message.number,
      detail: `Idempotence test: delivery ${probe.deliveries} of ${this.plan.deliveries} was deleted; the next one follows.`,
    });
    this.ports.onProgress();
    return true;
  }

  /** The test's time is over, or {@link review} asked for the end. The engine is between `begin` and `settle`. */
  onDue(at: number): void {
    this.finish(this.isComplete() ? 'done' : 'timedOut', at);
  }

  cancel(): void {
    const { engine } = this.ports;
    if (this.isOver) return;
    this.finish('cancelled', engine.begin());
    engine.settle();
  }

  describe(): IdempotenceReport {
    const { testId, queue, deliveries, seed } = this.plan;
    const messages = [...this.probes.values()].map((probe) =>
      probe.describe(deliveries, this.isOver, this.ports),
    );
    const twiceCount = messages.filter(({ verdict }) => verdict === 'twice').length;
    const failedCount = messages.filter(({ verdict }) => verdict === 'failed').length;
    const hasEffects = messages.some(({ effects }) => effects.length > 0);
    return {
      testId,
      queueArn: queue.arn,
      status: this.status,
      seed,
      deliveries,
      startedAt: this.startedAt,
      endsAt: this.endsAt,
      messages,
      twiceCount,
      summary: summarize(messages.length, twiceCount, failedCount, hasEffects),
    };
  }

  private get endsAt(): number {
    return this.startedAt + this.plan.timeoutMs;
  }

  private isComplete(): boolean {
    return [...this.probes.values()].every((probe) => probe.isComplete(this.plan.deliveries));
  }

  /** The engine is in the middle of something: the end comes by a timer that is due at once. */
  private review(): void {
    this.ports.onProgress();
    if (this.isSending || this.isOver || !this.isComplete()) return;
    this.ports.engine.timers.schedule(this, this.ports.engine.ports.clock.now());
  }

  private finish(status: IdempotenceReport['status'], at: number): void {
    const { engine } = this.ports;
    const { queue } = this.plan;
    this.status = status;
    engine.timers.cancel(this);
    const caller = this.ports.createCaller();
    const ids = [...this.probes.keys()].map((number) => this.ports.messageId(number));
    for (const message of findMessages(engine, queue, ids).values())
      removeMessage(engine, message, caller, at);
    this.ports.onEnd();
    this.ports.onProgress();
  }
}

function summarize(count: number, twice: number, failed: number, hasEffects: boolean): string {
  const messages = count === 1 ? l10n.t('1 message') : l10n.t('{0} messages', count);
  if (twice > 0)
    return l10n.t('{0} of {1} had an effect twice: your consumer is not idempotent.', twice, messages);
  if (failed > 0) return l10n.t('{0} of {1} were not deleted after each delivery.', failed, messages);
  if (hasEffects) return l10n.t('{0} processed; no effect happened twice.', messages);
  return l10n.t(
    '{0} processed; the consumer sent no messages meanwhile. The broker cannot see other effects, such as writes to a database.',
    messages,
  );
}
