import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { Message } from '../../../broker/engine/state/message.ts';
import { MessageList } from '../../../broker/engine/state/messageList.ts';
import type { Queue } from '../../../broker/engine/state/queue.ts';
import { type Arrivals, findArrival } from '../../../broker/storage/writing/findArrival.ts';
import { MessageTable } from '../../../broker/storage/writing/messageTable.ts';

/** The messages of one group, with their arrivals. */
class Group {
  readonly list = new MessageList();
  readonly table = new MessageTable();
  readonly unplaced: Arrivals['unplaced'] = new Map();
  readonly counters = { messageNumber: 0, queueNumber: 0, arrival: 0 };
  rewritten = 0;
  /** Looks at all of them after each write. */
  isChecked = false;
  private readonly records: Arrivals = {
    table: this.table,
    unplaced: this.unplaced,
    counters: this.counters,
    nextArrival: () => ++this.counters.arrival,
  };

  /** Messages that come before another one, or to the end, without arrivals. */
  put(count: number, next?: Message): Message[] {
    return Array.from({ length: count }, () => {
      const slot = this.table.take();
      const message = new Message(slot, {} as Queue, slot, 0, 1, 'g');
      this.unplaced.set(slot, {} as never);
      if (next === undefined) this.list.append(message);
      else this.list.insertBefore(message, next);
      return message;
    });
  }

  /** Writes them; whatever a crash leaves of that must be in order. */
  write(messages: readonly Message[]): void {
    for (const message of messages) {
      const arrival = findArrival(this.records, message, () => {
        this.rewritten++;
        this.check();
      });
      const slot = message.content as number;
      this.table.arrival[slot] = arrival;
      this.unplaced.delete(slot);
      this.check();
    }
  }

  arrivals(): number[] {
    return [...this.list]
      .filter(({ content }) => !this.unplaced.has(content as number))
      .map(({ content }) => this.table.arrival[content as number] as number);
  }

  private check(): void {
    if (!this.isChecked) return;
    const arrivals = this.arrivals();
    assert.ok(
      arrivals.every((arrival, place) => place === 0 || (arrivals[place - 1] as number) < arrival),
      String(arrivals),
    );
  }
}

describe('the arrivals of messages that are put back', () => {
  it('are in order after each single write, wherever the messages come, and behind what a purge has voided', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.record({ place: fc.nat(8), count: fc.integer({ min: 1, max: 3 }), times: fc.nat(40) }), {
          maxLength: 5,
        }),
        (purged, first, steps) => {
          const group = new Group();
          group.isChecked = true;
          group.counters.arrival = purged;
          group.write(group.put(first));
          for (const { place, count, times } of steps) {
            for (let time = 0; time < times; time++) {
              const next = [...group.list][place];
              group.write(group.put(count, next));
            }
          }
          assert.ok(group.arrivals().every((arrival) => arrival > purged));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('share the room between their neighbours, so that no other is written again', () => {
    const group = new Group();
    group.counters.arrival = 1_000_000;
    group.write(group.put(1));
    const { last } = group.list;
    group.write(group.put(100_000, last));
    assert.equal(group.rewritten, 0);
  });

  it('cost few writes for those that come one by one', () => {
    for (const isBackward of [true, false]) {
      const group = new Group();
      group.write(group.put(2));
      let next = group.list.last;
      for (let count = 0; count < 1000; count++) {
        const [message] = group.put(1, next);
        group.write([message as Message]);
        if (isBackward) next = message;
      }
      assert.ok(group.rewritten < 10 * 1000, String(group.rewritten));
    }
  });
});
