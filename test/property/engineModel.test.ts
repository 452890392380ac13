import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Caller } from '../../broker/engine/caller.ts';
import { changeVisibility } from '../../broker/engine/changeVisibility.ts';
import { deleteMessage } from '../../broker/engine/deleteMessage.ts';
import { holdConsumer, releaseConsumer } from '../../broker/engine/holds.ts';
import type { Queue } from '../../broker/engine/queue.ts';
import { sendMessage } from '../../broker/engine/sendMessage.ts';
import { EngineHarness, caller, unwrap } from '../support/engineHarness.ts';

const SECOND = 1000;
const CONSUMERS = ['ada', 'bob'].map((consumerId): Caller => ({ ...caller, consumerId }));

type Operation =
  | { readonly kind: 'send'; readonly delaySeconds: number; readonly group: string }
  | {
      readonly kind: 'receive';
      readonly max: number;
      readonly visibilitySeconds: number;
      readonly by: number;
    }
  | { readonly kind: 'delete'; readonly which: number }
  | { readonly kind: 'change'; readonly which: number; readonly visibilitySeconds: number }
  | { readonly kind: 'advance'; readonly seconds: number }
  | { readonly kind: 'hold' | 'release'; readonly by: number };

const seconds = fc.integer({ min: 0, max: 40 });
const by = fc.integer({ min: 0, max: 1 });
const which = fc.nat({ max: 1000 });
const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('send' as const),
      delaySeconds: fc.constantFrom(0, 0, 0, 5, 30),
      group: fc.constantFrom('red', 'green', 'blue'),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('receive' as const),
      max: fc.integer({ min: 1, max: 10 }),
      visibilitySeconds: fc.constantFrom(0, 1, 10, 30),
      by,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('delete' as const), which }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('change' as const), which, visibilitySeconds: seconds }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('advance' as const), seconds }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('hold' as const, 'release' as const), by }) },
);

interface Expected {
  readonly order: number;
  readonly group: string;
  readonly body: string;
  /** Epoch ms when it may be received again; it is out of sight before. */
  hiddenUntil: number;
  /** What was left when a hold stopped its clock. */
  heldMs: number | undefined;
  isInFlight: boolean;
  handle: string | undefined;
  holder: string | undefined;
  receives: number;
}

/** A queue as the contract describes it, in the plainest way: one list, read from end to end. */
class Model {
  readonly messages = new Map<string, Expected>();
  readonly holds = new Set<string>();
  now: number;

  constructor(now: number) {
    this.now = now;
  }

  isVisible(message: Expected): boolean {
    return message.heldMs === undefined && message.hiddenUntil <= this.now;
  }

  hide(message: Expected, ms: number): void {
    message.isInFlight = true;
    if (message.holder !== undefined && this.holds.has(message.holder)) message.heldMs = ms;
    else {
      message.heldMs = undefined;
      message.hiddenUntil = this.now + ms;
    }
  }

  counts() {
    const all = [...this.messages.values()];
    const visible = all.filter((message) => this.isVisible(message)).length;
    const inFlight = all.filter((message) => !this.isVisible(message) && message.isInFlight).length;
    return { visible, inFlight, delayed: all.length - visible - inFlight };
  }
}

class Run {
  readonly harness = new EngineHarness('relaxed');
  readonly model = new Model(this.harness.clock.now());
  readonly queue: Queue;
  private readonly handles: { readonly id: string; readonly handle: string }[] = [];
  private sends = 0;

  constructor(name: string) {
    this.queue = this.harness.createQueue(name);
  }

  apply(step: Operation): void {
    switch (step.kind) {
      case 'send':
        return this.send(step.delaySeconds, step.group);
      case 'receive':
        return this.receive(step.max, step.visibilitySeconds, CONSUMERS[step.by] as Caller);
      case 'delete':
        return this.delete(step.which);
      case 'change':
        return this.change(step.which, step.visibilitySeconds);
      case 'advance':
        this.harness.clock.advance(step.seconds * SECOND);
        this.model.now += step.seconds * SECOND;
        return;
      case 'hold':
        return this.hold((CONSUMERS[step.by] as Caller).consumerId);
      case 'release':
        return this.release((CONSUMERS[step.by] as Caller).consumerId);
    }
  }

  check(): void {
    const { visible, inFlight, delayed } = this.model.counts();
    assert.deepEqual(
      {
        visible: this.queue.visibleCount,
        inFlight: this.queue.inFlightCount,
        delayed: this.queue.delayedCount,
      },
      { visible, inFlight, delayed },
    );
    assert.equal(this.queue.messageCount, this.model.messages.size);
  }

  private send(delaySeconds: number, group: string): void {
    const order = this.sends++;
    const { isFifo } = this.queue;
    const fifo = isFifo ? { groupId: group, deduplicationId: String(order) } : { delaySeconds };
    const body = `message ${order}`;
    const sent = unwrap(sendMessage(this.harness.engine, this.queue, { body, ...fifo }, caller));
    assert.ok(!this.model.messages.has(sent.messageId), 'message ids are unique');
    this.model.messages.set(sent.messageId, {
      order,
      group,
      body,
      hiddenUntil: this.model.now + (isFifo ? 0 : delaySeconds * SECOND),
      heldMs: undefined,
      isInFlight: false,
      handle: undefined,
      holder: undefined,
      receives: 0,
    });
  }

