import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { purgeQueue } from '../../broker/engine/operations/purgeQueue.ts';
import { retentionEnd } from '../../broker/engine/operations/nextEvent.ts';
import { MasterKey } from '../../broker/kms/masterKey.ts';
import { caller, unwrap } from '../support/engineHarness.ts';
import { JournalHarness } from '../support/journalHarness.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const QUEUES = ['fair', 'ordered.fifo', 'dead'] as const;

type Step =
  | { readonly do: 'send'; readonly queue: number; readonly group: number; readonly delaySeconds: number }
  | { readonly do: 'receive'; readonly queue: number; readonly visibilitySeconds: number }
  | { readonly do: 'delete'; readonly place: number }
  | { readonly do: 'purge'; readonly queue: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'jump'; readonly ms: number }
  | { readonly do: 'undo'; readonly place: number }
  | { readonly do: 'reset' | 'pass' | 'turn' }
  | { readonly do: 'restart'; readonly inOrder: boolean };

const queue = fc.nat(QUEUES.length - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      queue,
      group: fc.nat(2),
      delaySeconds: fc.constantFrom(0, 0, 0, 900),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('receive' as const),
      queue,
      visibilitySeconds: fc.constantFrom(0, 30, 43_200),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), place: fc.nat(50) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('purge' as const), queue: fc.constantFrom(0, 2) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 20_000, 3 * MINUTE_MS) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('jump' as const),
      ms: fc.constantFrom(10 * MINUTE_MS, 40 * MINUTE_MS, HOUR_MS, 24 * HOUR_MS),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('undo' as const), place: fc.nat(3) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('reset' as const, 'pass' as const, 'turn' as const, 'turn' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restart' as const), inOrder: fc.boolean() }) },
);

/** What must be the same of a message before a jump and after its undo. */
interface Known {
  readonly queue: string;
  readonly body: string;
  readonly groupId: string | undefined;
  readonly receiveCount: number;
  readonly from: string | undefined;
  readonly leftMs: number;
}

/** What a jump ended, by the test's own books. */
interface Lost {
  readonly messages: ReadonlyMap<number, Known>;
  readonly livedMs: number;
}

class Run {
  readonly harness: JournalHarness;
  private readonly handles: { readonly queue: string; readonly receiptHandle: string }[] = [];
  private readonly lost = new Map<number, Lost>();
  /** Time that passed without jumps. */
  private livedMs = 0;
  private count = 0;

