import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AgeOrder } from '../../broker/engine/state/ageOrder.ts';
import { Message } from '../../broker/engine/state/message.ts';
import { EngineHarness } from '../support/engineHarness.ts';

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ addAt: fc.integer({ min: 0, max: 50 }) }) },
  { weight: 2, arbitrary: fc.record({ removePlace: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ shiftBy: fc.integer({ min: -5, max: 5 }) }) },
);

describe('AgeOrder', () => {
  it('knows the oldest message and all others, in whatever order they came and left', () => {
    const queue = new EngineHarness().createQueue('ages');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 0, max: 50 }), (steps, limit) => {
        const order = new AgeOrder();
        const expected: Message[] = [];
        steps.forEach((next, number) => {
          if ('addAt' in next) {
            // Of equal age, messages come in any order of their numbers.
            const message = new Message((number * 37) % 101, queue, number, next.addAt, 1, undefined);
            order.add(message);
            expected.push(message);
          } else if ('shiftBy' in next) {
            order.shiftKeys(next.shiftBy);
            for (const message of expected) message.sentAt += next.shiftBy;
          } else if (expected.length > 0) {
            order.remove(expected.splice(next.removePlace % expected.length, 1)[0] as Message);
          }
          const times = expected.map(({ sentAt }) => sentAt);
          assert.equal(order.size, expected.length);
          assert.equal(order.peekKey(), times.length === 0 ? undefined : Math.min(...times));
          assert.equal(order.countUpTo(limit), times.filter((time) => time <= limit).length);
        });
        assert.deepEqual(new Set(order.all()), new Set(expected));
        const compareNewest = (one: Message, other: Message) =>
          other.sentAt - one.sentAt || other.number - one.number;
        const size = 1 + (limit % 7);
        type Reader = 'listNewest' | 'listOldest';
        const readers: [Reader, Message[]][] = [
          ['listNewest', expected.toSorted(compareNewest)],
          ['listOldest', expected.toSorted(compareNewest).reverse()],
        ];
        for (const [list, all] of readers)
          for (let at = 0; at <= all.length; at++) {
            assert.deepEqual(order[list](size, all[at - 1]), all.slice(at, at + size));
            const bookmark = order.setBookmark(all.slice(0, at), undefined);
            assert.deepEqual(order[list](size, all[at - 1], bookmark), all.slice(at, at + size));
          }
        // Half of them leave, those with bookmarks as well.
        const bookmarks = readers.map(([, all]) =>
          all.map((_, at) => order.setBookmark(all.slice(0, at + 1), undefined)),
        );
        const leaving = new Set(expected.filter((_, at) => at % 2 === 0));
        for (const message of leaving) order.remove(message);
        readers.forEach(([list, all], reader) => {
          all.forEach((last, at) => {
            const rest = all.slice(at + 1).filter((message) => !leaving.has(message));
            assert.deepEqual(order[list](size, last, bookmarks[reader]?.[at]), rest.slice(0, size));
            // One that belongs elsewhere leaves nothing out.
            assert.deepEqual(order[list](size, last, bookmarks[reader]?.at(-1)), rest.slice(0, size));
          });
        });
      }),
    );
  });
});
