import assert from 'node:assert/strict';
import { nextEvent, TIMEOUT_SECONDS, writeAskingHandler } from '../../support/functions/askingHandler.ts';
import { useLiveFunctions } from '../../support/functions/liveFunctions.ts';
import { describeReturned, leftOf, RETURNED, writeReturned } from '../../support/functions/returnedValues.ts';
import { waitUntilGone } from '../../support/witness.ts';

const VISIBILITY_SECONDS = 40;
const WINDOW_SECONDS = 1;
const MAXIMUM_RECEIVES = 3;

describe('Acceptance of functions: what becomes of a batch', () => {
  const live = useLiveFunctions();
  const attributes = { VisibilityTimeout: VISIBILITY_SECONDS };

  const send = (...bodies: readonly string[]): Promise<void> => live.send('orders', ...bodies);
  const countInvocations = async (): Promise<number> => {
    await live.trace.catchUp();
    return live.find('invoked').length;
  };

  before(() =>
    live.run({
      queues: {
        orders: { attributes, deadLetter: { queue: 'dead', maxReceiveCount: MAXIMUM_RECEIVES } },
        dead: {},
        reporting: { attributes },
        silent: { attributes },
      },
      functions: {
        work: { ...writeAskingHandler(live), mappings: [{ queue: 'orders', batchSize: 1 }] },
        raw: {
          ...writeAskingHandler(live, 'raw'),
          mappings: [
            { queue: 'reporting', window: WINDOW_SECONDS, batchSize: 2, reportBatchItemFailures: true },
            { queue: 'silent', window: WINDOW_SECONDS, batchSize: 2 },
          ],
        },
      },
    }),
  );

  it('3. a message whose function throws is visible exactly when the timeout of its receive ends, with one receive more, and is in the dead-letter queue after as many invocations as receives', async () => {
    await send('a');
    for (let receives = 1; receives <= MAXIMUM_RECEIVES; receives++) {
      const event = await nextEvent(live);
      assert.equal(event.records[0]?.attributes['ApproximateReceiveCount'], String(receives));
      event.throws('no stock');
      await live.settle('orders');
      await live.advance(VISIBILITY_SECONDS - 0.001);
      assert.equal(await countInvocations(), receives);
      assert.deepEqual(await live.count('orders'), { visible: 0, inFlight: 1 });
      await live.advance(0.001);
    }
    assert.equal(await countInvocations(), MAXIMUM_RECEIVES);
    assert.deepEqual(await live.count('orders'), { visible: 0, inFlight: 0 });
    assert.deepEqual(await live.count('dead'), { visible: 1, inFlight: 0 });
  });

  describe('4. what a function returns decides about its batch:', () => {
    for (const [queue, how] of [
      ['reporting', 'with'],
      ['silent', 'without'],
    ] as const) {
      const reportsItemFailures = queue === 'reporting';

      const assertLeft = async (expected: readonly string[]): Promise<void> => {
        await live.settle(queue);
        assert.deepEqual(await live.count(queue), { visible: 0, inFlight: expected.length });
        if (expected.length === 0) return;
        // With a window, the visibility timeout is longer: window, timeout of the function, and 30 s.
        const receives = live.find('received').length;
        await live.advance(WINDOW_SECONDS + TIMEOUT_SECONDS + 30 - 0.001);
        await live.trace.catchUp();
        assert.equal(live.find('received').length, receives);
        await live.advance(0.001);
        // One message alone waits for its window again.
        await live.advance(WINDOW_SECONDS);
        const again = await nextEvent(live);
        assert.deepEqual([...again.bodies].sort(), expected);
        again.returns('');
        await live.settle(queue);
        assert.deepEqual(await live.count(queue), { visible: 0, inFlight: 0 });
      };

      for (const [returned, left] of RETURNED) {
        it(`${describeReturned(returned)}, ${how} ReportBatchItemFailures`, async () => {
          await live.send(queue, 'a', 'b');
          const event = await nextEvent(live);
          assert.deepEqual(event.bodies, ['a', 'b']);
          event.returns(writeReturned(returned, event.records[0]?.messageId ?? ''));
          await assertLeft(leftOf(event.bodies, left, reportsItemFailures));
        });
      }

      it(`it throws, ${how} ReportBatchItemFailures`, async () => {
        await live.send(queue, 'a', 'b');
        (await nextEvent(live)).throws('no stock');
        await assertLeft(['a', 'b']);
      });
    }
  });

  it('10. a batch whose process is killed fails, and a new process gets the next one', async () => {
    await send('a');
    const event = await nextEvent(live);
    process.kill(event.processId, 'SIGKILL');
    await live.settle('orders');
    const ended = live.find('invocationFailed').at(-1);
    assert.deepEqual(
      [
        ended?.invoked?.end?.outcome,
        ended?.error?.code,
        ended?.error?.message.replace(/^RequestId: \S+ /, ''),
      ],
      ['exit', 'Runtime.ExitError', 'Error: Runtime exited with error: signal: killed'],
    );
    assert.deepEqual(await live.count('orders'), { visible: 0, inFlight: 1 });
    await send('b');
    const next = await nextEvent(live);
    assert.deepEqual(next.bodies, ['b']);
    assert.notEqual(next.processId, event.processId);
    next.returns();
    await live.trace.waitUntil(() => live.find('deleted').at(-1)?.messageId === next.records[0]?.messageId);
    await live.advance(VISIBILITY_SECONDS);
    const again = await nextEvent(live);
    assert.deepEqual([again.bodies, again.processId], [['a'], next.processId]);
    again.returns();
    await live.settle('orders');
  });

  it('11. a process that takes too long is killed, and its batch fails', async () => {
    await send('a');
    const { processId } = await nextEvent(live);
    live.time.hurry((TIMEOUT_SECONDS / 2) * 1000);
    assert.equal(process.kill(processId, 0), true);
    live.time.hurry(TIMEOUT_SECONDS * 1000);
    await live.settle('orders');
    await waitUntilGone(processId);
    const ended = live.find('invocationFailed').at(-1);
    assert.equal(ended?.error?.code, 'Sandbox.Timedout');
    assert.match(ended?.error?.message ?? '', /^RequestId: \S+ Error: Task timed out after 30\.00 seconds$/);
    assert.deepEqual(await live.count('orders'), { visible: 0, inFlight: 1 });
    await live.advance(VISIBILITY_SECONDS);
    (await nextEvent(live)).returns();
    await live.settle('orders');
  });
});
