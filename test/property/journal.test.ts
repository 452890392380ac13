import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { changeVisibility } from '../../broker/engine/operations/changeVisibility.ts';
import { deleteMessage } from '../../broker/engine/operations/deleteMessage.ts';
import { deleteQueue } from '../../broker/engine/operations/deleteQueue.ts';
import { messageIdOf } from '../../broker/engine/base/identity.ts';
import type { Queue } from '../../broker/engine/state/queue.ts';
import { purgeQueue } from '../../broker/engine/operations/purgeQueue.ts';
import { MasterKey } from '../../broker/kms/masterKey.ts';
import { caller, unwrap } from '../support/engineHarness.ts';
import { JournalHarness } from '../support/journalHarness.ts';
import { PowerOff, nodeError } from '../support/memoryFileSystem.ts';

const QUEUES = ['standard', 'ordered.fifo', 'dead'] as const;

type Step =
  | { readonly do: 'send'; readonly queue: number; readonly bytes: number; readonly group: number }
  | { readonly do: 'receive'; readonly queue: number; readonly visibilitySeconds: number }
  | { readonly do: 'delete'; readonly place: number }
  | { readonly do: 'change'; readonly place: number; readonly visibilitySeconds: number }
  | { readonly do: 'purge'; readonly queue: number }
  | { readonly do: 'recreate'; readonly queue: number }
  | { readonly do: 'advance'; readonly ms: number }
  | { readonly do: 'turn' }
  | { readonly do: 'pass' }
  | { readonly do: 'refuse'; readonly refuses: boolean }
  | { readonly do: 'restart'; readonly inOrder: boolean };

const queue = fc.nat(QUEUES.length - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      queue,
      bytes: fc.integer({ min: 1, max: 900 }),
      group: fc.nat(2),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('receive' as const),
      queue,
      visibilitySeconds: fc.constantFrom(0, 5, 30),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('delete' as const), place: fc.nat(50) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      place: fc.nat(50),
      visibilitySeconds: fc.constantFrom(0, 60),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('purge' as const), queue }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('recreate' as const), queue }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('advance' as const), ms: fc.constantFrom(1000, 10_000, 400_000) }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('turn' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('refuse' as const), refuses: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), inOrder: fc.boolean() }) },
);

/** What a queue looks like from outside, without what time alone decides. */
interface Snapshot {
  readonly [queue: string]: readonly unknown[];
}

class Run {
  readonly harness: JournalHarness;
  private readonly handles: { readonly queue: string; readonly receiptHandle: string }[] = [];
  private count = 0;

  constructor(segmentBytes: number, isSealed = false) {
    this.harness = new JournalHarness({
      segmentBytes,
      bodyBudgetBytes: 4096,
      undoMs: 0,
      // Data keys are on the real disk, everything else in memory.
      ...(isSealed ? { masterKey, folder: mkdtempSync(join(scratch, 'keys-')) } : undefined),
    });
    this.harness.start();
    for (const name of QUEUES) this.create(name);
    this.harness.turn();
  }

  private create(name: string): void {
    if (name !== 'standard') {
      this.harness.create(name);
      return;
    }
    const dead =
      this.harness.engine.findQueue(caller.region, caller.account, 'dead') ?? this.harness.create('dead');
    const policy = { deadLetterTargetArn: dead.arn, maxReceiveCount: 2 };
    this.harness.create(name, { RedrivePolicy: JSON.stringify(policy) });
  }

