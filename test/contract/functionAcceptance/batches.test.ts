import assert from 'node:assert/strict';
import { CreateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { arnOf, nextEvent, writeAskingHandler } from '../../support/functions/askingHandler.ts';
import { useLiveFunctions } from '../../support/functions/liveFunctions.ts';
import { numbered } from '../../support/mappingWorld.ts';

const VISIBILITY_SECONDS = 30;
const MAXIMUM_EVENT_BYTES = 6_291_556;
const MEBIBYTE = 1_048_576;

describe('Acceptance of functions: batches', () => {
  const live = useLiveFunctions();
  const FIFO = { attributes: { FifoQueue: 'true', VisibilityTimeout: VISIBILITY_SECONDS } };

  before(() =>
    live.run({
      queues: {
        gathered: {},
        large: { attributes: { MaximumMessageSize: MEBIBYTE } },
        'steps.fifo': FIFO,
        'single.fifo': FIFO,
        slow: {},
      },
      functions: {
        work: {
          ...writeAskingHandler(live),
          mappings: [
            { queue: 'gathered', batchSize: 100, window: 2 },
            { queue: 'large', batchSize: 10, window: 1 },
            { queue: 'slow', batchSize: 1, maximumConcurrency: 2 },
            { queue: 'single.fifo', batchSize: 1 },
          ],
        },
      },
    }),
  );

  const sendInGroup = (queue: string, ...bodies: readonly string[]) =>
    live.sqs.call('SendMessageBatch', {
      QueueUrl: live.urlOf(queue),
      Entries: bodies.map((MessageBody) => ({
        Id: MessageBody,
        MessageBody,
        MessageGroupId: 'g',
        MessageDeduplicationId: MessageBody,
      })),
    });
  const countInvocations = async (): Promise<number> => {
    await live.trace.catchUp();
    return live.find('invoked').length;
  };

  it('6. a batch is handed over when its window is over, or at once when it is full', async () => {
    const invocations = await countInvocations();
    await live.send('gathered', ...numbered(1, 10));
    await live.advance(1.999);
    await live.send('gathered', ...numbered(11, 15));
    assert.equal(await countInvocations(), invocations);
    await live.advance(0.001);
    const event = await nextEvent(live);
    assert.deepEqual(event.bodies, numbered(1, 15));
    event.returns();
    await live.settle('gathered');

    for (let from = 101; from <= 191; from += 10) {
      assert.equal(await countInvocations(), invocations + 1);
      await live.send('gathered', ...numbered(from, from + 9));
    }
    const full = await nextEvent(live);
    assert.deepEqual(full.bodies, numbered(101, 200));
    full.returns();
    await live.settle('gathered');
  });

  it('7. 8 messages of 1 MiB are more than one invocation, none with more than 6,291,556 bytes', async () => {
    for (let sent = 0; sent < 8; sent++)
      await live.sqs.call('SendMessage', {
        QueueUrl: live.urlOf('large'),
        MessageBody: 'x'.repeat(MEBIBYTE),
      });
    const first = await nextEvent(live);
    await live.advance(1);
    const second = await nextEvent(live);
    assert.deepEqual([first.records.length, second.records.length], [5, 3]);
    for (const event of [first, second]) {
      assert.ok(event.bytes <= MAXIMUM_EVENT_BYTES, `${event.bytes} bytes`);
      event.returns();
    }
    await live.settle('large');
  });

  it('8. a group whose messages failed is blocked until the visibility timeout ends, and keeps its order', async () => {
    await sendInGroup('steps.fifo', '1', '2', '3');
    await live.lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: 'work',
        EventSourceArn: arnOf('steps.fifo'),
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      }),
    );
    const event = await nextEvent(live);
    assert.deepEqual(event.bodies, ['1', '2', '3']);
    const failed = event.records.slice(1).map(({ messageId }) => ({ itemIdentifier: messageId }));
    event.returns({ batchItemFailures: failed });
    await live.settle('steps.fifo');
    const invocations = await countInvocations();
    await sendInGroup('steps.fifo', '4');
    await live.advance(VISIBILITY_SECONDS - 0.001);
    assert.equal(await countInvocations(), invocations);
    await live.advance(0.001);
    const seen: string[] = [];
    while (seen.length < 3) {
      const next = await nextEvent(live);
      seen.push(...next.bodies);
      next.returns();
    }
    assert.deepEqual(seen, ['2', '3', '4']);
    await live.settle('steps.fifo');
  });

  it('9. with a maximum concurrency of 2, two slow batches overlap and the third waits', async () => {
    await live.send('slow', 'a', 'b', 'c');
    const [first, second] = [await nextEvent(live), await nextEvent(live)];
    assert.notEqual(first.processId, second.processId);
    assert.deepEqual(await live.count('slow'), { visible: 1, inFlight: 2 });
    first.returns();
    const third = await nextEvent(live);
    assert.deepEqual([...first.bodies, ...second.bodies, ...third.bodies].sort(), ['a', 'b', 'c']);
    assert.deepEqual(await live.count('slow'), { visible: 0, inFlight: 2 });
    second.returns();
    third.returns();
    await live.settle('slow');
  });

  it('9. batches of one message group never overlap', async () => {
    const invocations = await countInvocations();
    await sendInGroup('single.fifo', '1', '2', '3');
    for (const [index, body] of ['1', '2', '3'].entries()) {
      const event = await nextEvent(live);
      assert.deepEqual(event.bodies, [body]);
      assert.equal(await countInvocations(), invocations + index + 1);
      assert.equal(live.find('invocationEnded', 'invocationFailed').length, invocations + index);
      event.returns();
    }
    await live.settle('single.fifo');
  });
});