  private receive(max: number, visibilitySeconds: number, consumer: Caller): void {
    const visibleBefore = new Set(
      [...this.model.messages].filter(([, message]) => this.model.isVisible(message)).map(([id]) => id),
    );
    const received = this.harness.receive(this.queue, { maxMessages: max, visibilitySeconds }, consumer);
    const deliverable = this.queue.isFifo ? this.deliverableFifo() : visibleBefore;
    assert.equal(received.length, Math.min(max, deliverable.size), 'everything that may be delivered is');
    for (const { messageId, receiptHandle, content, receiveCount } of received) {
      const message = this.model.messages.get(messageId);
      assert.ok(message !== undefined && deliverable.has(messageId), 'nobody holds what another holds');
      assert.equal(Buffer.from(content.body).toString(), message.body);
      deliverable.delete(messageId);
      message.receives++;
      assert.equal(receiveCount, message.receives);
      message.handle = receiptHandle;
      message.holder = consumer.consumerId;
      this.handles.push({ id: messageId, handle: receiptHandle });
      if (visibilitySeconds === 0) {
        message.isInFlight = false;
        message.heldMs = undefined;
        message.hiddenUntil = this.model.now;
      } else this.model.hide(message, visibilitySeconds * SECOND);
    }
    if (this.queue.isFifo) this.checkGroupOrder(received.map(({ messageId }) => messageId));
  }

  /** Of each group, the longest run of visible messages from its start. */
  private deliverableFifo(): Set<string> {
    const ids = new Set<string>();
    const blocked = new Set<string>();
    for (const [id, message] of [...this.model.messages].sort(
      ([, one], [, other]) => one.order - other.order,
    )) {
      if (!this.model.isVisible(message)) blocked.add(message.group);
      if (!blocked.has(message.group)) ids.add(id);
    }
    return ids;
  }

  private checkGroupOrder(ids: readonly string[]): void {
    const last = new Map<string, number>();
    for (const id of ids) {
      const message = this.model.messages.get(id) as Expected;
      assert.ok((last.get(message.group) ?? -1) < message.order, 'a group is delivered in order');
      last.set(message.group, message.order);
    }
  }

  private delete(index: number): void {
    const chosen = this.handles[index % Math.max(1, this.handles.length)];
    if (chosen === undefined) return;
    const message = this.model.messages.get(chosen.id);
    const result = deleteMessage(this.harness.engine, this.queue, chosen.handle, caller);
    const isNewest = message?.handle === chosen.handle;
    if (message !== undefined && this.queue.isFifo && (!isNewest || this.model.isVisible(message))) {
      assert.equal(result.ok, false, 'a FIFO queue refuses an expired handle');
      return;
    }
    assert.ok(result.ok);
    if (message !== undefined && isNewest) this.model.messages.delete(chosen.id);
  }

  private change(index: number, visibilitySeconds: number): void {
    const chosen = this.handles[index % Math.max(1, this.handles.length)];
    if (chosen === undefined) return;
    const message = this.model.messages.get(chosen.id);
    const input = { receiptHandle: chosen.handle, visibilitySeconds };
    const result = changeVisibility(this.harness.engine, this.queue, input, caller);
    const isNewest = message?.handle === chosen.handle;
    if (message === undefined || (this.queue.isFifo && (!isNewest || this.model.isVisible(message)))) {
      assert.equal(result.ok, false);
      return;
    }
    assert.ok(result.ok);
    // An older handle works on the message while it is in flight.
    if (!isNewest && (this.model.isVisible(message) || !message.isInFlight)) return;
    if (visibilitySeconds > 0) this.model.hide(message, visibilitySeconds * SECOND);
    else if (!this.model.isVisible(message)) {
      message.heldMs = undefined;
      message.hiddenUntil = this.model.now;
    }
  }

  private hold(consumerId: string): void {
    this.model.holds.add(consumerId);
    for (const message of this.model.messages.values()) {
      const isHers = message.isInFlight && message.holder === consumerId;
      if (!isHers || message.heldMs !== undefined || message.hiddenUntil <= this.model.now) continue;
      message.heldMs = message.hiddenUntil - this.model.now;
    }
    holdConsumer(this.harness.engine, consumerId);
  }

  private release(consumerId: string): void {
    this.model.holds.delete(consumerId);
    for (const message of this.model.messages.values()) {
      if (message.holder !== consumerId || message.heldMs === undefined) continue;
      message.hiddenUntil = this.model.now + message.heldMs;
      message.heldMs = undefined;
    }
    releaseConsumer(this.harness.engine, consumerId);
  }
}

describe('the engine against a plain model', () => {
  for (const name of ['standard', 'first-in.fifo']) {
    it(`loses nothing, shares nothing and counts right: ${name}`, () => {
      fc.assert(
        fc.property(fc.array(operation, { maxLength: 120 }), (operations) => {
          const run = new Run(name);
          for (const step of operations) {
            run.apply(step);
            run.check();
          }
        }),
        { numRuns: 1000 },
      );
    }).timeout(120_000);
  }
});