  constructor(segmentBytes: number, masterKey: MasterKey | undefined, folder: string) {
    this.harness = new JournalHarness({ segmentBytes, bodyBudgetBytes: 4096, masterKey, folder });
    this.harness.fs.syncLater = (_file, done) => done(undefined);
    this.harness.start();
    const brief = { MessageRetentionPeriod: '3600' };
    const { arn } = this.harness.create('dead', brief);
    const policy = JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 2 });
    this.harness.create('fair', { ...brief, RedrivePolicy: policy });
    this.harness.create('ordered.fifo', brief);
    this.harness.turn();
  }

  async apply(step: Step): Promise<void> {
    const { harness } = this;
    switch (step.do) {
      case 'send': {
        const name = QUEUES[step.queue] as string;
        const body = `${this.count++} ${'x'.repeat(200)}`;
        const isFifo = name.endsWith('.fifo');
        harness.send(name, body, {
          groupId: `g${step.group}`,
          ...(isFifo ? { deduplicationId: String(this.count) } : { delaySeconds: step.delaySeconds }),
        });
        break;
      }
      case 'receive': {
        const name = QUEUES[step.queue] as string;
        const { visibilitySeconds } = step;
        for (const { receiptHandle } of harness.receive(name, { maxMessages: 3, visibilitySeconds })) {
          this.handles.push({ queue: name, receiptHandle });
        }
        break;
      }
      case 'delete': {
        const [handle] = this.handles.splice(step.place % Math.max(1, this.handles.length), 1);
        if (handle !== undefined) harness.tryToRemove(handle.queue, handle.receiptHandle);
        break;
      }
      case 'purge':
        unwrap(purgeQueue(harness.engine, harness.queue(QUEUES[step.queue] as string), caller));
        break;
      case 'wait':
        harness.clock.advance(step.ms);
        this.livedMs += step.ms;
        break;
      case 'jump':
        this.jump(step.ms);
        break;
      case 'undo':
        await this.undo(step.place);
        break;
      case 'reset':
        harness.resetClock();
        break;
      case 'turn':
        harness.turn();
        break;
      case 'pass':
        harness.turn();
        harness.pass(3000);
        break;
      case 'restart': {
        assert.equal(harness.commit(), undefined);
        const before = this.look();
        if (step.inOrder) harness.restart();
        else harness.crash();
        harness.fs.syncLater = (_file, done) => done(undefined);
        assert.deepEqual(this.look(), before);
      }
    }
    this.checkBooks();
    this.checkOrder();
  }

  private jump(ms: number): void {
    const { harness } = this;
    harness.engine.begin();
    harness.engine.settle();
    const before = this.look();
    const jump = harness.jump(ms);
    const after = this.look();
    const messages = new Map([...before].filter(([number]) => !after.has(number)));
    if (messages.size > 0) this.lost.set(jump, { messages, livedMs: this.livedMs });
  }

  private async undo(place: number): Promise<void> {
    const { harness } = this;
    const undoable = harness.journal.undoing.listJumps();
    if (undoable.length === 0) return;
    const { jump } = undoable[place % undoable.length] as (typeof undoable)[number];
    const before = this.look();
    const lost = this.lost.get(jump.number) as Lost;
    this.lost.delete(jump.number);
    const undone = await harness.finish(harness.undoJump(jump.number));
    assert.deepEqual(undone, { messages: lost.messages.size, missing: 0, waiting: [] });
    const passedMs = this.livedMs - lost.livedMs;
    const expected = new Map(before);
    for (const [number, known] of lost.messages) {
      assert.ok(!expected.has(number), 'a message is there twice');
      // Its life may be over meanwhile, as it would be without the jump.
      if (known.leftMs > passedMs) expected.set(number, { ...known, leftMs: known.leftMs - passedMs });
    }
    const byNumber = (all: ReadonlyMap<number, Known>) => [...all].sort(([one], [other]) => one - other);
    assert.deepEqual(byNumber(this.look()), byNumber(expected));
  }

  private look(): Map<number, Known> {
    const { engine, journal } = this.harness;
    engine.begin();
    engine.settle();
    const found = new Map<number, Known>();
    for (const each of engine.allQueues()) {
      for (const message of each.byAge.all()) {
        assert.ok(!found.has(message.number), 'a message is there twice');
        found.set(message.number, {
          queue: each.name,
          body: String(Buffer.from(journal.contents.read(message.content)?.body ?? [])),
          groupId: message.groupId,
          receiveCount: message.receiveCount,
          from: message.deadLetterSourceArn,
          leftMs: retentionEnd(message) - engine.ports.clock.now(),
        });
      }
    }
    return found;
  }

  /** What can be undone is what the jumps of the last five minutes ended. */
  private checkBooks(): void {
    const listed = this.harness.journal.undoing
      .listJumps()
      .map(({ jump, queues }) => [jump.number, queues.reduce((sum, { messages }) => sum + messages, 0)]);
    const known = [...this.lost]
      .filter(([, { livedMs }]) => this.livedMs - livedMs < 5 * MINUTE_MS)
      .map(([jump, { messages }]) => [jump, messages.size]);
    assert.deepEqual(listed, known);
  }

  private checkOrder(): void {
    const { lanes } = this.harness.queue('ordered.fifo').order as unknown as {
      readonly lanes: ReadonlyMap<string, { readonly messages: Iterable<{ readonly number: number }> }>;
    };
    for (const { messages } of lanes.values()) {
      const numbers = [...messages].map(({ number }) => number);
      assert.deepEqual(
        numbers,
        numbers.toSorted((one, other) => one - other),
      );
    }
  }
}

const runs = Number(process.env.QUEUESIDE_PROPERTY_RUNS ?? 150);
const MASTER_KEY = new MasterKey(Buffer.alloc(32, 7));

describe('the undo of a jump under any sequence of operations', function () {
  this.timeout(Math.max(120_000, runs * 1000));
  const scratch = mkdtempSync(join(tmpdir(), 'queueside-jumps-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  it('brings back what that jump ended, once, as it was, and nothing else', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 10, maxLength: 90, size: 'max' }),
        fc.constantFrom(2048, 16_384),
        fc.boolean(),
        async (steps, segmentBytes, isSealed) => {
          const folder = mkdtempSync(join(scratch, 'keys-'));
          const run = new Run(segmentBytes, isSealed ? MASTER_KEY : undefined, folder);
          writeFileSync('/tmp/adv-steps.json', JSON.stringify([segmentBytes, isSealed]) + '\n');
          for (const each of steps) {
            appendFileSync('/tmp/adv-steps.json', JSON.stringify(each) + '\n');
            await run.apply(each);
          }
          await run.apply({ do: 'restart', inOrder: true });
          await run.apply({ do: 'undo', place: 0 });
          await run.apply({ do: 'restart', inOrder: false });
        },
      ),
      { numRuns: runs },
    ));
});
