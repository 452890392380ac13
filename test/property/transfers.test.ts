import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { BatchedMessage } from '../../broker/protocol/messages.ts';
import { Transfer, type TransferMode } from '../../extension/remote/transfer/transfer.ts';
import type { TransferReport } from '../../extension/remote/transfer/transferReport.ts';
import { ModelJournal, ModelSource, ModelTarget, type Trouble } from '../support/transfer/modelQueue.ts';

/** One window that runs the transfer, or resumes it. */
interface Window {
  /** Of entries, calls and responses, one of so many fails; 0: none. */
  readonly failsEvery: { readonly entry: number; readonly call: number; readonly lostResponse: number };
  /** Steps after which the window is closed, or the user cancels; undefined: never. */
  readonly closedAt: number | undefined;
  readonly cancelledAt: number | undefined;
  readonly perSecond: number | undefined;
}

const QUIET: Window = {
  failsEvery: { entry: 0, call: 0, lostResponse: 0 },
  closedAt: undefined,
  cancelledAt: undefined,
  perSecond: undefined,
};
const often = fc.constantFrom(0, 0, 0, 3, 17, 40);
const moment = fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined });

const story = fc.record({
  mode: fc.constantFrom<TransferMode>('copy', 'move'),
  isFifo: fc.boolean(),
  groupCount: fc.integer({ min: 1, max: 4 }),
  count: fc.integer({ min: 0, max: 45 }),
  maximum: fc.constantFrom(7, 30, 100),
  windows: fc.array(
    fc.record({
      failsEvery: fc.record({ entry: often, call: often, lostResponse: often }),
      closedAt: moment,
      cancelledAt: moment,
      perSecond: fc.constantFrom(undefined, 1, 20),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

class World {
  now = 0;
  readonly journal: ModelJournal;
  readonly source: ModelSource;
  readonly target: ModelTarget;
  readonly messages: readonly BatchedMessage[];
  isClosed = false;
  #steps = 0;
  #calls = 0;
  #window: Window = QUIET;
  #abort = new AbortController();

  constructor({ count, groupCount, isFifo }: { count: number; groupCount: number; isFifo: boolean }) {
    this.messages = Array.from({ length: count }, (_, index) => ({
      body: String(index),
      ...(isFifo && { groupId: `g${index % groupCount}`, deduplicationId: String(index) }),
    }));
    const trouble: Trouble = {
      step: () => this.#step(),
      happens: (what) => {
        const every = this.#window.failsEvery[what];
        this.#calls += 1;
        return every > 0 && this.#calls % every === 0;
      },
    };
    this.journal = new ModelJournal(trouble.step);
    this.source = new ModelSource(this.messages, isFifo, trouble, () => this.now);
    this.target = new ModelTarget(trouble);
  }

  async run(window: Window, mode: TransferMode, maximum: number): Promise<TransferReport> {
    this.#window = window;
    this.#steps = 0;
    this.isClosed = false;
    this.#abort = new AbortController();
    const transfer = new Transfer({
      mode,
      source: this.source,
      target: this.target,
      journal: this.journal,
      clock: {
        readNow: () => this.now,
        wait: (ms) => {
          this.now += ms;
          return Promise.resolve();
        },
      },
      maximum,
      messagesPerSecond: window.perSecond,
      isFifo: this.source.isFifo,
      hiddenUntilMs: this.now + this.source.holdSeconds * 1_000,
      signal: this.#abort.signal,
      onProgress: () => undefined,
    });
    return transfer.run();
  }

  listSentTwice(): string[] {
    const { bodies } = this.target;
    return bodies.filter((body, place) => bodies.indexOf(body) !== place);
  }

  listInBoth(): string[] {
    const sent = new Set(this.target.bodies);
    return this.source.stored.flatMap(({ messageId }) => (sent.has(messageId) ? [messageId] : []));
  }

  listHidden(): string[] {
    const visible = new Set(this.source.listVisible());
    return this.source.stored.flatMap(({ messageId }) => (visible.has(messageId) ? [] : [messageId]));
  }

  #step(): void {
    this.#steps += 1;
    if (this.#steps === this.#window.cancelledAt) this.#abort.abort();
    if (this.#steps === this.#window.closedAt) this.isClosed = true;
    if (this.isClosed) throw new Error('The window is closed.');
  }
}

function assertNothingIsLost(world: World, mode: TransferMode): void {
  const sent = new Set(world.target.bodies);
  const kept = new Set(world.source.stored.map(({ messageId }) => messageId));
  for (const { body } of world.messages) assert.ok(sent.has(body) || kept.has(body), `lost ${body}`);
  if (mode === 'copy') assert.equal(kept.size, world.messages.length);
}

function assertGroupsInOrder({ messages, source, target }: World): void {
  if (!source.isFifo) return;
  const first = [...new Set(target.bodies)].map(Number);
  for (const group of new Set(messages.map(({ groupId }) => groupId))) {
    const ofGroup = first.filter((body) => messages[body]?.groupId === group);
    assert.deepEqual(
      ofGroup,
      ofGroup.toSorted((one, other) => one - other),
    );
  }
}

describe('A transfer of messages', () => {
  it('loses nothing, gives everything back, and sends nothing again that the target acknowledged', async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ mode, maximum, windows, ...queue }) => {
        const world = new World(queue);
        let unsureCount = 0;
        for (const window of windows) {
          const acknowledged = new Set(world.journal.stored);
          const hiddenBefore = world.listHidden();
          const sentBefore = world.target.bodies.length;
          const report = await world.run(window, mode, maximum);
          assertNothingIsLost(world, mode);
          const again = world.target.bodies.slice(sentBefore).filter((body) => acknowledged.has(body));
          assert.deepEqual(again, []);
          // At most a batch is on its way at a time.
          if (world.isClosed) unsureCount += 10;
          else {
            unsureCount += report.unsureCount;
            const hidden = world.listHidden().filter((id) => !hiddenBefore.includes(id));
            assert.ok(hidden.length <= report.hidden.count, 'more is hidden than it says');
            const inBoth = mode === 'move' ? world.listInBoth().length : 0;
            assert.ok(inBoth <= report.inBothCount + unsureCount, 'more is in both than it says');
          }
          assert.ok(world.listSentTwice().length <= unsureCount);
          assertGroupsInOrder(world);
        }
      }),
      { numRuns: 1_500 },
    );
  });

  it('is complete once it is resumed and nothing fails any more', async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ mode, windows, ...queue }) => {
        const world = new World(queue);
        const maximum = 1_000;
        for (const window of windows)
          await world.run({ ...window, failsEvery: QUIET.failsEvery }, mode, maximum);
        const report = await world.run(QUIET, mode, maximum);
        assert.deepEqual([report.end, report.hidden.count, report.failedCount], ['finished', 0, 0]);
        const sent = new Set(world.target.bodies);
        if (mode === 'move') assert.equal(world.source.stored.length, 0);
        else assert.equal(world.source.listVisible().length, world.messages.length);
        // A FIFO queue gives no message behind one that is held.
        if (mode === 'move' || !queue.isFifo) assert.equal(sent.size, world.messages.length);
        assertGroupsInOrder(world);
      }),
      { numRuns: 700 },
    );
  });
});
