import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateEventSourceMappingCommand,
  type LambdaClient,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import { advanceClock } from '../../../broker/protocol/clock.ts';
import { listQueues } from '../../../broker/protocol/queue.ts';
import { BrokerProcess } from '../../support/brokerProcess.ts';
import { callSqs } from '../../support/callSqs.ts';
import { type ControlClient, openClient } from '../../support/controlClient.ts';
import { arnOf, nextEvent, writeAskingHandler } from '../../support/functions/askingHandler.ts';
import { Desk } from '../../support/functions/desk.ts';
import { connectLambda } from '../../support/lambda/lambdaServer.ts';
import { pathWithNode } from '../../support/process.mjs';
import { TOKEN } from '../../support/testBroker.ts';
import { waitUntilGone } from '../../support/witness.ts';

/** Longer than a busy machine takes to start another broker. */
const VISIBILITY_SECONDS = 600;

interface Running {
  readonly broker: BrokerProcess;
  readonly runner: BrokerProcess;
  readonly endpoint: string;
  readonly client: ControlClient;
  readonly lambda: LambdaClient;
}

describe('Acceptance of functions: what is killed', () => {
  const desk = new Desk();
  const processes: BrokerProcess[] = [];
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-restart-'));
    await desk.listen();
  });

  after(async () => {
    for (const { child, exit } of processes) {
      child.kill('SIGKILL');
      await exit;
    }
    desk.close();
    rmSync(folder, { recursive: true });
  });

  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const run = (...args: readonly string[]): BrokerProcess => {
    const environment = { ...process.env, PATH: pathWithNode(), QUEUESIDE_TOKEN: TOKEN };
    const started = new BrokerProcess(args, environment, folder);
    processes.push(started);
    return started;
  };
  const runAll = async (): Promise<Running> => {
    const broker = run('--port', '0', '--data', join(folder, 'data'));
    const { control, endpoint } = await broker.line();
    const runner = run('function', 'run', '--control', control);
    await runner.says(/^Ready/m);
    return {
      broker,
      runner,
      endpoint,
      client: await openClient(control),
      lambda: connectLambda({ endpoint }),
    };
  };
  const listMappings = async ({ lambda }: Running) =>
    (await lambda.send(new ListEventSourceMappingsCommand({}))).EventSourceMappings?.map((mapping) => [
      mapping.UUID,
      mapping.State,
    ]);
  const count = async ({ client }: Pick<Running, 'client'>) =>
    (await client.request(listQueues, {})).queues[0]?.counts;

  it('13. after a broker, the mapping is there again, and its messages in flight are as after the end of any consumer', async function () {
    // There, no signal asks a program to end.
    if (process.platform === 'win32') this.skip();
    const code = writeAskingHandler({ write, desk });
    const queues = { orders: { attributes: { VisibilityTimeout: VISIBILITY_SECONDS } } };
    write('queueside.json', JSON.stringify({ queues, functions: { work: code } }));
    const first = await runAll();
    const { UUID } = await first.lambda.send(
      new CreateEventSourceMappingCommand({ FunctionName: 'work', EventSourceArn: arnOf('orders') }),
    );
    const QueueUrl = `${first.endpoint}/000000000000/orders`;
    await callSqs(first.endpoint, 'SendMessage', { QueueUrl, MessageBody: 'a' });
    const lost = await nextEvent({ desk });
    first.broker.child.kill('SIGKILL');
    assert.equal((await first.runner.exit).code, 1);
    await waitUntilGone(lost.processId);
    first.lambda.destroy();

    const second = await runAll();
    assert.deepEqual(await listMappings(second), [[UUID, 'Enabled']]);
    assert.deepEqual(await count(second), { visible: 0, inFlight: 1, delayed: 0 });
    await second.client.request(advanceClock, { byMs: VISIBILITY_SECONDS * 1000 });
    const again = await nextEvent({ desk });
    assert.deepEqual(
      again.records.map(({ body, attributes }) => [body, attributes['ApproximateReceiveCount']]),
      [['a', '2']],
    );
    again.returns();
    second.runner.child.kill('SIGINT');
    assert.equal((await second.runner.exit).code, 0);
    assert.deepEqual(await count(second), { visible: 0, inFlight: 0, delayed: 0 });
    second.lambda.destroy();
    await second.client.close();
  });

  it('after a program that runs a function, no process is left, and its messages come back', async function () {
    if (process.platform === 'win32') this.skip();
    const code = { ...writeAskingHandler({ write, desk }), mappings: [{ queue: 'mails' }] };
    const queues = { mails: { attributes: { VisibilityTimeout: VISIBILITY_SECONDS } } };
    write('queueside.json', JSON.stringify({ queues, functions: { mail: code } }));
    const broker = run('--port', '0');
    const { control, endpoint } = await broker.line();
    const runFunctions = async (): Promise<BrokerProcess> => {
      const runner = run('function', 'run', '--control', control);
      await runner.says(/^Ready/m);
      return runner;
    };
    const client = await openClient(control);

    const killed = await runFunctions();
    const QueueUrl = `${endpoint}/000000000000/mails`;
    await callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody: 'a' });
    const lost = await nextEvent({ desk });
    killed.child.kill('SIGKILL');
    await waitUntilGone(lost.processId);
    assert.deepEqual(await count({ client }), { visible: 0, inFlight: 1, delayed: 0 });

    const runner = await runFunctions();
    await client.request(advanceClock, { byMs: VISIBILITY_SECONDS * 1000 });
    const again = await nextEvent({ desk });
    assert.deepEqual(
      again.records.map(({ body, attributes }) => [body, attributes['ApproximateReceiveCount']]),
      [['a', '2']],
    );
    again.returns();
    runner.child.kill('SIGINT');
    assert.equal((await runner.exit).code, 0);
    assert.deepEqual(await count({ client }), { visible: 0, inFlight: 0, delayed: 0 });
    await client.close();
  });
});
