import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { HeldMessages } from '../../../extension/remote/transfer/heldMessages.ts';
import type { MessageHandle } from '../../../extension/remote/transfer/ports.ts';

const HOLD_SECONDS = 300;

describe('Messages that a transfer holds', () => {
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
    held = new HeldMessages({ holdSeconds: HOLD_SECONDS, hold } as never, () => now);
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
