import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type Lease, LeaseBook } from '../../../broker/gateway/leaseBook.ts';
import {
  EXTENSION_MS,
  type HoldFailure,
  UNKNOWN_LEFT_MS,
  VisibilityHolds,
} from '../../../broker/gateway/visibilityHolds.ts';
import { ManualSchedule } from '../../support/manualSchedule.ts';

const FAILURE: HoldFailure = { reason: 'down', isDenied: false };
const QUEUE_MS = 600_000;

describe('The hold of a message whose program is paused', () => {
  let schedule: ManualSchedule;
  let leases: LeaseBook;
  let holds: VisibilityHolds;
  /** When a timeout was set, to what, in seconds, and whether it was known. */
  let calls: (readonly [number, number, boolean])[];
  let answers: (HoldFailure | Promise<HoldFailure | ReadonlyMap<string, HoldFailure>>)[];
  let failures: string[];
  /** As the settings of the queue say it. */
  let timeoutMs: number | undefined;

  beforeEach(() => {
    schedule = new ManualSchedule();
    calls = [];
    answers = [];
    failures = [];
    timeoutMs = undefined;
    const now = (): number => schedule.now();
    leases = new LeaseBook({ now, schedule: schedule.after, onExpired: () => undefined });
    holds = new VisibilityHolds({
      leases,
      schedule: schedule.after,
      now,
      timeoutOf: () => timeoutMs,
      extend: (wanted) => {
        for (const { timeoutSeconds, isTimeoutKnown } of wanted)
          calls.push([now() / 1_000, timeoutSeconds, isTimeoutKnown]);
        return Promise.resolve(answers.shift() ?? new Map());
      },
      onHeld: () => undefined,
      onReleased: () => undefined,
      onFailure: (_, { reason }) => failures.push(reason),
    });
  });

  function receive(deadline?: number): Lease {
    const lease: Lease = {
      messageNumber: 1,
      queueArn: 'arn',
      queueUrl: 'url',
      receiptHandle: 'handle',
      caller: {
        consumerId: 'c',
        accessKeyId: 'c',
        action: 'ReceiveMessage',
        requestId: '',
      } as Lease['caller'],
      receivedAt: schedule.now(),
      sentAt: undefined,
      groupId: undefined,
      receiveCount: 1,
      deadline,
      isOpen: true,
      heapPlace: -1,
    };
    leases.add(lease);
    return lease;
  }

  async function settle(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
  }

  async function pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      schedule.advance(1_000);
      await settle();
    }
  }

  function learn(lease: Lease): void {
    timeoutMs = QUEUE_MS;
    if (lease.deadline === undefined) leases.reopen(lease, lease.receivedAt + QUEUE_MS);
  }

  it('waits for the timeout of the queue, which it does not shorten', async () => {
    const lease = receive();
    holds.hold('c');
    await pass(4);
    learn(lease);
    await pass(60);
    assert.deepEqual(calls, []);
    holds.release('c');
    await pass(5);
    assert.deepEqual(calls, [[64, 600, true]]);
    assert.equal(lease.deadline, 64_000 + QUEUE_MS);
  });

  it('gives back what was left by a timeout that the queue says after the first extension', async () => {
    const lease = receive();
    holds.hold('c');
    await pass(12);
    assert.deepEqual(calls, [[10, EXTENSION_MS / 1_000, false]]);
    learn(lease);
    holds.release('c');
    await pass(5);
    assert.deepEqual(calls.slice(1), [[12, 600, true]]);
    assert.equal(lease.deadline, 12_000 + QUEUE_MS);
  });

  it('leaves ten minutes if an extension replaced a timeout that nothing says', async () => {
    const lease = receive();
    holds.hold('c');
    await pass(15);
    holds.release('c');
    await pass(5);
    assert.deepEqual(calls, [
      [10, EXTENSION_MS / 1_000, false],
      [15, UNKNOWN_LEFT_MS / 1_000, false],
    ]);
    assert.equal(lease.deadline, 15_000 + UNKNOWN_LEFT_MS);
  });

  it('changes nothing in a short pause if nothing says the timeout', async () => {
    receive();
    holds.hold('c');
    await pass(9);
    holds.release('c');
    await pass(60);
    assert.deepEqual(calls, []);
    assert.equal(schedule.pendingCount, 0);
  });

  it('gives back what was left also if the program continues while an extension is on its way', async () => {
    const lease = receive(QUEUE_MS);
    let resolve: (failed: ReadonlyMap<string, HoldFailure>) => void = () => undefined;
    answers = [new Promise((given) => (resolve = given))];
    holds.hold('c');
    await pass(580);
    assert.equal(calls.length, 1);
    holds.release('c');
    resolve(new Map());
    await settle();
    assert.deepEqual(calls[1], [580, 600, true]);
    await settle();
    assert.equal(lease.deadline, 580_000 + QUEUE_MS);
    await pass(2);
    assert.equal(schedule.pendingCount, 1, 'only the timer of the timeout is left');
  });

  it('tries again to give back what was left, and says that it failed once', async () => {
    const lease = receive(100_000);
    holds.hold('c');
    await pass(90);
    answers = [FAILURE, FAILURE];
    holds.release('c');
    await settle();
    await pass(30);
    assert.deepEqual(
      calls.slice(1).map(([second, timeout]) => [second, timeout]),
      [
        [90, 100],
        [95, 95],
        [100, 90],
      ],
    );
    assert.deepEqual(failures, ['down']);
    assert.equal(lease.deadline, 190_000);
  });

  it('gives back what was left at the first of two pauses', async () => {
    const lease = receive(100_000);
    holds.hold('c');
    await pass(90);
    answers = [FAILURE];
    holds.release('c');
    await pass(1);
    holds.hold('c');
    await pass(1);
    holds.release('c');
    await pass(10);
    // 99 s were left at the second one.
    assert.equal(lease.deadline, 92_000 + 99_000);
  });

  it('makes no call after the message is deleted, or the gateway stops', async () => {
    for (const end of [(lease: Lease) => leases.end(lease, 'call'), () => holds.stop()]) {
      const lease = receive(schedule.now() + 100_000);
      holds.hold('c');
      await pass(90);
      answers = [FAILURE];
      holds.release('c');
      await settle();
      const { length } = calls;
      end(lease);
      await pass(20);
      assert.equal(calls.length, length);
    }
  });
});
