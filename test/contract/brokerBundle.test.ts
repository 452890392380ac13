import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  SQSClient,
  SendMessageCommand,
  CreateQueueCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { BrokerProcess } from '../support/brokerProcess.ts';

const PLACE = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' },
  maxAttempts: 1,
};

describe('The bundle of the broker', () => {
  const folder = mkdtempSync(join(tmpdir(), 'queueside-late-'));
  const program = join(folder, 'broker.js');
  copyFileSync(resolve('dist', 'broker.js'), program);
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is ASCII, of which V8 keeps one byte for each character', () => {
    assert.ok(readFileSync(program).every((byte) => byte < 0x80));
  });

  it('needs no other one to start, send and receive: those of functions are loaded with the first of them or call of Lambda', async () => {
    const broker = new BrokerProcess(
      ['--port', '0', '--token-file', join(folder, 'token')],
      {},
      folder,
      program,
    );
    const { endpoint } = await broker.line();
    const sqs = new SQSClient({ ...PLACE, endpoint });
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'work' }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    assert.equal(Messages?.[0]?.Body, 'one');

    // The first call of Lambda needs one of them; nothing was reported to be missing before.
    const lambda = new LambdaClient({ ...PLACE, endpoint });
    await assert.rejects(lambda.send(new ListEventSourceMappingsCommand({})));
    await broker.says(/lambda\.js/);
    broker.child.kill();
    const { stderr } = await broker.exit;
    assert.match(stderr, /^\S+ mappings: Error \[ERR_MODULE_NOT_FOUND\]: .*lambda\.js/);
  });
});
