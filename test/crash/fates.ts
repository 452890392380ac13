import assert from 'node:assert/strict';

/** Brokers killed in one run of the suite; QUEUESIDE_CRASH_RUNS asks for more. */
export const CRASH_RUNS = Number(process.env.QUEUESIDE_CRASH_RUNS ?? 200);

/** The second half of the brokers of a suite encrypt, on the folder that the first half leaves in the clear. */
export function isSealedRun(run: number, runs: number): boolean {
  return run >= Math.floor(runs / 2);
}

/** What clients know of a body: what they asked for, and what was answered. */
interface Fate {
  readonly body: string;
  readonly queue: string;
  readonly groupId: string | undefined;
  sent: 'asked' | 'answered';
  deleted: 'no' | 'asked' | 'answered';
}

/**
 * The fates of all messages over the lives of many brokers. A body begins with its number, and those of a group rise;
 * only one client at a time sends to a FIFO queue.
 */
export class Fates {
  private readonly fates = new Map<string, Fate>();
  private count = 0;
  /** Sends and deletions that were answered, in all. */
  answers = 0;

  /** Messages that may still be there. */
  get size(): number {
    return this.fates.size;
  }

  /** A new body that is about to be sent. */
  begin(queue: string, groups: number): { readonly body: string; readonly groupId: string | undefined } {
    const number = this.count++;
    // A receive without a response locks its group: there are new ones all the time.
    const groupId = queue.endsWith('.fifo') ? `g${Math.floor(number / 100)}-${number % groups}` : undefined;
    const body = `${number} ${'x'.repeat((number * 7919) % 3000)}`;
    this.fates.set(labelOf(body), { body, queue, groupId, sent: 'asked', deleted: 'no' });
    return { body, groupId };
  }

  /** Whether a message may still be there. */
  has(body: string): boolean {
    return this.fates.has(labelOf(body));
  }

  wasSent(body: string): void {
    this.of(body).sent = 'answered';
    this.answers++;
  }

  wasReceived(body: string): void {
    const fate = this.of(body);
    assert.equal(body, fate.body);
    assert.notEqual(fate.deleted, 'answered', 'a message that was deleted was received');
  }

  isBeingDeleted(body: string): void {
    this.of(body).deleted = 'asked';
  }

  wasDeleted(body: string): void {
    this.of(body).deleted = 'answered';
    this.answers++;
  }

  /** Compares a queue after a crash, all of it, with what clients were told. `bodies` may be cut behind the number. */
  check(queue: string, bodies: readonly string[]): void {
    const present = new Set(bodies.map(labelOf));
    assert.equal(present.size, bodies.length, 'a message is there twice');
    for (const body of bodies) this.of(body);
    for (const [label, fate] of this.fates) {
      if (fate.queue !== queue) continue;
      const isThere = present.has(label);
      if (fate.sent === 'answered' && fate.deleted === 'no')
        assert.ok(isThere, `${label} of ${queue} is lost`);
      if (fate.deleted === 'answered') assert.ok(!isThere, `${label} of ${queue} has come back`);
      // What is decided needs no more watching.
      if (isThere) fate.sent = 'answered';
      else this.fates.delete(label);
    }
    if (queue.endsWith('.fifo')) this.checkOrder(bodies);
  }

  private checkOrder(bodies: readonly string[]): void {
    const last = new Map<string | undefined, number>();
    for (const body of bodies) {
      const { groupId } = this.of(body);
      const number = Number(labelOf(body));
      assert.ok(number > (last.get(groupId) ?? -1), `${number} is out of order in ${groupId}`);
      last.set(groupId, number);
    }
  }

  private of(body: string): Fate {
    const fate = this.fates.get(labelOf(body));
    assert.ok(fate !== undefined, `a message that was never sent, or was already deleted: ${labelOf(body)}`);
    return fate;
  }
}

/** The number that a body begins with; what deduplicates it. */
export function labelOf(body: string): string {
  return body.split(' ', 1)[0] as string;
}
