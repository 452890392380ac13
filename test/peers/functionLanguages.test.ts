import assert from 'node:assert/strict';
import { createQueue } from '../../broker/protocol/queue.ts';
import type { TraceEvent } from '../../broker/protocol/trace.ts';
import type { Question } from '../support/functions/desk.ts';
import { useLiveFunctions } from '../support/functions/liveFunctions.ts';
import { LANGUAGES, type Language, listCode, listMissing, nameOf } from '../support/functions/orderFunctions.ts';

const QUEUE = 'orders';
const DEAD = 'orders-dead';
const TIMEOUT_SECONDS = 60;
const MAXIMUM_RECEIVES = 5;
/** Two for each language, which come at the same time. */
const FIRST = Array.from({ length: 2 * LANGUAGES.length }, (_, order) => order);

/** What the desk says of the first order in the batch of each language: nothing is an answer that never comes. */
type Verdict = 'reject' | 'crash' | 'nothing';

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
    return live.find(...kinds).filter(
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
      const [invoked, ended] = eventsOf(language, 'invoked', 'invocationEnded');
      console.log(language, eventsOf(language, 'received','invoked', 'invocationEnded', 'deleted', 'batchItemFailed').map((e)=>[e.kind, e.at, e.invoked, e.cause, e.detail, e.error, e.receiveCount]));
    }
    console.log(desk.answered);
  });
});
