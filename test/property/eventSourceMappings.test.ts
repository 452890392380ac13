import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { EngineEvent } from '../../broker/engine/events.ts';
import { messageIdOf, messageNumberOf } from '../../broker/engine/base/identity.ts';
import type { Queue } from '../../broker/engine/state/queue.ts';
import type { Mapping } from '../../broker/mappings/mapping.ts';
import { IDENTITY_KEY } from '../support/engineHarness.ts';
import { type FakeInvocation, FUNCTION, MappingWorld } from '../support/mappingWorld.ts';

const MINUTE_MS = 60_000;
const MAXIMUM_EVENT_BYTES = 6_291_556;
const PATTERNS = ['{"body":[{"prefix":"ok"}]}'];

/** How an invocation ends; a number picks messages of its batch. */
type Ending =
  | { readonly kind: 'returns' | 'fails' | 'badReport' | 'throttled' | 'unavailable' }
  | { readonly kind: 'reports'; readonly pick: number };
type Step =
  | { readonly do: 'send'; readonly isWanted: boolean; readonly count: number; readonly group: number }
  | { readonly do: 'sendLarge'; readonly group: number }
  | { readonly do: 'advance'; readonly ms: number }
  | { readonly do: 'end'; readonly which: number; readonly ending: Ending }
  | { readonly do: 'pause'; readonly which: number; readonly isPaused: boolean }
  | { readonly do: 'environments'; readonly count: number }
  | { readonly do: 'runnable' | 'enabled'; readonly isOn: boolean }
  | { readonly do: 'window'; readonly seconds: number };

const ending: fc.Arbitrary<Ending> = fc.oneof(
  fc.constantFrom<Ending>(
    { kind: 'returns' },
    { kind: 'fails' },
    { kind: 'badReport' },
    { kind: 'throttled' },
    { kind: 'unavailable' },
  ),
  fc.record({ kind: fc.constant('reports' as const), pick: fc.nat(1023) }),
);
const group = fc.nat(2);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      isWanted: fc.boolean(),
      count: fc.integer({ min: 1, max: 25 }),
      group,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sendLarge' as const), group }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('advance' as const),
      ms: fc.constantFrom(0, 1, 500, 1000, 5000, 29_999, 30_000, 65_000),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('end' as const), which: fc.nat(9), ending }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('pause' as const), which: fc.nat(9), isPaused: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('environments' as const), count: fc.nat(4) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('runnable' as const, 'enabled' as const),
      isOn: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('window' as const), seconds: fc.constantFrom(0, 1, 20) }),
  },
);

/** What may have become of each message, by what the functions answered. */
class Model {
  readonly world = new MappingWorld();
  readonly queue: Queue;
  readonly mapping: Mapping;
  readonly isFifo: boolean;
  /** Bodies by message id. */
  private readonly sent = new Map<string, string>();
  private readonly succeeded = new Set<string>();
  private readonly deletedInGroup = new Map<string, number>();
  private readonly running: FakeInvocation[] = [];
  private count = 0;

  constructor(isFifo: boolean) {
    this.isFifo = isFifo;
    this.queue = this.world.createQueue(isFifo ? 'model.fifo' : 'model', { VisibilityTimeout: '30' });
    this.world.functions.declare(FUNCTION, { environments: 2 });
    this.mapping = this.world.create(
      { patterns: PATTERNS, reportsItemFailures: true, batchSize: 10 },
      this.queue,
    );
    this.world.engine.onEvent((event) => this.observe(event));
  }

  run(steps: readonly Step[]): void {
    for (const each of steps) {
      this.apply(each);
      this.checkInvocations();
    }
    this.finish();
  }

  private apply(given: Step): void {
    const { world } = this;
    switch (given.do) {
      case 'send':
        this.send(
          Array.from({ length: given.count }, () => `${given.isWanted ? 'ok' : 'no'} ${++this.count}`),
          given.group,
        );
        break;
      case 'sendLarge':
        this.send(
          Array.from({ length: 6 }, () => `ok ${++this.count} `.padEnd(1_000_000, '"')),
          given.group,
        );
        break;
      case 'advance':
        world.advance(given.ms);
        break;
      case 'end':
        this.end(given.which, given.ending);
        break;
      case 'pause':
        this.running[given.which]?.request.onPause?.(given.isPaused);
        break;
      case 'environments':
        this.declare({ environments: given.count });
        break;
      case 'runnable':
        this.declare({ isRunnable: given.isOn });
        break;
      case 'enabled':
        world.book.update(this.mapping, { isEnabled: given.isOn });
        break;
      case 'window':
        if (!this.isFifo) world.book.update(this.mapping, { windowSeconds: given.seconds });
        break;
    }
    world.turn();
  }

