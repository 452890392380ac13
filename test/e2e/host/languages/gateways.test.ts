import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { ConfigurationTarget, debug, extensions, workspace } from 'vscode';
import { readTrace, type TraceEvent } from '../../../../broker/protocol/trace.ts';
import type { TestingApi } from '../../../../extension/api.ts';
import { findProjectRoot } from '../../../support/project.mjs';
import {
  findStart,
  type OtherEndpoint,
  startOtherEndpoint,
} from '../../../support/upstream/otherEndpoint.ts';
import { readDebuggers } from '../realDebuggers/debuggers.ts';
import { activateExtension } from '../support/activateExtension.ts';
import { waitForEvent } from '../support/debugSessions.ts';
import { WarningRecorder } from '../support/warnings.ts';

const SERVERS = ['ElasticMQ', 'moto'];
const VISIBILITY_SECONDS = 30;
/** Two long polls, which would return a message that has come back: longer than the visibility timeout. */
const POLLS = [20, 20];
const BODY = 'order 1';

const NODE = `
const { SQSClient, GetQueueUrlCommand, ReceiveMessageCommand, DeleteMessageCommand } = require(process.argv[2]);
async function main() {
  const client = new SQSClient({});
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: process.argv[3] }));
  const { Messages: [message] } = await client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  debugger;
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
  console.log('deleted ' + message.Body);
}
main();
`;

const PYTHON = `
import sys
import boto3
sqs = boto3.client("sqs")
url = sqs.get_queue_url(QueueName=sys.argv[1])["QueueUrl"]
message = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20)["Messages"][0]
breakpoint()
sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
print("deleted " + message["Body"], flush=True)
`;

/** A queue of one server, and the program that consumes it. */
interface Consumer {
  readonly name: string;
  readonly server: string;
  readonly queue: string;
  readonly launch: object;
}

describe('a program that is debugged against a connection', function () {
  this.timeout(180_000);
  const { samples } = readDebuggers();
  const servers = new Map<string, OtherEndpoint>();
  const clients = new Map<string, SQSClient>();
  let testing: TestingApi;
  let folder: string;
  let warnings: WarningRecorder;

  before(async () => {
    ({ testing = assert.fail('no tests here') } = await activateExtension());
    await extensions.getExtension('queueside-tests.real-debuggers')?.activate();
    folder = mkdtempSync(join(tmpdir(), 'queueside-gateways-'));
    writeFileSync(join(folder, 'consumer.cjs'), NODE);
    writeFileSync(join(folder, 'consumer.py'), PYTHON);
    warnings = new WarningRecorder(({ items }) => items.find((item) => item.startsWith('Allow')));
    await Promise.all(
      SERVERS.map(async (name) => {
        const start = findStart(name);
        assert.ok('argv' in start, 'missing' in start ? start.missing : name);
        const server = await startOtherEndpoint(start.argv);
        servers.set(name, server);
        const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
        clients.set(
          name,
          new SQSClient({ endpoint: server.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 }),
        );
      }),
    );
    const connections = [...servers].map(([name, { endpoint }]) => ({
      name,
      kind: 'endpoint',
      endpoint,
      region: 'us-east-1',
      protection: 'confirm',
    }));
    await setConnections(connections);
  });

  after(async () => {
    warnings.dispose();
    await debug.stopDebugging();
    await setConnections(undefined);
    for (const client of clients.values()) client.destroy();
    for (const server of servers.values()) await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const CONSUMERS = SERVERS.flatMap((server): Consumer[] => [
    {
      name: `${server}, Node.js`,
      server,
      queue: 'orders-node',
      launch: {
        type: 'node',
        program: () => join(folder, 'consumer.cjs'),
        args: [join(findProjectRoot(), 'node_modules', '@aws-sdk', 'client-sqs'), 'orders-node'],
      },
    },
    {
      name: `${server}, Python`,
      server,
      queue: 'orders-python',
      launch: {
        type: 'debugpy',
        program: () => join(folder, 'consumer.py'),
        python: samples['Python']?.worker[0],
        args: ['orders-python'],
        cwd: findProjectRoot(),
      },
    },
  ]);

  it('is asked about, held for longer than its visibility timeout, deletes its message, and is traced', async () => {
    const stories = await Promise.allSettled(CONSUMERS.map(tellStory));
    for (const [index, story] of stories.entries()) {
      if (story.status === 'rejected') {
        const { name } = CONSUMERS[index] ?? { name: '' };
        throw new Error(`${name}: ${String(story.reason)}`, { cause: story.reason });
      }
    }
  });

  async function tellStory({ name, server, queue, launch }: Consumer): Promise<void> {
    const client = clients.get(server) ?? assert.fail(server);
    const attributes = { VisibilityTimeout: String(VISIBILITY_SECONDS) };
    const { QueueUrl } = await client.send(
      new CreateQueueCommand({ QueueName: queue, Attributes: attributes }),
    );
    const sent = await client.send(new SendMessageCommand({ QueueUrl, MessageBody: BODY }));

    const isOf = (session: { readonly name: string }): boolean => session.name.startsWith(name);
    const stopped = waitForEvent('stopped', (_body, session) => isOf(findRoot(session)));
    const deleted = waitForEvent(
      'output',
      (body, session) => isOf(findRoot(session)) && body?.output?.includes(`deleted ${BODY}`) === true,
    );
    const { program, ...others } = launch as { readonly program: () => string };
    const configuration = {
      ...others,
      program: program(),
      request: 'launch',
      name,
      console: 'internalConsole',
      env: { QUEUESIDE_CONNECTION: server, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    } as unknown as Parameters<typeof debug.startDebugging>[1];
    assert.ok(await debug.startDebugging(undefined, configuration), 'the session starts');
    const { session, body } = await stopped;
    assert.equal(warnings.find(name).length, 1, 'the user is asked once for the launch');

    for (const WaitTimeSeconds of POLLS) {
      const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds }));
      assert.deepEqual(Messages, [], 'the message does not come back');
    }

    await session.customRequest('continue', { threadId: body?.threadId });
    await deleted;
    const counted = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    assert.deepEqual(
      [
        counted.Attributes?.ApproximateNumberOfMessages,
        counted.Attributes?.ApproximateNumberOfMessagesNotVisible,
      ],
      ['0', '0'],
      'it is deleted',
    );
    const events = await readEvents(server, sent.MessageId ?? '');
    // The program may delete its message before the editor has said that it goes on.
    const kinds = events.map(({ kind }) => kind).filter((kind) => kind !== 'released');
    assert.deepEqual(
      kinds.filter((kind, index) => kind !== kinds[index - 1]),
      ['received', 'held', 'visibilityChanged', 'deleted'],
    );
  }

  async function readEvents(server: string, messageId: string): Promise<readonly TraceEvent[]> {
    const session = testing.gateways.sessions.find(({ connection }) => connection.name === server);
    assert.ok(session, server);
    const { events } = await session.client.request(readTrace, { afterSequence: 0, limit: 100, messageId });
    return events;
  }
});

function findRoot<T extends { readonly parentSession?: T | undefined }>(session: T): T {
  return session.parentSession === undefined ? session : findRoot(session.parentSession);
}

async function setConnections(connections: readonly object[] | undefined): Promise<void> {
  await workspace
    .getConfiguration('queueside')
    .update('connections', connections, ConfigurationTarget.Global);
}
