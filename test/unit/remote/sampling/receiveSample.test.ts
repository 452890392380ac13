import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { HeldMessages, type MessageHandle } from '../../../../extension/remote/heldMessages.ts';
import { countReceives, type LookPlan } from '../../../../extension/remote/sampling/lookPlan.ts';
import {
  MAXIMUM_CHARACTERS,
  receiveSample,
  type SampleEnd,
} from '../../../../extension/remote/sampling/receiveSample.ts';
import { type Answered, SampledMessages } from '../../../../extension/remote/sampling/sampledMessages.ts';

const PLAN: LookPlan = { messages: 10, holdSeconds: 30 };

function message(id: string, more: Partial<Answered> = {}): Answered {
  return { MessageId: id, ReceiptHandle: `handle of ${id}`, Body: 'x', ...more };
}

/** @param answers of the calls, one after the other; the last one is repeated */
async function sample(
  answers: readonly (readonly Answered[])[],
  { plan = PLAN, callMs = 10, stopAfter = Infinity } = {},
) {
  const wanted: number[] = [];
  const released: string[] = [];
  let now = 0;
  const hold = (part: readonly MessageHandle[]) => {
    released.push(...part.map(({ handle }) => handle));
    return Promise.resolve(new Map<string, string>());
  };
  const held = new HeldMessages({ holdSeconds: plan.holdSeconds, hold }, () => now);
  const sampled = new SampledMessages(held);
  const end: SampleEnd = await receiveSample(
    {
      receive: (maximum) => {
        wanted.push(maximum);
        now += callMs;
        return Promise.resolve(answers[Math.min(wanted.length, answers.length) - 1] ?? []);
      },
      isStopped: () => wanted.length >= stopAfter,
      readNow: () => now,
      onReceived: () => undefined,
    },
    plan,
    sampled,
  );
  return { end: end.kind, held, released, wanted, ids: sampled.messages.map(({ messageId }) => messageId) };
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => message(String(from + index)));

describe('Receiving a sample', () => {
  it('ends with as many as planned, and never asks for more than are left', async () => {
    const { end, wanted, ids } = await sample([range(0, 4), range(4, 7), range(7, 10)]);
    assert.deepEqual([end, wanted, ids.length], ['full', [10, 6, 3], 10]);
  });

  it('ends after three answers without a message, wherever they come', async () => {
    const { end, wanted, ids } = await sample([[], range(0, 2), [], []]);
    assert.deepEqual([end, wanted.length, ids], ['empty', 4, ['0', '1']]);
  });

  it('ends if only known messages come, and lists each once', async () => {
    const { end, wanted, ids, held } = await sample([[message('a')]]);
    assert.deepEqual([end, wanted.length, ids], ['repeats', 2, ['a']]);
    assert.equal(held.isEmpty, false);
  });

  it('goes on while one of them is new', async () => {
    const { ids, held, released } = await sample([
      [message('a')],
      [message('a', { ReceiptHandle: 'another' }), message('b')],
      [],
    ]);
    assert.deepEqual(ids, ['a', 'b']);
    // The last receipt handle of a message is the one that counts.
    await held.giveBack();
    assert.deepEqual(released, ['another', 'handle of b']);
  });

  it('ends before the first message is visible again: it would be counted a second time', async () => {
    const { end, wanted } = await sample(
      Array.from({ length: 100 }, (_, index) => [message(String(index))]),
      { plan: { messages: 100, holdSeconds: 30 }, callMs: 5_000 },
    );
    assert.deepEqual([end, wanted.length], ['time', 5]);
  });

  it('ends when it is stopped, and keeps what came', async () => {
    const { end, ids } = await sample([range(0, 2), range(2, 4)], { stopAfter: 1 });
    assert.deepEqual([end, ids], ['stopped', ['0', '1']]);
  });

  it('ends with bodies that are longer than it keeps', async () => {
    const long = 'x'.repeat(MAXIMUM_CHARACTERS);
    const { end } = await sample([[message('a', { Body: long })], [message('b')]]);
    assert.equal(end, 'size');
  });

  it('takes 11 messages where 10 were asked for, and holds all of them', async () => {
    const { end, ids, held, released } = await sample([range(0, 11)]);
    assert.deepEqual([end, ids.length], ['full', 11]);
    await held.giveBack();
    assert.equal(released.length, 11);
  });

  it('ends with messages that have neither ID nor receipt handle, and says that they are not given back', async () => {
    const { end, ids, held, released } = await sample([[{ Body: 'x' }, { Body: 'y' }]]);
    assert.deepEqual([end, ids], ['repeats', []]);
    const { count, untilMs } = await held.giveBack();
    assert.deepEqual([count, untilMs, released], [2, 30_010, []]);
  });

  it('calls at most as often as the user was told, whatever comes', async () => {
    const answers = fc.array(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 4 }), {
      minLength: 1,
      maxLength: 200,
    });
    await fc.assert(
      fc.asyncProperty(answers, fc.constantFrom(1, 2, 10, 100), async (ids, messages) => {
        const plan = { messages, holdSeconds: 300 };
        const { wanted, ids: listed } = await sample(
          ids.map((each, call) => each.map((id) => message(`${id}${call % 3}`))),
          { plan },
        );
        assert.ok(wanted.length <= countReceives(plan));
        assert.equal(new Set(listed).size, listed.length);
      }),
    );
  });
});
