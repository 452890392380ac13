import assert from 'node:assert/strict';
import { createQueue } from '../../broker/engine/operations/createQueue.ts';
import { deleteQueue } from '../../broker/engine/operations/deleteQueue.ts';
import { retentionEnd, visibleAt } from '../../broker/engine/operations/nextEvent.ts';
import { purgeQueue } from '../../broker/engine/operations/purgeQueue.ts';
import type { Queue } from '../../broker/engine/state/queue.ts';
import type { FifoOrder } from '../../broker/engine/state/fifoOrder.ts';
import type { MasterKey } from '../../broker/kms/masterKey.ts';
import { caller } from './engineHarness.ts';
import { JournalHarness } from './journalHarness.ts';

const MINUTE_MS = 60_000;
const BRIEF = { MessageRetentionPeriod: '3600' };

export const QUEUES = ['fair', 'ordered.fifo', 'dead'] as const;

export type Step =
  | { readonly do: 'send'; readonly queue: number; readonly group: number; readonly delaySeconds: number }
  | { readonly do: 'receive'; readonly queue: number; readonly visibilitySeconds: number }
  | { readonly do: 'delete'; readonly place: number }
  | { readonly do: 'purge' | 'removeQueue' | 'createQueue'; readonly queue: number }
  | { readonly do: 'wait'; readonly ms: number }
  | {
      readonly do: 'jump';
      readonly ms: number;
      /** So many turns of the event loop. */
      readonly slices: number;
      /** What others do between two of them. */
      readonly between: 'nothing' | 'send' | 'pass';
    }
  | { readonly do: 'undo'; readonly place: number }
  | { readonly do: 'reset' | 'pass' | 'turn' }
  | { readonly do: 'restart'; readonly inOrder: boolean };

/** What must be the same of a message before a jump and after its undo. */
interface Known {
  readonly arn: string;
  readonly body: string;
  readonly groupId: string | undefined;
  readonly receiveCount: number;
  readonly from: string | undefined;
  /** Of its retention. */
  readonly leftMs: number;
  /** Of its delay; 0: it has none. */
  readonly delayedMs: number;
}

type Messages = ReadonlyMap<number, Known>;

/** What a jump ended and is not back. */
interface Lost {
  readonly messages: Messages;
  readonly livedMs: number;
  /** How far the jump was when they were sent, ms, of those that were sent while it was under way. */
  readonly sentAfterMs: ReadonlyMap<number, number>;
  /** Their records may have been written again on the way, without the delay that was over then. */
  readonly areRewritten: boolean;
}

/** A journal and books about what its jumps ended, kept by looking at the queues before and after. */
export class UndoAdvanceModel {
  private readonly harness: JournalHarness;
  private readonly handles: { readonly queue: string; readonly receiptHandle: string }[] = [];
  private readonly lost = new Map<number, Lost>();
  /** Time that passed without jumps. */
  private livedMs = 0;
  private sentCount = 0;