  /** Does a step; the answers of all calls before it count as given after a `turn` without a failure. */
  apply(step: Step): void {
    const { harness } = this;
    switch (step.do) {
      case 'send':
        this.send(QUEUES[step.queue] as string, step.bytes, step.group);
        return;
      case 'receive': {
        const name = QUEUES[step.queue] as string;
        const { visibilitySeconds } = step;
        for (const { receiptHandle } of harness.receive(name, { maxMessages: 3, visibilitySeconds })) {
          this.handles.push({ queue: name, receiptHandle });
        }
        return;
      }
      case 'delete':
      case 'change': {
        const handle = this.handles[step.place % Math.max(1, this.handles.length)];
        if (handle === undefined) return;
        const target = harness.queue(handle.queue);
        const { receiptHandle } = handle;
        // Handles of queues that were created again are rejected, as old ones of FIFO queues are.
        if (step.do === 'delete') deleteMessage(harness.engine, target, receiptHandle, caller);
        else {
          const { visibilitySeconds } = step;
          changeVisibility(harness.engine, target, { receiptHandle, visibilitySeconds }, caller);
        }
        return;
      }
      case 'purge':
        unwrap(purgeQueue(harness.engine, harness.queue(QUEUES[step.queue] as string), caller));
        return;
      case 'recreate': {
        const name = QUEUES[step.queue] as string;
        deleteQueue(harness.engine, harness.queue(name), caller);
        this.create(name);
        return;
      }
      case 'advance':
        harness.clock.advance(step.ms);
        return;
      case 'turn':
        harness.turn();
        return;
      case 'pass':
        harness.pass(3000);
        return;
      case 'refuse':
        harness.fs.onWrite = step.refuses ? () => nodeError('ENOSPC') : undefined;
        return;
      case 'restart': {
        harness.fs.onWrite = undefined;
        assert.equal(harness.commit(), undefined);
        const before = this.snapshot();
        if (step.inOrder) harness.restart();
        else harness.crash();
        assert.deepEqual(this.snapshot(), before);
        return;
      }
    }
  }

  private send(name: string, bytes: number, group: number): void {
    const body = `${this.count++} ${'x'.repeat(bytes)}`;
    const fifo = name.endsWith('.fifo');
    this.harness.send(name, body, {
      ...(fifo ? { groupId: `g${group}`, deduplicationId: `${this.count % 40}` } : undefined),
    });
  }

  snapshot(): Snapshot {
    const { harness } = this;
    harness.engine.begin();
    const snapshot: Record<string, readonly unknown[]> = {};
    for (const each of harness.engine.allQueues()) snapshot[each.name] = this.describe(each);
    return snapshot;
  }

  private describe(each: Queue): unknown[] {
    const { engine, journal } = this.harness;
    const all = [...each.order.visible(), ...each.delayed];
    for (const message of each.received.values()) if (message.state === 'inFlight') all.push(message);
    const messages = all.map((message) => ({
      id: messageIdOf(engine.identityKey, message.number),
      state: message.state,
      content: journal.contents.read(message.content),
      sentAt: message.sentAt,
      receiveCount: message.receiveCount,
      firstReceivedAt: message.firstReceivedAt,
      handle: message.delivery?.receiptHandle,
      deadline: message.delivery === undefined ? undefined : engine.timers.deadlineOf(message.delivery),
      from: message.deadLetterSourceArn,
    }));
    // FIFO groups have an order of their own; others have the order of delivery, which restarts may mend.
    messages.sort((one, other) => (one.id < other.id ? -1 : 1));
    const groups = new Map<string, string[]>();
    if (each.isFifo) {
      for (const message of each.order.visible()) {
        const ids = groups.get(message.groupId as string) ?? [];
        ids.push(messageIdOf(engine.identityKey, message.number));
        groups.set(message.groupId as string, ids);
      }
    }
    const window = [...each.deduplication.all()].filter(
      ([, entry]) => engine.ports.clock.now() - entry.firstSentAt < 300_000,
    );
    return [each.number, messages, [...groups].sort(([one], [other]) => (one < other ? -1 : 1)), window];
  }
}

const runs = Number(process.env.QUEUESIDE_PROPERTY_RUNS ?? 150);

const masterKey = new MasterKey(Buffer.alloc(32, 7));
const scratch = mkdtempSync(join(tmpdir(), 'queueside-property-'));

