import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateEventSourceMappingCommand, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import type { FunctionDefinition } from '../../broker/protocol/functionDefinition.ts';
import { deleteFunction, putFunction, reportFunctionDebugger } from '../../broker/protocol/functions.ts';
import { createQueue, listQueues, purgeQueue } from '../../broker/protocol/queue.ts';
import { clearTrace, readTrace, type TraceEvent } from '../../broker/protocol/trace.ts';
import { advanceClock } from '../../broker/protocol/clock.ts';
import { openBrokerOnFolder } from '../support/brokerOnFolder.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { TestRunner } from '../support/functions/testRunner.ts';
import { connectLambda } from '../support/lambda/lambdaServer.ts';
import { SqsProgram } from '../support/sqsProgram.ts';
import { startTestBroker } from '../support/testBroker.ts';

const NAME = 'resize';
const QUEUE = 'images';
const DEFINITION: FunctionDefinition = {
  name: NAME,
  runtime: 'nodejs22.x',
  handler: 'resize.handler',
  mappings: [{ queue: QUEUE, filters: ['{"body":{"kind":["image"]}}'] }],
};
const IMAGE = '{"kind":"image"}';

interface Event {
  readonly Records: readonly { readonly body: string; readonly attributes: Record<string, string> }[];
}

async function send(endpoint: string, ...bodies: readonly string[]): Promise<void> {
  const program = new SqsProgram(endpoint);
  const QueueUrl = `${endpoint}/000000000000/${QUEUE}`;
  for (const MessageBody of bodies) await program.call('SendMessage', { QueueUrl, MessageBody });
  program.close();
}

async function count(client: ControlClient): Promise<{ visible: number; inFlight: number; held: number }> {
  const { queues } = await client.request(listQueues, {});
  const { counts, heldCount } = queues.find(({ name }) => name === QUEUE) ?? assert.fail('no queue');
  return { visible: counts.visible, inFlight: counts.inFlight, held: heldCount };
}

/** Asks the broker again until its background work is done. */
async function waitUntil(isTrue: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries++) if (await isTrue()) return;
  assert.fail('It did not come.');
}