  constructor(segmentBytes: number, masterKey: MasterKey | undefined, folder: string) {
    this.harness = new JournalHarness({ segmentBytes, bodyBudgetBytes: 4096, masterKey, folder });
    this.harness.fs.syncLater = (_file, done) => done(undefined);
    this.harness.start();
    const { arn } = this.harness.create('dead', BRIEF);
    const policy = JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 2 });
    this.harness.create('fair', { ...BRIEF, RedrivePolicy: policy });
    this.harness.create('ordered.fifo', BRIEF);
    this.harness.turn();
  }

  async apply(step: Step): Promise<void> {
    if (step.do === 'undo') await this.undo(step.place);
    else if ('queue' in step) this.applyToQueue(step);
    else this.applyToAll(step);
    this.checkBooks();
    this.checkOrder();
  }

  private applyToQueue(step: Extract<Step, { readonly queue: number }>): void {
    const { harness } = this;
    const name = QUEUES[step.queue] as string;
    const queue = this.find(name);
    if (step.do === 'createQueue') {
      const fifo = name.endsWith('.fifo') ? { FifoQueue: 'true' } : {};
      // It may be there, or its name may be blocked.
      createQueue(harness.engine, { name, attributes: { ...fifo, ...BRIEF }, tags: {} }, caller);
    } else if (queue === undefined) return;
    else if (step.do === 'removeQueue') deleteQueue(harness.engine, queue, caller);
    // Refused within a minute of another one.
    else if (step.do === 'purge') purgeQueue(harness.engine, queue, caller);
    else if (step.do === 'send') this.send(queue, step.group, step.delaySeconds);
    else if (step.do === 'receive') this.receive(name, step.visibilitySeconds);
  }

  private send({ name, isFifo }: Queue, group: number, delaySeconds: number): void {
    this.sentCount++;
    this.harness.send(name, `${this.sentCount} ${'x'.repeat(200)}`, {
      groupId: `g${group}`,
      ...(isFifo ? { deduplicationId: String(this.sentCount) } : { delaySeconds }),
    });
  }

  private receive(queue: string, visibilitySeconds: number): void {
    for (const { receiptHandle } of this.harness.receive(queue, { maxMessages: 3, visibilitySeconds })) {
      this.handles.push({ queue, receiptHandle });
    }
  }

  private applyToAll(step: Exclude<Step, { readonly queue: number } | { readonly do: 'undo' }>): void {
    const { harness } = this;
    switch (step.do) {
      case 'delete': {
        const [handle] = this.handles.splice(step.place % Math.max(1, this.handles.length), 1);
        if (handle !== undefined && this.find(handle.queue) !== undefined) {
          harness.tryToRemove(handle.queue, handle.receiptHandle);
        }
        return;
      }
      case 'wait':
        harness.clock.advance(step.ms);
        this.livedMs += step.ms;
        return;
      case 'jump':
        this.jump(step);
        return;
      case 'reset':
        harness.resetClock();
        return;
      case 'turn':
        harness.turn();
        return;
      case 'pass':
        harness.turn();
        harness.pass(3000);
        return;
      case 'restart':
        this.restart(step.inOrder);
    }
  }

  private restart(inOrder: boolean): void {
    const { harness } = this;
    assert.equal(harness.commit(), undefined);
    const before = [this.look(), this.listOpenIds()];
    if (inOrder) harness.restart();
    else harness.crash();
    harness.fs.syncLater = (_file, done) => done(undefined);
    assert.deepEqual([this.look(), this.listOpenIds()], before);
  }

  private jump({ ms, slices, between }: Extract<Step, { readonly do: 'jump' }>): void {
    const { harness } = this;
    const seen = new Map(this.look());
    const sentAfterMs = new Map<number, number>();
    const start = harness.clock.now();
    const jump = harness.jump(ms, slices, () => {
      harness.turn();
      if (between === 'pass') harness.pass(3000);
      if (between !== 'send') return;
      for (const name of ['fair', 'ordered.fifo']) {
        const queue = this.find(name);
        if (queue !== undefined) this.send(queue, 0, 0);
      }
      for (const [number, known] of this.look()) {
        if (seen.has(number)) continue;
        seen.set(number, known);
        sentAfterMs.set(number, harness.clock.now() - start);
      }
    });
    const after = this.look();
    const messages = new Map([...seen].filter(([number]) => !after.has(number)));
    if (messages.size > 0) {
      const areRewritten = slices > 1 && between === 'pass';
      this.lost.set(jump, { messages, livedMs: this.livedMs, sentAfterMs, areRewritten });
    }
  }

  private async undo(place: number): Promise<void> {
    const { harness } = this;
    const undoable = harness.journal.undoing.listJumps();
    if (undoable.length === 0) return;
    const { number } = (undoable[place % undoable.length] as (typeof undoable)[number]).jump;
    const lost = this.lost.get(number) as Lost;
    const { messages, livedMs, sentAfterMs, areRewritten } = lost;
    const ids = this.listOpenIds();
    const expected = new Map(this.look());
    const waiting = new Map<number, Known>();
    const passedMs = this.livedMs - livedMs;
    for (const [message, known] of messages) {
      assert.ok(!expected.has(message), 'a message is there twice');
      if (harness.engine.findByArn(known.arn) === undefined) waiting.set(message, known);
      else {
        // What was sent on the way was sent just now, as long as the clock is not there again.
        const agedMs = Math.max(0, passedMs - (sentAfterMs.get(message) ?? 0));
        // Its life may be over meanwhile, as it would be without the jump.
        if (known.leftMs > agedMs) expected.set(message, age(known, agedMs));
      }
    }
    const undone = await harness.finish(harness.undoJump(number));
    this.lost.delete(number);
    if (waiting.size > 0) this.lost.set(number, { ...lost, messages: waiting });
    assert.deepEqual(
      { ...undone, waiting: new Set(undone.waiting) },
      {
        messages: messages.size - waiting.size,
        missing: 0,
        waiting: new Set([...waiting.values()].map(({ arn }) => arn)),
      },
    );
    const found = this.look();
    for (const message of areRewritten ? messages.keys() : []) {
      const known = expected.get(message);
      if (known !== undefined && found.get(message)?.delayedMs === 0)
        expected.set(message, { ...known, delayedMs: 0 });
    }
    assert.deepEqual(found, expected);
    assert.deepEqual(this.listOpenIds(), ids, 'what a program has sent since is told apart as before');
  }

  private find(name: string): Queue | undefined {
    return this.harness.engine.findQueue(caller.region, caller.account, name);
  }

  private look(): Messages {
    const { engine, journal } = this.harness;
    engine.begin();
    engine.settle();
    const now = engine.ports.clock.now();
    const found = new Map<number, Known>();
    for (const { arn, byAge } of engine.allQueues()) {
      for (const message of byAge.all()) {
        assert.ok(!found.has(message.number), 'a message is there twice');
        found.set(message.number, {
          arn,
          body: String(Buffer.from(journal.contents.read(message.content)?.body ?? [])),
          groupId: message.groupId,
          receiveCount: message.receiveCount,
          from: message.deadLetterSourceArn,
          leftMs: retentionEnd(message) - now,
          delayedMs: message.state === 'delayed' ? (visibleAt(engine, message) ?? now) - now : 0,
        });
      }
    }
    return found;
  }

  /** Deduplication ids that a send would be told apart by now. */
  private listOpenIds(): readonly string[] {
    const queue = this.find('ordered.fifo');
    const now = this.harness.engine.ports.clock.now();
    return Array.from({ length: this.sentCount }, (_, sent) => String(sent + 1)).filter(
      (id) => queue?.deduplication.find(id, now) !== undefined,
    );
  }

  /** What can be undone is what the jumps of the last five minutes ended. */
  private checkBooks(): void {
    const listed = this.harness.journal.undoing
      .listJumps()
      .map(({ jump, queues }) => [jump.number, queues.reduce((sum, { messages }) => sum + messages, 0)]);
    const known = [...this.lost]
      .filter(([, { livedMs }]) => this.livedMs - livedMs < 5 * MINUTE_MS)
      .map(([jump, { messages }]) => [jump, messages.size]);
    assert.deepEqual(new Map(listed as [number, number][]), new Map(known as [number, number][]));
  }

  /** A group is in the order of its sends, but for those that came back behind a purge. */
  private checkOrder(): void {
    const queue = this.find('ordered.fifo');
    if (queue === undefined || Number.isFinite(queue.purgedAt)) return;
    const { lanes } = queue.order as FifoOrder;
    for (const { messages } of lanes.values()) {
      const numbers = [...messages].map(({ number }) => number);
      assert.deepEqual(
        numbers,
        numbers.toSorted((one, other) => one - other),
      );
    }
  }
}

function age(known: Known, ms: number): Known {
  return { ...known, leftMs: known.leftMs - ms, delayedMs: Math.max(0, known.delayedMs - ms) };
}
