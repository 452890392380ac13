import assert from 'node:assert/strict';
import { createQueue } from '../../broker/protocol/queue.ts';
import type { TraceEvent } from '../../broker/protocol/trace.ts';
import type { Question } from '../support/functions/desk.ts';
import { useLiveFunctions } from '../support/functions/liveFunctions.ts';
import {
  LANGUAGES,
  type Language,
  listCode,
  listMissing,
  nameOf,
} from '../support/functions/orderFunctions.ts';

const QUEUE = 'orders';
const DEAD = 'orders-dead';
const TIMEOUT_SECONDS = 60;
const MAXIMUM_RECEIVES = 5;
/** Two for each language, which come at the same time. */
const FIRST = Array.from({ length: 2 * LANGUAGES.length }, (_, order) => order);

/** What the desk says of the first order in the batch of each language: nothing is an answer that never comes. */
type Verdict = 'reject' | 'crash' | 'nothing';

const FATES: Readonly<Record<Verdict, string>> = {
  reject: 'no function takes',
  crash: 'ends every process',
  nothing: 'never gets an answer',
};

const describeOrder = (order: number | string): string => JSON.stringify({ order });

describe('Functions in five languages that share a queue', () => {
  const missing = listMissing();
  if (missing.length > 0) {
    it.skip(missing.join('; '));
    return;
  }
  const live = useLiveFunctions();
  const { desk, time } = live;
  let seen = 0;

  const send = (...orders: readonly (number | string)[]): Promise<void> =>
    live.send(QUEUE, ...orders.map(describeOrder));

  /** All languages are given a batch; none gets an answer before the last one has asked. */
  const meet = async (verdict: Verdict): Promise<void> => {
    const questions = new Map<string, Question>();
    while (questions.size < LANGUAGES.length) {
      const question = await desk.next();
      const language = question.text.split(' ')[0] ?? '';
      assert.ok(!questions.has(language), `${language} asks twice`);
      questions.set(language, question);
    }
    assert.deepEqual([...questions.keys()].sort(), [...LANGUAGES].sort());
    desk.answerAll('done');
    if (verdict === 'nothing') time.hurry(TIMEOUT_SECONDS * 1000);
    else for (const question of questions.values()) question.answer(verdict);
    await live.settle(QUEUE);
    desk.answerAll(undefined);
  };

  /** What is new in the trace, of the function in a language. */
  const eventsOf = (language: Language, ...kinds: readonly TraceEvent['kind'][]): readonly TraceEvent[] => {
    const name = nameOf(language);
    return live
      .find(...kinds)
      .filter(
        ({ sequence, consumer, invoked }) =>
          sequence > seen && (invoked?.function ?? consumer?.name) === name,
      );
  };

  before(async () => {
    const code = listCode();
    await live.client.request(createQueue, { name: QUEUE });
    await send(...FIRST);
    await live.run({
      queues: {
        [QUEUE]: {
          attributes: { VisibilityTimeout: TIMEOUT_SECONDS },
          deadLetter: { queue: DEAD, maxReceiveCount: MAXIMUM_RECEIVES },
        },
        [DEAD]: {},
      },
      functions: Object.fromEntries(
        LANGUAGES.map((language) => [
          nameOf(language),
          {
            ...code[language],
            timeout: TIMEOUT_SECONDS,
            environment: { ...code[language].environment, DESK: desk.address },
            // One that is at work takes nothing else: the others get it.
            environments: 1,
            mappings: [{ queue: QUEUE, batchSize: 2, reportBatchItemFailures: true }],
          },
        ]),
      ),
    });
  });

  afterEach(() => {
    seen = live.trace.events.at(-1)?.sequence ?? 0;
  });

  it('are at work at the same time, and each reports a message of its batch that failed', async () => {
    await meet('reject');
    for (const language of LANGUAGES) {
      const [invoked, ended, ...more] = eventsOf(language, 'invoked', 'invocationEnded', 'invocationFailed');
      assert.deepEqual([invoked?.invoked?.messages, invoked?.invoked?.isCold, more], [2, true, []], language);
      assert.equal(ended?.invoked?.end?.outcome, 'returned', language);
      const [failed, deleted, ...others] = [...eventsOf(language, 'batchItemFailed', 'deleted')].sort(byKind);
      assert.deepEqual(
        [failed?.kind, failed?.cause, failed?.invocation],
        ['batchItemFailed', 'reported', ended?.invocation],
        language,
      );
      assert.deepEqual(
        [deleted?.kind, deleted?.invocation, others],
        ['deleted', ended?.invocation, []],
        language,
      );
    }
    // All five had begun before the first one ended.
    assert.deepEqual(
      live.find('invoked', 'invocationEnded', 'invocationFailed').map(({ kind }) => kind),
      [...LANGUAGES.map(() => 'invoked'), ...LANGUAGES.map(() => 'invocationEnded')],
    );
    assert.deepEqual(await live.count(QUEUE), { visible: 0, inFlight: LANGUAGES.length });
  });

  for (const { what, verdict, outcome, code, message, firstOf } of [
    {
      what: 'time out',
      verdict: 'nothing',
      outcome: 'timeout',
      code: 'Sandbox.Timedout',
      message: /^RequestId: \S+ Error: Task timed out after 60\.00 seconds$/,
      firstOf: 100,
    },
    {
      what: 'crash',
      verdict: 'crash',
      outcome: 'exit',
      code: 'Runtime.ExitError',
      message: /^RequestId: \S+ Error: Runtime exited with error: exit status 7$/,
      firstOf: 200,
    },
  ] as const) {
    it(`${what}, each with its batch, and new processes take over`, async () => {
      // With those that failed before, there are two for each language again.
      const { inFlight } = await live.count(QUEUE);
      await send(...Array.from({ length: FIRST.length - inFlight }, (_, order) => firstOf + order));
      await live.advance(TIMEOUT_SECONDS);
      await meet(verdict);
      for (const language of LANGUAGES) {
        const [ended] = eventsOf(language, 'invocationFailed');
        assert.deepEqual([ended?.invoked?.end?.outcome, ended?.error?.code], [outcome, code], language);
        assert.match(String(ended?.error?.message), message);
        const failed = eventsOf(language, 'batchItemFailed');
        assert.deepEqual(
          failed.map(({ cause, invocation, detail }) => [cause, invocation, detail]),
          failed.map(() => [
            'failed',
            ended?.invocation,
            `The whole batch failed: ${code}: ${ended?.error?.message}`,
          ]),
          language,
        );
        assert.equal(failed.length, ended?.invoked?.messages, language);
      }
    });
  }

  it('process every order in the end, once, and none is lost', async () => {
    desk.answerAll('done');
    await live.advance(TIMEOUT_SECONDS);
    await live.settle(QUEUE);
    desk.answerAll(undefined);
    assert.deepEqual(await live.count(QUEUE), { visible: 0, inFlight: 0 });
    assert.deepEqual(await live.count(DEAD), { visible: 0, inFlight: 0 });
    const sent = live.find('sent').map(({ preview = '' }) => preview);
    const done = desk.answered.filter(({ line }) => line === 'done').map(({ text }) => text);
    assert.deepEqual(done.map((text) => text.replace(/^\S+ /, '')).sort(), sent.sort());
    assert.deepEqual(
      [...new Set(done.map((text) => text.replace(/ .*$/, '')))].sort(),
      [...LANGUAGES].sort(),
    );
  });

  for (const verdict of ['reject', 'crash', 'nothing'] as const) {
    it(`send an order to the dead-letter queue that ${FATES[verdict]}, after ${MAXIMUM_RECEIVES} receives`, async () => {
      const { visible } = await live.count(DEAD);
      await send(verdict);
      for (let receives = 1; receives <= MAXIMUM_RECEIVES; receives++) {
        const question = await desk.next();
        assert.ok(question.text.endsWith(describeOrder(verdict)));
        if (verdict === 'nothing') time.hurry(TIMEOUT_SECONDS * 1000);
        else question.answer(verdict);
        await live.settle(QUEUE);
        assert.deepEqual(await live.count(QUEUE), { visible: 0, inFlight: 1 });
        await live.advance(TIMEOUT_SECONDS);
      }
      assert.deepEqual(await live.count(QUEUE), { visible: 0, inFlight: 0 });
      assert.deepEqual(await live.count(DEAD), { visible: visible + 1, inFlight: 0 });
      await live.trace.catchUp();
      const moved = live.find('movedToDeadLetter').at(-1);
      assert.equal(live.find('sent').at(-1)?.messageId, moved?.messageId);
      assert.equal(moved?.receiveCount, MAXIMUM_RECEIVES);
    });
  }
});

function byKind(one: TraceEvent, other: TraceEvent): number {
  return one.kind.localeCompare(other.kind);
}
