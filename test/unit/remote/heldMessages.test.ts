import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { HeldMessages, type MessageHandle, type Refusals } from '../../../extension/remote/heldMessages.ts';

const HOLD_SECONDS = 300;

describe('Messages that a transfer or a sample holds', () => {
  let now: number;
  let asked: string[];
  let held: HeldMessages;

  beforeEach(() => {
    now = 1_000_000_000;
    asked = [];
    const hold = (messages: readonly MessageHandle[], seconds: number) => {
      asked.push(`${messages.map(({ messageId }) => messageId).join('')} ${seconds}`);
      return Promise.resolve(new Map<string, string>());
    };
    held = new HeldMessages({ holdSeconds: HOLD_SECONDS, hold }, () => now);
    add('ab');
    now += 200_000;
    add('cd');
  });

  function add(ids: string): void {
    held.add(
      ids.split('').map((messageId) => ({ messageId, handle: messageId })),
      now,
    );
  }

  for (const { title, passedMs, extended, givenBack } of [
    { title: 'of which half has run out', passedMs: 0, extended: ['ab 300'], givenBack: ['abcd 0'] },
    {
      title: 'a moment before they are visible',
      passedMs: 99_999,
      extended: ['ab 300'],
      givenBack: ['abcd 0'],
    },
    { title: 'but none that are visible again', passedMs: 100_000, extended: [], givenBack: ['cd 0'] },
    { title: 'but none after all are visible again', passedMs: 300_000, extended: [], givenBack: [] },
  ] as const) {
    it(`are extended and given back ${title}`, async () => {
      now += passedMs;
      await held.extendDue();
      assert.deepEqual(asked, extended);
      asked.length = 0;
      const left: number[] = [];
      const hidden = await held.giveBack((count) => left.push(count));
      assert.deepEqual(asked, givenBack);
      assert.deepEqual([hidden.count, left], [0, givenBack.map(() => 0)]);
    });
  }
});

describe('Giving messages back', () => {
  /** Received from 0 ms to 1,000 ms, and hidden for 30 s. */
  function hold(count: number, answer: (part: readonly MessageHandle[], call: number) => Promise<Refusals>) {
    let now = 1_000;
    let calls = 0;
    const sizes: number[] = [];
    const holder = {
      holdSeconds: 30,
      hold: (part: readonly MessageHandle[]) => {
        sizes.push(part.length);
        calls += 1;
        return answer(part, calls);
      },
    };
    const held = new HeldMessages(holder, () => now);
    held.add(
      Array.from({ length: count }, (_, place) => ({
        messageId: String(place),
        handle: `handle of ${place}`,
      })),
      0,
    );
    return {
      held,
      sizes,
      giveBackAt: (at: number) => {
        now = at;
        return held.giveBack();
      },
    };
  }

  const agree = () => Promise.resolve<Refusals>(new Map());

  it('takes ten at a time, and does it once', async () => {
    const { held, sizes, giveBackAt } = hold(23, agree);
    assert.deepEqual([held.count, held.isEmpty, held.untilMs], [23, false, 31_000]);
    assert.equal((await giveBackAt(10_000)).back.length, 23);
    assert.deepEqual([held.count, held.isEmpty, held.untilMs], [0, true, 0]);
    assert.equal((await giveBackAt(10_000)).back.length, 0);
    assert.deepEqual(sizes, [10, 10, 3]);
  });

  it('calls nothing for messages that consumers may have received again', async () => {
    const { sizes, giveBackAt } = hold(3, agree);
    const { back, count } = await giveBackAt(30_000);
    assert.deepEqual([back, count, sizes], [[], 0, []]);
  });

  it('says how many failed, why, and when they are visible by themselves', async () => {
    const { giveBackAt } = hold(12, (part) =>
      Promise.resolve(new Map(part.slice(0, 1).map(({ messageId }) => [messageId, 'No such handle.']))),
    );
    const { back, ...hidden } = await giveBackAt(10_000);
    assert.equal(back.length, 10);
    assert.deepEqual(hidden, { count: 2, reason: 'No such handle.', untilMs: 31_000 });
  });

  it('does not call again after a call that failed as a whole, but for those on their way', async () => {
    const { sizes, giveBackAt } = hold(60, (_, call) =>
      call === 1 ? agree() : Promise.reject(new Error('No network.')),
    );
    const { back, count, reason } = await giveBackAt(10_000);
    assert.deepEqual([sizes.length, back.length, count, reason], [4, 10, 50, 'No network.']);
  });

  it('counts messages whose handles are not known until they are visible', async () => {
    for (const [at, count] of [
      [30_999, 2],
      [31_000, 0],
    ] as const) {
      const { held, giveBackAt } = hold(0, agree);
      held.noteLost(2);
      assert.equal(held.isEmpty, false);
      assert.deepEqual(await giveBackAt(at), { back: [], count, untilMs: count && 31_000, reason: '' });
      assert.equal(held.isEmpty, true);
    }
  });
});