describe('the journal under any sequence of operations', function () {
  this.timeout(Math.max(120_000, runs * 1000));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  it('keeps a message away that was moved and then purged, once the move is reclaimed', () => {
    const steps: readonly Step[] = [
      { do: 'send', queue: 0, bytes: 1, group: 0 },
      { do: 'receive', queue: 0, visibilitySeconds: 0 },
      { do: 'send', queue: 0, bytes: 405, group: 0 },
      { do: 'receive', queue: 0, visibilitySeconds: 0 },
      { do: 'receive', queue: 0, visibilitySeconds: 0 },
      { do: 'purge', queue: 2 },
      { do: 'delete', place: 43 },
      { do: 'send', queue: 0, bytes: 353, group: 0 },
      { do: 'pass' },
      { do: 'restart', inOrder: true },
    ];
    const run = new Run(2048);
    for (const each of steps) run.apply(each);
  });

  it('keeps a message away that was moved and then deleted, when a full disk makes room before its old place goes', () => {
    const steps: readonly Step[] = [
      { do: 'send', queue: 0, bytes: 218, group: 0 },
      { do: 'send', queue: 0, bytes: 377, group: 0 },
      { do: 'receive', queue: 0, visibilitySeconds: 0 },
      { do: 'recreate', queue: 1 },
      { do: 'delete', place: 0 },
      { do: 'pass' },
      { do: 'receive', queue: 0, visibilitySeconds: 0 },
      { do: 'send', queue: 1, bytes: 234, group: 0 },
      { do: 'delete', place: 2 },
      { do: 'turn' },
      { do: 'refuse', refuses: true },
      { do: 'send', queue: 0, bytes: 1, group: 0 },
      { do: 'turn' },
      { do: 'restart', inOrder: true },
      { do: 'restart', inOrder: false },
    ];
    const run = new Run(2048, true);
    for (const each of steps) run.apply(each);
  });

  it('gives everything back after every restart, whatever was refused or reclaimed in between', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 120, size: 'max' }),
        fc.constantFrom(2048, 16_384),
        fc.boolean(),
        (steps, segmentBytes, isSealed) => {
          const run = new Run(segmentBytes, isSealed);
          for (const each of steps) run.apply(each);
          run.apply({ do: 'restart', inOrder: true });
          run.apply({ do: 'restart', inOrder: false });
        },
      ),
      { numRuns: runs },
    );
  });

  it('after a crash in the middle of any write, has all that was answered and nothing that was not asked for', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 80, size: 'max' }),
        fc.constantFrom(2048, 16_384),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (steps, segmentBytes, moment, isSealed) => {
          const calm = steps.filter((each) => !['refuse', 'restart'].includes(each.do));
          const whole = new Run(segmentBytes, isSealed);
          const start = whole.harness.fs.writtenBytes;
          for (const each of calm) whole.apply(each);
          whole.harness.turn();
          const end = whole.harness.fs.writtenBytes;

          const run = new Run(segmentBytes, isSealed);
          run.harness.fs.powerOffAfter = start + Math.floor((end - start) * moment);
          // What must be there, and what may be there.
          let required = idsOf(run.snapshot());
          let possible = required;
          try {
            for (const each of [...calm, { do: 'turn' } as const]) {
              run.apply(each);
              const ids = idsOf(run.snapshot());
              possible = new Set([...possible, ...ids]);
              required = new Set([...required].filter((id) => ids.has(id)));
              // A machine without power sends no responses, though the journal takes it for a disk that refuses.
              if (run.harness.fs.isOff) break;
              if (each.do !== 'turn' || run.harness.journal.failure !== undefined) continue;
              required = ids;
              possible = ids;
            }
          } catch (error) {
            if (!(error instanceof PowerOff)) throw error;
          }
          const { harness } = run;
          harness.fs.powerOffAfter = undefined;
          harness.crash();
          assert.deepEqual(harness.report.damaged, []);
          assert.ok(harness.report.tornTails.length <= 1);
          const ids = idsOf(run.snapshot());
          assert.deepEqual(
            [...required].filter((id) => !ids.has(id)),
            [],
            'lost',
          );
          assert.deepEqual(
            [...ids].filter((id) => !possible.has(id)),
            [],
            'come back',
          );
        },
      ),
      { numRuns: runs },
    );
  });
});

/** Ids of all messages; none may be there twice. */
function idsOf(snapshot: Snapshot): Set<string> {
  const ids = Object.values(snapshot).flatMap(([, messages]) =>
    (messages as { readonly id: string }[]).map(({ id }) => id),
  );
  assert.equal(new Set(ids).size, ids.length);
  return new Set(ids);
}
