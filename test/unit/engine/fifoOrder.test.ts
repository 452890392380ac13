import assert from 'node:assert/strict';
import { FifoOrder } from '../../../broker/engine/state/fifoOrder.ts';
import { Message } from '../../../broker/engine/state/message.ts';
import type { Queue } from '../../../broker/engine/state/queue.ts';

const COUNT = 1000;

describe('messages that are put back into a group', () => {
  let order: FifoOrder;
  let comparisons: number;

  beforeEach(() => {
    order = new FifoOrder();
    comparisons = 0;
  });

  const create = (number: number): Message => {
    const message = new Message(number, {} as Queue, number, 0, 1, 'g');
    message.state = 'visible';
    return message;
  };
  const putBack = (number: number): void =>
    order.insert(create(number), (other) => {
      comparisons++;
      return other.number > number;
    });
  const numbers = (): readonly number[] => [...order.visible()].map(({ number }) => number);
  const sorted = (): readonly number[] => numbers().toSorted((one, other) => one - other);

  for (const { where, present } of [
    { where: 'before all others', present: (place: number) => COUNT + place },
    { where: 'behind all others', present: (place: number) => place - COUNT },
    { where: 'among them', present: (place: number) => place + 0.5 },
  ]) {
    it(`come from the last one on, ${where}: each finds its place in a few steps`, () => {
      for (let place = 0; place < COUNT; place++) order.add(create(present(place)));
      for (let number = COUNT - 1; number >= 0; number--) putBack(number);
      assert.deepEqual(numbers(), sorted());
      assert.equal(numbers().length, 2 * COUNT);
      assert.ok(comparisons <= 5 * COUNT, `${comparisons} comparisons`);
    });
  }

  it('find their place beside one that has left since, and behind the one before', () => {
    for (const number of [1, 9]) order.add(create(number));
    putBack(5);
    const [, five] = order.visible();
    order.remove(five as Message);
    putBack(4);
    putBack(7);
    assert.deepEqual(numbers(), [1, 4, 7, 9]);
  });
});