describe('Event source mappings of a broker', () => {
  let client: ControlClient;
  let runner: TestRunner;
  let control: string;
  let endpoint: string;

  const readEvents = async (): Promise<readonly TraceEvent[]> =>
    (await client.request(readTrace, { afterSequence: 0, limit: 1000 })).events;

  before(async () => {
    const { info } = await startTestBroker();
    ({ control, endpoint } = info);
    client = await openClient(control);
    await client.request(createQueue, { name: QUEUE, attributes: {} });
  });

  beforeEach(async () => {
    runner = await TestRunner.run(control, DEFINITION);
  });

  afterEach(async () => {
    runner.end();
    await client.request(deleteFunction, { name: NAME });
  });

  it('invoke the function that declares them, and delete what it processed', async () => {
    await send(endpoint, IMAGE);
    const { runtime } = await runner.start();
    const { id, event } = await runtime.next();
    const { Records } = event as Event;
    assert.deepEqual(
      Records.map(({ body, attributes }) => [body, attributes['ApproximateReceiveCount']]),
      [[IMAGE, '1']],
    );
    assert.deepEqual(await count(client), { visible: 0, inFlight: 1, held: 0 });
    await runtime.answer(id, 'null');
    const asked = runtime.next().catch(() => undefined);
    await waitUntil(async () => (await count(client)).inFlight === 0);
    const events = (await readEvents()).filter(({ kind }) => kind !== 'queueCreated' && kind !== 'sent');
    const environment = `${NAME} #1`;
    assert.deepEqual(
      events.map((each) => [each.kind, each.consumer?.name, each.invocation, each.environment]),
      [
        ['received', NAME, undefined, undefined],
        ['invoked', environment, id, environment],
        ['invocationEnded', environment, id, environment],
        ['deleted', NAME, id, environment],
      ],
    );
    const [received, begun, ended, deleted] = events;
    const { mappingId = '', ...invoked } = begun?.invoked ?? assert.fail();
    assert.match(mappingId, /^[\da-f-]{36}$/);
    assert.deepEqual(invoked, {
      function: NAME,
      isCold: true,
      messages: 1,
      messageIds: [received?.messageId],
    });
    assert.equal(deleted?.messageId, received?.messageId);
    assert.deepEqual([begun?.queueArn, ended?.queueArn], [received?.queueArn, received?.queueArn]);
    assert.equal(ended?.invoked?.end?.outcome, 'returned');
    runner.end();
    await asked;
  });

  it('let the messages of a function that fails come again, and the trace says why', async () => {
    await client.request(clearTrace, {});
    await send(endpoint, IMAGE);
    const { runtime } = await runner.start();
    const { id } = await runtime.next();
    const error = { errorType: 'TypeError', errorMessage: 'no width' };
    await runtime.answer(id, JSON.stringify(error), 'error');
    const asked = runtime.next().catch(() => undefined);
    await waitUntil(async () => (await readEvents()).some(({ kind }) => kind === 'batchItemFailed'));
    const ends = (await readEvents()).filter(({ kind }) => kind !== 'sent' && kind !== 'received');
    assert.deepEqual(
      ends.map((each) => [
        each.kind,
        each.invocation,
        each.cause,
        each.error?.code,
        each.error?.message,
        each.detail,
      ]),
      [
        ['invoked', id, undefined, undefined, undefined, undefined],
        ['invocationFailed', id, undefined, 'TypeError', 'no width', undefined],
        [
          'batchItemFailed',
          id,
          'failed',
          undefined,
          undefined,
          'The whole batch failed: TypeError: no width',
        ],
      ],
    );
    runner.end();
    await asked;
    await client.request(purgeQueue, { queueArn: `arn:aws:sqs:us-east-1:000000000000:${QUEUE}` });
  });

  it('delete what no filter matches, and the trace says why', async () => {
    await send(endpoint, 'image', '{"kind":"sound"}');
    await waitUntil(async () => (await count(client)).visible === 0);
    const details = (await readEvents())
      .filter(({ kind }) => kind === 'filteredOut')
      .map(({ cause, detail, consumer }) => [cause, detail, consumer?.name]);
    assert.deepEqual(details, [
      [
        'textBody',
        'The body is text, and this filter of the mapping of resize is about a JSON object: {"body":{"kind":["image"]}}',
        NAME,
      ],
      ['noMatch', 'The filter of the mapping of resize does not match.', NAME],
    ]);
  });

  it('pause the visibility timeouts of the batch whose process a debugger has stopped', async () => {
    await send(endpoint, IMAGE);
    const { runtime, environment } = await runner.start();
    const { id } = await runtime.next();
    const report = { name: NAME, environment, isAttached: true };
    await runner.client.request(reportFunctionDebugger, { ...report, isPaused: true });
    assert.deepEqual(await count(client), { visible: 0, inFlight: 1, held: 1 });
    await client.request(advanceClock, { byMs: 3_600_000 });
    assert.deepEqual(await count(client), { visible: 0, inFlight: 1, held: 1 });
    await runner.client.request(reportFunctionDebugger, { ...report, isPaused: false });
    assert.equal((await count(client)).held, 0);
    await runtime.answer(id, 'null');
    const asked = runtime.next().catch(() => undefined);
    await waitUntil(async () => (await count(client)).inFlight === 0);
    runner.end();
    await asked;
  });

  it('follow the definition of their function, and the API lists them', async () => {
    const lambda = connectLambda({ endpoint });
    const list = async (): Promise<readonly (number | undefined)[] | undefined> =>
      (await lambda.send(new ListEventSourceMappingsCommand({}))).EventSourceMappings?.map(
        ({ BatchSize }) => BatchSize,
      );
    assert.deepEqual(await list(), [10]);
    await client.request(putFunction, { ...DEFINITION, mappings: [{ queue: QUEUE, batchSize: 3 }] });
    assert.deepEqual(await list(), [3]);
    await client.request(putFunction, { ...DEFINITION, mappings: [] });
    assert.deepEqual(await list(), []);
    lambda.destroy();
  });
});

describe('Event source mappings in a data folder', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-mappings-'));
  });

  after(() => rmSync(folder, { recursive: true }));

  it('survive the broker; what they had in flight is as after the end of any consumer', async () => {
    const first = await openBrokerOnFolder(folder);
    await first.client.request(createQueue, { name: QUEUE, attributes: {} });
    const definition = { ...DEFINITION, mappings: [] };
    const runner = await TestRunner.run(first.control, definition);
    const lambda = connectLambda(first);
    const { UUID } = await lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: NAME,
        EventSourceArn: `arn:aws:sqs:us-east-1:000000000000:${QUEUE}`,
      }),
    );
    await send(first.endpoint, IMAGE);
    const { runtime } = await runner.start();
    const { event } = await runtime.next();
    assert.equal((event as Event).Records.length, 1);
    lambda.destroy();
    runner.end();
    await first.close();

    const second = await openBrokerOnFolder(folder);
    assert.deepEqual(await count(second.client), { visible: 0, inFlight: 1, held: 0 });
    const again = connectLambda(second);
    const { EventSourceMappings } = await again.send(new ListEventSourceMappingsCommand({}));
    assert.deepEqual(
      EventSourceMappings?.map((mapping) => [mapping.UUID, mapping.State]),
      [[UUID, 'Enabled']],
    );
    const next = await TestRunner.run(second.control, definition);
    await second.client.request(advanceClock, { byMs: 30_000 });
    const restarted = await next.start();
    const { Records } = (await restarted.runtime.next()).event as Event;
    assert.deepEqual(
      Records.map(({ body, attributes }) => [body, attributes['ApproximateReceiveCount']]),
      [[IMAGE, '2']],
    );
    again.destroy();
    next.end();
    await second.close();
  });
});
