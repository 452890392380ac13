import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SendMessageCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type FailedLine, getBroker, registerConsumer } from '../../broker/protocol/broker.ts';
import { rotateMasterKey } from '../../broker/protocol/encryption.ts';
import {
  addKeyAlias,
  cancelKeyDeletion,
  createKey,
  grantKey,
  listKeys,
  revokeKey,
  scheduleKeyDeletion,
  setKeyEnabled,
} from '../../broker/protocol/kms.ts';
import { getMessage, peekMessages } from '../../broker/protocol/message.ts';
import { createQueue, listQueues } from '../../broker/protocol/queue.ts';
import { readTrace } from '../../broker/protocol/trace.ts';
import { BrokerProcess } from '../support/brokerProcess.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { SqsProgram } from '../support/sqsProgram.ts';

const TOKEN = 'token-of-the-tests';
const newKey = (): string => randomBytes(32).toString('base64');

describe('A broker with secrets', () => {
  let folder: string;
  const running = new Set<BrokerProcess>();

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-security-'));
  });
  afterEach(async () => {
    for (const broker of running) {
      broker.child.kill('SIGKILL');
      await broker.exit;
    }
    running.clear();
    rmSync(folder, { recursive: true, force: true });
  });

  function launch(args: readonly string[], environment: NodeJS.ProcessEnv = {}): BrokerProcess {
    const broker = new BrokerProcess(['--port', '0', ...args], { QUEUESIDE_TOKEN: TOKEN, ...environment });
    running.add(broker);
    return broker;
  }

  async function serve(
    args: readonly string[],
    environment: NodeJS.ProcessEnv = {},
  ): Promise<{ broker: BrokerProcess; client: ControlClient; endpoint: string }> {
    const broker = launch(args, environment);
    const { control, endpoint } = await broker.line();
    return { broker, client: await openClient(control, TOKEN), endpoint };
  }

  async function end(broker: BrokerProcess): Promise<void> {
    broker.child.kill('SIGTERM');
    await broker.exit;
  }

  it('stores nothing legible with a key file, and opens with that key only', async () => {
    const data = join(folder, 'data');
    const keyFile = join(folder, 'key');
    writeFileSync(keyFile, `${newKey()}\n`, { mode: 0o600 });
    const args = ['--data', data, '--key-file', keyFile];
    const { broker, client, endpoint } = await serve(args);
    assert.equal((await client.request(getBroker, {})).isEncrypted, true);
    const { QueueUrl } = await new SqsProgram(endpoint).call('CreateQueue', { QueueName: 'orders' });
    await new SqsProgram(endpoint).call('SendMessage', { QueueUrl, MessageBody: 'for no other eyes' });
    await end(broker);
    for (const name of readdirSync(data)) {
      assert.ok(!readFileSync(join(data, name)).includes('for no other eyes'), name);
    }
    writeFileSync(keyFile, newKey());
    // One after the other: two at once would also be in each other's way.
    for (const other of [args, ['--data', data]]) {
      const refused = launch(other);
      const line = await refused.line<FailedLine>();
      assert.deepEqual([line.event, line.code], ['failed', 'DATA_WRONG_KEY']);
      assert.equal((await refused.exit).code, 4);
    }
  });

  it('refuses a key file that others may read, and one without a data folder', async () => {
    const keyFile = join(folder, 'key');
    writeFileSync(keyFile, newKey(), { mode: 0o644 });
    const open = await launch(['--data', join(folder, 'data'), '--key-file', keyFile]).line<FailedLine>();
    assert.equal(open.code, 'BAD_CONFIG');
    assert.match(open.message, /is open to others \(mode 0644\)/);
    const useless = await launch(['--key-file', keyFile]).line<FailedLine>();
    assert.match(useless.message, /--key-file needs --data/);
  });

  it('changes its master key while it runs, and keeps its keys of the KMS and its messages', async () => {
    const args = ['--data', join(folder, 'data')];
    const [first, second] = [newKey(), newKey()];
    const { broker, client } = await serve(args, { QUEUESIDE_MASTER_KEY: first });
    const { arn } = await client.request(createQueue, { name: 'orders' });
    const { keyId } = await client.request(createKey, { alias: 'alias/orders' });
    assert.deepEqual(await client.request(rotateMasterKey, { masterKey: second }), { isEncrypted: true });
    await assert.rejects(client.request(rotateMasterKey, { masterKey: 'short' }), { code: -32602 });
    await end(broker);
    const refused = await launch(args, { QUEUESIDE_MASTER_KEY: first }).line<FailedLine>();
    assert.equal(refused.code, 'DATA_WRONG_KEY');
    const again = await serve(args, { QUEUESIDE_MASTER_KEY: second });
    assert.deepEqual((await again.client.request(listKeys, {})).keys[0]?.aliases, ['alias/orders']);
    assert.equal((await again.client.request(listKeys, {})).keys[0]?.keyId, keyId);
    assert.deepEqual(
      (await again.client.request(listQueues, {})).queues.map((queue) => queue.arn),
      [arn],
    );
  });

  it('keeps the keys of its KMS when its folder is encrypted later', async () => {
    const args = ['--data', join(folder, 'data')];
    const { broker, client } = await serve(args);
    assert.deepEqual(await client.request(rotateMasterKey, { masterKey: newKey() }), { isEncrypted: false });
    const key = await client.request(createKey, { alias: 'alias/orders', description: 'of the tests' });
    await end(broker);
    const later = await serve(args, { QUEUESIDE_MASTER_KEY: newKey() });
    assert.deepEqual((await later.client.request(listKeys, {})).keys, [key]);
  });

  it('answers as its KMS says', async () => {
    const { client, endpoint } = await serve([]);
    const sqs = new SqsProgram(endpoint);
    const { QueueUrl } = await sqs.call('CreateQueue', {
      QueueName: 'orders',
      Attributes: { KmsMasterKeyId: 'alias/orders' },
    });
    const send = () => sqs.call('SendMessage', { QueueUrl, MessageBody: 'x' });
    const refusedAs = (code: string) => assert.rejects(send, { message: `com.amazonaws.sqs#${code}` });
    await refusedAs('KmsNotFound');
    const { keyId } = await client.request(createKey, {});
    await client.request(addKeyAlias, { keyId, alias: 'alias/orders' });
    await send();
    await client.request(setKeyEnabled, { keyId, isEnabled: false });
    await refusedAs('KmsDisabled');
    await client.request(setKeyEnabled, { keyId, isEnabled: true });
    await client.request(scheduleKeyDeletion, { keyId, days: 7 });
    await refusedAs('KmsInvalidState');
    await client.request(cancelKeyDeletion, { keyId });
    await client.request(setKeyEnabled, { keyId, isEnabled: true });
    await client.request(revokeKey, { keyId, principal: '*' });
    await refusedAs('KmsAccessDenied');
    await assert.rejects(sqs.call('ReceiveMessage', { QueueUrl }), /KmsAccessDenied/);
    await client.request(grantKey, { keyId, principal: '*', operations: ['Decrypt'] });
    assert.equal((await sqs.call('ReceiveMessage', { QueueUrl })).Messages.length, 1);
    await refusedAs('KmsAccessDenied');
    const { grants } = await client.request(grantKey, {
      keyId,
      principal: '*',
      operations: ['GenerateDataKey', 'Decrypt'],
    });
    assert.deepEqual(grants, [{ principal: '*', operations: ['Decrypt', 'GenerateDataKey'] }]);
    await send();
    await assert.rejects(client.request(createKey, { alias: 'alias/aws/mine' }), { code: -32001 });
    await assert.rejects(client.request(setKeyEnabled, { keyId: 'x', isEnabled: true }), /does not exist/);
    const { events } = await client.request(readTrace, { afterSequence: 0, limit: 1000 });
    assert.match(events.find(({ kind }) => kind === 'rejected')?.detail ?? '', /Manage Keys/);
  });

  describe('that asks who is calling', () => {
    const clients: SQSClient[] = [];
    afterEach(() => {
      for (const client of clients.splice(0)) client.destroy();
    });

    const sqsOf = (endpoint: string, accessKeyId: string, secretAccessKey: string): SQSClient => {
      const client = new SQSClient({
        endpoint,
        region: 'us-east-1',
        credentials: { accessKeyId, secretAccessKey },
        maxAttempts: 1,
      });
      clients.push(client);
      return client;
    };

    async function serveUsers() {
      const credentials = join(folder, 'users.json');
      const allow = (Action: string) => [{ Statement: { Effect: 'Allow', Action, Resource: '*' } }];
      const users = [
        { name: 'developer', accessKeyId: 'AKIDEVELOPER', secretAccessKey: 'x', policies: allow('sqs:*') },
        { name: 'reader', accessKeyId: 'AKIREADER', secretAccessKey: 'y', policies: allow('sqs:Receive*') },
      ];
      writeFileSync(credentials, JSON.stringify({ users }), { mode: 0o600 });
      return serve(['--auth', 'policies', '--credentials', credentials]);
    }

    it('lets a debug session in as the user that it is registered for', async () => {
      const { client, endpoint } = await serveUsers();
      assert.equal((await client.request(getBroker, {})).auth, 'policies');
      const { arn, name } = await client.request(createQueue, { name: 'orders' });
      const QueueUrl = `${endpoint}/000000000000/${name}`;
      const register = (accessKeyId: string, user: string) =>
        client.request(registerConsumer, {
          accessKeyId,
          name: 'Launch',
          kind: 'debugSession',
          secretAccessKey: 'of-the-session',
          user,
        });
      const send = (accessKeyId: string, secret = 'of-the-session') =>
        sqsOf(endpoint, accessKeyId, secret).send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
      await assert.rejects(send('QSDSESSION1'), { name: 'InvalidClientTokenId' });
      await register('QSDSESSION1', '');
      await send('QSDSESSION1');
      await assert.rejects(send('QSDSESSION1', 'another'), { name: 'SignatureDoesNotMatch' });
      await register('QSDSESSION2', 'reader');
      await assert.rejects(
        send('QSDSESSION2'),
        /user\/reader is not authorized to perform: sqs:sendmessage/i,
      );
      await assert.rejects(register('QSDSESSION3', 'nobody'), /no user nobody/);
      await assert.rejects(register('AKIREADER', 'reader'), /belongs to a user/);
      const { messages } = await client.request(peekMessages, { queueArn: arn, limit: 10 });
      const [message] = messages;
      assert.ok(message);
      const { body } = await client.request(getMessage, { queueArn: arn, messageId: message.messageId });
      assert.equal(body, 'x');
    });

    it('rejects a policy that cannot be evaluated, and shows in the trace what is wrong with it', async () => {
      const { client, endpoint } = await serveUsers();
      const { name } = await client.request(createQueue, { name: 'orders' });
      const QueueUrl = `${endpoint}/000000000000/${name}`;
      const Policy = JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: '*',
            Action: 'sqs:SendMessage',
            Resource: '*',
            Condition: { StringEqual: { 'aws:PrincipalArn': 'x' } },
          },
        ],
      });
      await assert.rejects(
        sqsOf(endpoint, 'AKIDEVELOPER', 'x').send(
          new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }),
        ),
        { name: 'InvalidAttributeValue' },
      );
      const { events } = await client.request(readTrace, { afterSequence: 0, limit: 1000 });
      const { detail = '' } = events.find(({ kind }) => kind === 'rejected') ?? {};
      assert.match(detail, /^The policy: Statement\[0\]\.Condition.*StringEqual/);
    });
  });
});
