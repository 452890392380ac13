import assert from 'node:assert/strict';
import {
  type SavedDeduplication,
  SavedDeduplications,
} from '../../../broker/storage/format/savedDeduplications.ts';

const MINUTE = 60_000;
const START = 1_800_000_000_000;
/** More than are kept without a look for those that are over. */
const MANY = 70_000;

function save(messageNumber: number, firstSentAt: number, queueNumber = 1): SavedDeduplication {
  return { queueNumber, key: `id-${messageNumber}`, messageNumber, sequenceNumber: '1', firstSentAt };
}

describe('Deduplication ids that are read from a journal', () => {
  let saved: SavedDeduplications;
  const add = (one: SavedDeduplication, segment = 1) => saved.add(one, segment);
  const listAt = (now: number) => saved.openAt(now, 0).map(({ messageNumber }) => messageNumber);

  beforeEach(() => {
    saved = new SavedDeduplications();
  });

  it('are those whose five minutes are not over, in the order of the sends', () => {
    add(save(1, START));
    add(save(2, START + 2));
    add(save(3, START + 1));
    assert.deepEqual(listAt(START + 5 * MINUTE - 1), [1, 3, 2]);
    assert.deepEqual(listAt(START + 5 * MINUTE + 1), [2]);
  });

  it('begin their window now when they are from the future', () => {
    add(save(1, START + MINUTE));
    assert.deepEqual(saved.openAt(START, 0), [save(1, START)]);
  });

  it('count as their later record says', () => {
    add(save(1, START + 10));
    add(save(1, START));
    assert.deepEqual(saved.openAt(START + 20, 0), [save(1, START)]);
  });

  it('are not open where their times are from before the clock was set back, and nothing was written since', () => {
    add(save(1, START + 60 * MINUTE), 4);
    add(save(2, START - MINUTE), 4);
    add(save(3, START + 60 * MINUTE), 4);
    add(save(3, START), 5);
    add(save(4, START + 1), 6);
    const open = saved.openAt(START + 2, 5).map(({ messageNumber }) => messageNumber);
    assert.deepEqual(open, [3, 4]);
  });

  it('go with the messages that a purge took, of its queue only', () => {
    add(save(1, START));
    add(save(2, START));
    add(save(1, START, 2));
    saved.forget(1, 1);
    assert.deepEqual(
      saved.openAt(START, 0).map(({ queueNumber, messageNumber }) => [queueNumber, messageNumber]),
      [
        [1, 2],
        [2, 1],
      ],
    );
  });

  it('keep their windows when a record that was written again comes after very many younger ones', () => {
    for (let number = 1; number <= MANY; number++) add(save(number, START + 4 * MINUTE));
    for (let number = 1; number <= MANY; number++) add(save(MANY + number, START));
    assert.deepEqual(saved.openAt(START + 6 * MINUTE, 0)[0], save(1, START + 4 * MINUTE));
    assert.equal(listAt(START + 6 * MINUTE).length, MANY);
  });
});
