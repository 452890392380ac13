import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { MoveProgress } from '../../../extension/connections/capabilities.ts';
import { type LocalBroker, startLocalBroker } from '../../conformance/support/broker.ts';
import { callSqs } from '../../support/callSqs.ts';
import { createRemoteWorld } from '../../support/upstream/remoteWorld.ts';
import { replyError, startRecordingServer } from '../../support/upstream/recordingServer.ts';

const ARN = 'arn:aws:sqs:us-east-1:000000000000:';
const DEAD = `${ARN}orders-dlq`;

describe('A DLQ redrive on another endpoint', () => {
  let broker: LocalBroker;

  beforeEach(async () => {
    broker = await startLocalBroker();
    await callSqs(broker.endpoint, 'CreateQueue', { QueueName: 'orders-dlq' });
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: DEAD, maxReceiveCount: 1 });
    await callSqs(broker.endpoint, 'CreateQueue', { QueueName: 'orders', Attributes: { RedrivePolicy } });
    const QueueUrl = `${broker.endpoint}/000000000000/orders`;
    for (let message = 0; message < 3; message += 1)
      await callSqs(broker.endpoint, 'SendMessage', { QueueUrl, MessageBody: 'x' });
    // The second receive is one too many.
    const receive = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 };
    for (let time = 0; time < 2; time += 1) await callSqs(broker.endpoint, 'ReceiveMessage', receive);
    assert.equal(waiting('orders-dlq'), 3);
  });

  afterEach(async () => {
    assert.deepEqual(broker.defects, []);
    await broker.close();
  });

  async function openPlace(endpoint: string = broker.endpoint) {
    const world = createRemoteWorld(endpoint);
    await world.connection.open();
    const { moveTasks } = world.connection.can;
    assert.ok(moveTasks);
    const cancelled = new AbortController();
    const progress: MoveProgress[] = [];
    const run = (arn = DEAD) =>
      moveTasks.run(arn, (moved) => progress.push(moved), cancelled.signal, { count: 1, lines: ['Moves.'] });
    return { ...world, moveTasks, cancelled, progress, run };
  }

  const count = (action: string): number => broker.calls.filter((call) => call.action === action).length;
  const waiting = (name: string) => broker.engine.findByArn(`${ARN}${name}`)?.visibleCount;

  it('names where the messages go, moves them, and says how many', async () => {
    const { moveTasks, run, passTimer } = await openPlace();
    assert.deepEqual(await moveTasks.listSources(DEAD), ['orders']);
    const ended = run();
    assert.equal(await passTimer(() => broker.clock.advance(10_000)), 2_000);
    assert.deepEqual(await ended, { kind: 'completed', movedCount: 3 });
    assert.deepEqual([waiting('orders'), waiting('orders-dlq')], [3, 0]);
    assert.equal(count('StartMessageMoveTask'), 1);
  });

  it('asks once where the level is confirm, for its end, too', async () => {
    const { setLevel, consent, run, cancelled, passTimer } = await openPlace();
    setLevel('confirm');
    const ended = run();
    await passTimer();
    cancelled.abort();
    assert.equal((await ended).kind, 'cancelled');
    assert.equal(count('CancelMessageMoveTask'), 1);
    assert.deepEqual(
      consent.asked.map(({ action, actions, queues, lines }) => [action, actions, queues, lines]),
      [
        [
          'StartMessageMoveTask',
          ['StartMessageMoveTask', 'CancelMessageMoveTask'],
          ['orders-dlq'],
          ['Moves.'],
        ],
      ],
    );
  });

  it('starts nothing after a no, and nothing where the level is readOnly', async () => {
    const { setLevel, consent, run, connection } = await openPlace();
    setLevel('confirm');
    consent.agrees = false;
    await assert.rejects(run(), /StartMessageMoveTask was not called/);
    setLevel('readOnly');
    assert.match(String(connection.remote.findRefusal('moveTasks')), /does not allow StartMessageMoveTask/);
    await assert.rejects(run(), /does not allow StartMessageMoveTask/);
    assert.equal(count('StartMessageMoveTask'), 0);
  });

  it('follows a task that runs already, which another program started', async () => {
    await callSqs(broker.endpoint, 'StartMessageMoveTask', { SourceArn: DEAD });
    const { moveTasks, run, passTimer } = await openPlace();
    assert.equal(await moveTasks.isRunning(DEAD), true);
    const ended = run();
    await passTimer(() => broker.clock.advance(10_000));
    assert.equal((await ended).kind, 'completed');
    assert.equal(count('StartMessageMoveTask'), 1);
  });

  it('says why the service does not start it', async () => {
    const { run } = await openPlace();
    await assert.rejects(run(`${ARN}orders`), /StartMessageMoveTask failed on “x”: .*Dead Letter Queue/i);
  });

  it('is started without names if the user may not list the sources, and says why it failed', async () => {
    let looks = 0;
    const server = await startRecordingServer((response, request) => {
      if (request.action === 'ListDeadLetterSourceQueues')
        return replyError(403, 'AccessDenied')(response, request);
      looks += request.action === 'ListMessageMoveTasks' ? 1 : 0;
      const results = {
        ListQueues: { QueueUrls: ['http://x/000000000000/orders-dlq'] },
        StartMessageMoveTask: { TaskHandle: 'h' },
        ListMessageMoveTasks:
          looks === 1
            ? {}
            : {
                Results: [
                  looks === 2
                    ? {
                        Status: 'RUNNING',
                        TaskHandle: 'h',
                        ApproximateNumberOfMessagesMoved: 1,
                        ApproximateNumberOfMessagesToMove: 4,
                      }
                    : {
                        Status: 'FAILED',
                        ApproximateNumberOfMessagesMoved: 2,
                        FailureReason: 'AccessDenied',
                      },
                ],
              },
      } as const;
      response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(results[request.action as keyof typeof results] ?? {}));
    });
    const { moveTasks, run, progress, passTimer } = await openPlace(server.endpoint);
    assert.equal(await moveTasks.listSources(DEAD), undefined);
    const ended = run();
    await passTimer();
    await passTimer();
    assert.deepEqual(await ended, { kind: 'failed', movedCount: 2, reason: 'AccessDenied' });
    assert.deepEqual(progress, [{ movedCount: 1, totalCount: 4 }]);
  });

  /** @param looks answers of ListMessageMoveTasks after the one before the start, the last of them for all others */
  async function follow(...looks: readonly ('busy' | 'none' | 'running' | 'completed')[]) {
    let place = -1;
    const server = await startRecordingServer((response, request) => {
      const isLook = request.action === 'ListMessageMoveTasks';
      const look = (isLook ? looks[Math.min(place, looks.length - 1)] : undefined) ?? 'none';
      if (isLook) place += 1;
      if (look === 'busy') return replyError(400, 'UnsupportedOperation')(response, request);
      const task = { Status: look.toUpperCase(), TaskHandle: 'h', ApproximateNumberOfMessagesMoved: 2 };
      const results: Readonly<Record<string, unknown>> = {
        ListQueues: { QueueUrls: ['http://x/000000000000/orders-dlq'] },
        StartMessageMoveTask: { TaskHandle: 'h' },
        ListMessageMoveTasks: look === 'none' ? {} : { Results: [task] },
      };
      response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(results[request.action] ?? {}));
    });
    const opened = await openPlace(server.endpoint);
    return { ...opened, ended: opened.run() };
  }

  it('goes on after a look that fails, and after one that finds no task', async () => {
    const looks = ['running', 'busy', 'none', 'busy', 'none', 'running', 'busy', 'completed'] as const;
    const { ended, passTimer } = await follow(...looks);
    for (const _ of looks) await passTimer();
    assert.deepEqual(await ended, { kind: 'completed', movedCount: 2 });
  });

  for (const [look, text] of [
    ['busy', /^Error: The redrive may go on, but its progress cannot be read: ListMessageMoveTasks failed/],
    [
      'none',
      /^Error: The service names no redrive of this queue, although one was started\. It may go on\.$/,
    ],
  ] as const) {
    it(`ends after five looks in a row that are “${look}”, and says that the redrive may go on`, async () => {
      const { ended, passTimer } = await follow('running', look);
      const rejected = assert.rejects(ended, text);
      for (let time = 0; time < 6; time += 1) await passTimer();
      await rejected;
    });
  }

  for (const [when, isCancelled] of [
    ['disconnects', false],
    ['disconnects and then cancels', true],
  ] as const) {
    it(`may go on if the user ${when} between two looks, which it says at once`, async () => {
      const { ended, passTimer, connection, cancelled } = await follow('running');
      const rejected = assert.rejects(
        ended,
        /^Error: The redrive may go on, but its progress cannot be read: “x” is not connected\. Connect it first\.$/,
      );
      await passTimer();
      await passTimer(() => {
        connection.remote.close();
        if (isCancelled) cancelled.abort();
      });
      await rejected;
    });
  }

  it('may go on if the user disconnects during a look, which it says at once', async () => {
    const { ended, passTimer, connection } = await follow('running');
    const rejected = assert.rejects(
      ended,
      /^Error: The redrive may go on, but its progress cannot be read: /,
    );
    await passTimer();
    connection.remote.close();
    await rejected;
  });

  it('is canceled also if the look after that fails', async () => {
    const { ended, passTimer, cancelled } = await follow('running', 'busy');
    await passTimer();
    cancelled.abort();
    assert.deepEqual(await ended, { kind: 'cancelled', movedCount: 2 });
  });
});
