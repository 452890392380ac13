import assert from 'node:assert/strict';
import { CONTROL_ERROR_CODES } from '../../../broker/protocol/errors.ts';
import type { FoundMessage, SearchMessagesParams } from '../../../broker/protocol/message.ts';
import type { PlacedQueue } from '../../../extension/connections/connection.ts';
import {
  SEARCH_LIMITS,
  searchBodies,
  type SearchState,
} from '../../../extension/queues/search/bodySearch.ts';
import { describeSearch } from '../../../extension/queues/search/searchText.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const MIB = 1_048_576;

/** A queue of messages that all match, one a second; number 1 is the oldest. */
class FakeQueue {
  readonly asked: SearchMessagesParams[] = [];
  readonly place: PlacedQueue<'peek'>;
  /** How it answers once it has been searched so often. */
  failure?: { readonly afterParts: number; readonly error: Error };

  constructor(name: string, count: number, bytes = 10, matches = true) {
    const search = (params: SearchMessagesParams) => {
      if (this.failure && this.asked.length >= this.failure.afterParts)
        return Promise.reject(this.failure.error);
      this.asked.push(params);
      const from = Number(params.cursor ?? count);
      const searchedCount = Math.min(params.limit, from);
      const found = Array.from({ length: matches ? searchedCount : 0 }, (_, place) => ({
        messageId: `${name}-${from - place}`,
        sentAt: (from - place) * 1000,
      })) as unknown as FoundMessage[];
      const rest = from - searchedCount;
      return Promise.resolve({
        found,
        searchedCount,
        searchedBytes: searchedCount * bytes,
        ...(rest === 0 ? {} : { nextCursor: String(rest) }),
      });
    };
    this.place = { connection: { can: { peek: { search } } }, queue: makeQueue(name) } as never;
  }
}

const never = () => false;

async function run(queues: readonly FakeQueue[], isCancelled = never) {
  const reports: SearchState[] = [];
  const end = await searchBodies(
    queues.map(({ place }) => place),
    'x',
    (state) => reports.push(state),
    isCancelled,
  );
  return { end, reports };
}

describe('a search in message bodies', () => {
  it('looks into every queue to its end, and shows the newest first', async () => {
    const { end } = await run([new FakeQueue('a', 3), new FakeQueue('b', 2)]);
    assert.deepEqual(
      end.found.map(({ message }) => message.messageId),
      ['a-3', 'a-2', 'b-2', 'a-1', 'b-1'],
    );
    assert.deepEqual([end.searchedCount, end.searchedBytes, end.end], [5, 50, 'complete']);
  });

  it('goes through the queues by turns, a part of each', async () => {
    const queues = [new FakeQueue('a', 1200, 10, false), new FakeQueue('b', 700, 10, false)];
    const { reports } = await run(queues);
    assert.deepEqual(
      reports.map(({ searchedCount }) => searchedCount),
      [500, 1000, 1500, 1700, 1900],
    );
    assert.deepEqual(queues[0]?.asked[1], {
      queueArn: makeQueue('a').arn,
      text: 'x',
      limit: 500,
      cursor: '700',
    });
  });

  it('looks at the newest messages of each of 2,000 queues, and shares what is left among those that have more', async () => {
    const queues = Array.from({ length: 2000 }, (_, index) => new FakeQueue(`q${index}`, 3, 10, false));
    const long = new FakeQueue('long', 50_000, 10, false);
    const { end } = await run([...queues, long]);
    assert.ok(queues.every(({ asked }) => asked.length === 1));
    assert.deepEqual([end.searchedCount, end.end, end.unsearchedQueues], [10_000, 'limited', 0]);
    // After its first part, the one that is left has the largest parts.
    assert.deepEqual(
      long.asked.slice(0, 3).map(({ limit }) => limit),
      [4, 500, 500],
    );
  });

  it('says how many queues it did not reach', async () => {
    const queues = Array.from({ length: 70 }, (_, index) => new FakeQueue(`q${index}`, 1, MIB, false));
    const { end } = await run(queues);
    assert.equal(end.unsearchedQueues, 6);
    assert.equal(
      describeSearch(end),
      'Searched 64 messages (64 MiB), newest first. Nothing found. Older messages were not searched. 6 queues were not searched.',
    );
  });

  it(`ends after exactly ${SEARCH_LIMITS.messages} messages`, async () => {
    const { end } = await run([new FakeQueue('a', 25_000, 10, false)]);
    assert.deepEqual([end.searchedCount, end.end], [10_000, 'limited']);
  });

  it('ends behind the part that brings it to 64 MiB', async () => {
    const { end } = await run([new FakeQueue('a', 9000, MIB / 50, false)]);
    assert.equal(end.end, 'limited');
    assert.ok(end.searchedBytes >= 64 * MIB && end.searchedBytes < 75 * MIB);
  });

  it(`ends with ${SEARCH_LIMITS.found} matches`, async () => {
    const { end } = await run([new FakeQueue('a', 5000)]);
    assert.deepEqual([end.found.length, end.searchedCount, end.end], [500, 500, 'limited']);
  });

  it('takes smaller parts of many queues, so that each has its turn', async () => {
    const queues = Array.from({ length: 100 }, (_, number) => new FakeQueue(`q${number}`, 1000, 10, false));
    const { end } = await run(queues);
    assert.equal(end.searchedCount, 10_000);
    assert.ok(queues.every(({ asked }) => asked.length === 1));
  });

  it('stops before the next part when it is cancelled', async () => {
    const queue = new FakeQueue('a', 5000, 10, false);
    const { end } = await run([queue], () => queue.asked.length === 2);
    assert.deepEqual([end.searchedCount, end.end], [1000, 'cancelled']);
  });

  it('passes over one of several queues that is deleted meanwhile, but not over other failures', async () => {
    const missing = Object.assign(new Error('No such queue.'), { code: CONTROL_ERROR_CODES.notFound });
    const [gone, broken] = [new FakeQueue('gone', 600, 10, false), new FakeQueue('broken', 600, 10, false)];
    gone.failure = { afterParts: 1, error: missing };
    const { end } = await run([gone, new FakeQueue('kept', 1)]);
    assert.deepEqual([end.found.length, end.searchedCount, end.end], [1, 501, 'complete']);
    broken.failure = { afterParts: 1, error: new Error('The broker stopped.') };
    await assert.rejects(run([new FakeQueue('kept', 1), broken]), /The broker stopped/);
    gone.failure = { afterParts: 0, error: missing };
    await assert.rejects(run([gone]), /No such queue/);
  });

  it('says how much it has searched, and what it has not', () => {
    const state = { found: [], searchedCount: 10_000, searchedBytes: 3 * MIB };
    const one = { message: {}, place: {} } as never;
    for (const [change, text] of [
      [{}, 'Searched 10,000 messages (3 MiB), newest first. Nothing found.'],
      [
        { end: 'limited' },
        'Searched 10,000 messages (3 MiB), newest first. Nothing found. Older messages were not searched.',
      ],
      [
        { found: [one], searchedCount: 1, end: 'complete' },
        'Searched 1 message (3 MiB), newest first. 1 match.',
      ],
      [
        { found: Array.from({ length: 500 }, () => one), end: 'limited' },
        'Searched 10,000 messages (3 MiB), newest first. 500 matches. The search stopped at this many matches.',
      ],
      [
        { end: 'cancelled' },
        'Searched 10,000 messages (3 MiB), newest first. Nothing found. You stopped the search.',
      ],
    ] as const)
      assert.equal(describeSearch({ ...state, ...change }), text);
  });
});