  private declare(settings: Parameters<MappingWorld['functions']['declare']>[1]): void {
    this.world.functions.declare(FUNCTION, settings);
  }

  private send(bodies: readonly string[], group: number): void {
    this.world.send(bodies, this.queue, this.isFifo ? { groupId: String(group) } : {});
  }

  private observe(event: EngineEvent): void {
    if (event.queue !== this.queue || !('message' in event)) return;
    const id = messageIdOf(IDENTITY_KEY, event.message.number);
    if (event.kind === 'sent') this.sent.set(id, Buffer.from(event.content.body).toString());
    if (event.kind !== 'deleted') return;
    const body = this.sent.get(id) ?? assert.fail('deleted what was never sent');
    if (body.startsWith('no')) return;
    assert.ok(this.succeeded.has(id), `${body.slice(0, 20)} was deleted without success`);
    const { groupId } = event.message;
    if (groupId === undefined || !this.isFifo) return;
    const number = Number(body.split(' ')[1]);
    assert.ok(number > (this.deletedInGroup.get(groupId) ?? 0), 'the order of a group was not kept');
    this.deletedInGroup.set(groupId, number);
  }

  private checkInvocations(): void {
    for (const invocation of this.world.take()) {
      const { bodies, request } = invocation;
      assert.ok(bodies.length >= 1 && bodies.length <= 10);
      assert.ok(bodies.every((body) => body.startsWith('ok')));
      assert.ok(Buffer.byteLength(request.payload) <= MAXIMUM_EVENT_BYTES);
      this.running.push(invocation);
      if (!this.isFifo) continue;
      // A function that takes too long still has what others process meanwhile.
      const groups = this.running.map(
        ({ records }) => new Set(records.filter((record) => this.isLeased(record)).map(groupOf)),
      );
      const all = groups.flatMap((each) => [...each]);
      assert.equal(new Set(all).size, all.length, 'a group is in two invocations at the same time');
    }
  }

  private isLeased({ messageId, receiptHandle }: Readonly<Record<string, unknown>>): boolean {
    const number = messageNumberOf(IDENTITY_KEY, String(messageId)) ?? assert.fail();
    const message = this.queue.received.get(number);
    return message?.state === 'inFlight' && message.delivery?.receiptHandle === receiptHandle;
  }

  private end(which: number, { kind, ...rest }: Ending): void {
    const [invocation] = this.running.splice(which, 1);
    if (invocation === undefined) return;
    const { messageIds } = invocation;
    switch (kind) {
      case 'returns':
        for (const id of messageIds) this.succeeded.add(id);
        invocation.returns();
        break;
      case 'fails':
        invocation.fails();
        break;
      case 'badReport':
        invocation.returns({ batchItemFailures: [{ itemIdentifier: 'x' }] });
        break;
      case 'throttled':
      case 'unavailable':
        invocation.end({ outcome: kind, reason: 'busy' });
        break;
      case 'reports':
        this.report(invocation, 'pick' in rest ? rest.pick : 0);
    }
    this.checkInvocations();
  }

  /** Of a FIFO queue, the function reports what follows a failed message, too, as it should. */
  private report(invocation: FakeInvocation, pick: number): void {
    const { messageIds } = invocation;
    const first = pick % (messageIds.length + 1);
    const failed = messageIds.filter((_, index) =>
      this.isFifo ? index >= first : ((pick >> index) & 1) === 1,
    );
    for (const id of messageIds) if (!failed.includes(id)) this.succeeded.add(id);
    invocation.returns({ batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) });
  }

  /** From now on all is well: in the end, each message was processed. */
  private finish(): void {
    const { world } = this;
    while (this.running.length > 0) this.end(0, { kind: 'fails' });
    world.functions.respond = (invocation) => {
      for (const id of invocation.messageIds) this.succeeded.add(id);
      invocation.returns();
    };
    this.declare({ environments: 2, isRunnable: true });
    world.book.update(this.mapping, { isEnabled: true });
    world.advance(30 * MINUTE_MS);
    world.take();
    assert.equal(this.queue.messageCount, 0, 'a message is left');
    assert.equal(world.wakesAt, undefined, 'the pollers wait for a time with nothing to do');
    world.book.remove(this.mapping);
    assert.equal(this.queue.waiters.size, 0);
  }
}

function groupOf({ attributes }: Readonly<Record<string, unknown>>): string {
  return (attributes as Record<string, string>)['MessageGroupId'] ?? '';
}

describe('An event source mapping', () => {
  for (const isFifo of [false, true]) {
    it(`loses no message${isFifo ? ' of a FIFO queue, nor its order' : ''}, and deletes none without success`, () => {
      fc.assert(
        fc.property(fc.array(step, { maxLength: 60 }), (steps) => new Model(isFifo).run(steps)),
        { numRuns: 50 },
      );
    }).timeout(120_000);
  }
});
