import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  SQSServiceException,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { SignatureV4 } from '@smithy/signature-v4';
import { type AuthMode, createAuthority } from '../../broker/auth/authorize.ts';
import { parseCredentials } from '../../broker/auth/credentials.ts';
import { checkQueueKey } from '../../broker/kms/checkQueueKey.ts';
import { Kms } from '../../broker/kms/kms.ts';
import { MasterKey } from '../../broker/kms/masterKey.ts';
import { Sha256 } from '../support/sha256.ts';
import { describeDirectly, type LocalBroker, startLocalBroker } from './support/broker.ts';

const ACCOUNT = '000000000000';
const OTHER_ACCOUNT = '111122223333';
const SECRET = 'a-secret-of-the-tests';
const ADMIN = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'sqs:*', Resource: '*' } };
const SENDER = {
  Version: '2012-10-17',
  Statement: { Sid: 'Send', Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:GetQueueUrl'], Resource: '*' },
};
const USERS = [
  { name: 'admin', accessKeyId: 'AKIDADMIN', policies: [ADMIN] },
  { name: 'sender', accessKeyId: 'AKIDSENDER', policies: [SENDER] },
  {
    name: 'mover',
    accessKeyId: 'AKIDMOVER',
    policies: [{ Statement: { Effect: 'Allow', Action: 'sqs:StartMessageMoveTask', Resource: '*' } }],
  },
  { name: 'stranger', accessKeyId: 'AKIDSTRANGER', account: OTHER_ACCOUNT, policies: [ADMIN] },
].map((user) => ({ ...user, secretAccessKey: SECRET }));

describeDirectly('A broker that asks who is calling', () => {
  let broker: LocalBroker;
  let kms: Kms;
  const clients: SQSClient[] = [];

  async function start(mode: AuthMode): Promise<void> {
    const parsed = parseCredentials(JSON.stringify({ users: USERS }), ACCOUNT);
    assert.ok(parsed.ok);
    kms = new Kms({ masterKey: new MasterKey(randomBytes(32)), now: () => 0 });
    const authority = createAuthority({
      mode,
      credentials: parsed.credentials,
      demandsTls: false,
      now: () => Date.now(),
      signingNow: () => Date.now(),
    });
    broker = await startLocalBroker({
      authority,
      checkKey: (queue, principal, purpose) => checkQueueKey(kms, queue, principal, purpose),
    });
  }

  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    assert.deepEqual(broker.defects, []);
    await broker.close();
  });

  function as(accessKeyId: string, secretAccessKey: string = SECRET): SQSClient {
    const client = new SQSClient({
      endpoint: broker.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId, secretAccessKey },
      maxAttempts: 1,
    });
    clients.push(client);
    return client;
  }

  async function createQueue(name = 'orders', Attributes: Record<string, string> = {}): Promise<string> {
    const created = await as('AKIDADMIN').send(new CreateQueueCommand({ QueueName: name, Attributes }));
    return created.QueueUrl as string;
  }

  function post(action: string, body: object): Promise<Response> {
    return fetch(broker.endpoint, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Target': `AmazonSQS.${action}` },
      body: JSON.stringify(body),
    });
  }

  const isRefusal =
    (name: string, status: number, message?: RegExp) =>
    (error: unknown): boolean => {
      assert.ok(error instanceof SQSServiceException);
      assert.equal(error.name, name);
      assert.equal(error.$metadata.httpStatusCode, status);
      if (message !== undefined) assert.match(error.message, message);
      return true;
    };

  describe('for signatures', () => {
    beforeEach(() => start('signatures'));

    it('takes the signature of the AWS SDK, and a body of any letters with it', async () => {
      const QueueUrl = await createQueue();
      await as('AKIDSENDER').send(new SendMessageCommand({ QueueUrl, MessageBody: 'é✓😀 "\\' }));
      const { Messages } = await as('AKIDMOVER').send(new ReceiveMessageCommand({ QueueUrl }));
      assert.equal(Messages?.[0]?.Body, 'é✓😀 "\\');
    });

    it('refuses a wrong secret and an unknown key', async () => {
      const command = (): GetQueueUrlCommand => new GetQueueUrlCommand({ QueueName: 'orders' });
      await assert.rejects(
        as('AKIDADMIN', 'wrong').send(command()),
        isRefusal('SignatureDoesNotMatch', 403, /does not match the signature you provided/),
      );
      await assert.rejects(
        as('AKIDNOBODY').send(command()),
        isRefusal('InvalidClientTokenId', 403, /security token included in the request is invalid/),
      );
    });

    it('refuses what is not signed, also to look at', async () => {
      const answer = await post('ListQueues', {});
      assert.equal(answer.status, 403);
      assert.match(await answer.text(), /"com\.amazon\.coral\.service#AccessDeniedException"/);
      assert.equal((await fetch(`${broker.endpoint}/queueside/queues`)).status, 403);
      assert.equal((await fetch(`${broker.endpoint}/health`)).status, 200);
    });

    it('takes a presigned request of the Query protocol, until it ends', async () => {
      await createQueue();
      const url = await presign({ Action: 'GetQueueUrl', QueueName: 'orders' });
      const answer = await fetch(url);
      assert.equal(answer.status, 200);
      assert.match(
        await answer.text(),
        /<QueueUrl>http:\/\/127\.0\.0\.1:\d+\/000000000000\/orders<\/QueueUrl>/,
      );
      const changed = await fetch(url.replace('GetQueueUrl', 'DeleteQueue'));
      assert.equal(changed.status, 403);
      assert.match(await changed.text(), /<Code>SignatureDoesNotMatch<\/Code>/);
      const old = await fetch(
        await presign({ Action: 'GetQueueUrl', QueueName: 'orders' }, new Date(Date.now() - 61_000)),
      );
      assert.equal(old.status, 403);
      assert.match(await old.text(), /Signature expired: /);
    });

    it('answers for the account of the key', async () => {
      await createQueue();
      const { QueueUrl } = await as('AKIDSTRANGER').send(new CreateQueueCommand({ QueueName: 'orders' }));
      assert.ok(QueueUrl?.endsWith(`/${OTHER_ACCOUNT}/orders`));
    });
  });

  describe('for policies', () => {
    beforeEach(() => start('policies'));

    it('refuses what no policy allows, in the words of the service, and keeps the reason', async () => {
      const QueueUrl = await createQueue();
      await assert.rejects(
        as('AKIDSENDER').send(new ReceiveMessageCommand({ QueueUrl })),
        isRefusal(
          'AccessDenied',
          403,
          /^User: arn:aws:iam::000000000000:user\/sender is not authorized to perform: sqs:receivemessage on resource: arn:aws:sqs:us-east-1:000000000000:orders because no identity-based policy allows the sqs:receivemessage action$/,
        ),
      );
      assert.deepEqual(broker.calls.at(-1)?.explanation, [
        'Denied: no statement allows sqs:receivemessage on arn:aws:sqs:us-east-1:000000000000:orders.',
      ]);
      assert.equal(broker.calls.at(-1)?.queueArn, 'arn:aws:sqs:us-east-1:000000000000:orders');
    });

    it('authorises a batch as its single action', async () => {
      const QueueUrl = await createQueue();
      const Entries = [{ Id: 'a', MessageBody: 'x' }];
      const sent = await as('AKIDSENDER').send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      assert.equal(sent.Successful?.length, 1);
    });

    it('obeys a deny in the policy of the queue', async () => {
      const QueueUrl = await createQueue();
      const Policy = JSON.stringify({
        Version: '2012-10-17',
        Statement: {
          Sid: 'TlsOnly',
          Effect: 'Deny',
          Principal: '*',
          Action: 'sqs:SendMessage',
          Resource: '*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      });
      await as('AKIDADMIN').send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
      await assert.rejects(
        as('AKIDADMIN').send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' })),
        isRefusal('AccessDenied', 403, /with an explicit deny in a resource-based policy$/),
      );
      assert.match(broker.calls.at(-1)?.explanation?.[1] ?? '', /"TlsOnly"/);
    });

    it('lets another account in when both sides allow', async () => {
      const QueueUrl = await createQueue();
      const send = (): SendMessageCommand => new SendMessageCommand({ QueueUrl, MessageBody: 'x' });
      await assert.rejects(as('AKIDSTRANGER').send(send()), isRefusal('AccessDenied', 403));
      const Policy = JSON.stringify({
        Statement: { Effect: 'Allow', Principal: { AWS: OTHER_ACCOUNT }, Action: 'sqs:*', Resource: '*' },
      });
      await as('AKIDADMIN').send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
      await as('AKIDSTRANGER').send(send());
      await assert.rejects(
        as('AKIDSTRANGER').send(
          new SetQueueAttributesCommand({ QueueUrl, Attributes: { DelaySeconds: '1' } }),
        ),
        isRefusal('AccessDenied', 403),
      );
    });

    it('lets anonymous callers in where the queue is open to all, but not when it is encrypted', async () => {
      const Policy = JSON.stringify({
        Statement: { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' },
      });
      const open = await createQueue('open', { Policy, SqsManagedSseEnabled: 'false' });
      const sealed = await createQueue('sealed', { Policy });
      const sent = await post('SendMessage', { QueueUrl: open, MessageBody: 'x' });
      assert.equal(sent.status, 200);
      const refused = await post('SendMessage', { QueueUrl: sealed, MessageBody: 'x' });
      assert.equal(refused.status, 403);
      assert.match(await refused.text(), /"com\.amazonaws\.sqs#InvalidSecurity"/);
    });

    it('asks for all that a move task is made of', async () => {
      await createQueue('failed');
      const SourceArn = `arn:aws:sqs:us-east-1:${ACCOUNT}:failed`;
      await assert.rejects(
        as('AKIDMOVER').send(new StartMessageMoveTaskCommand({ SourceArn })),
        isRefusal('AccessDenied', 403, /sqs:receivemessage/),
      );
    });

    it('hides from others whether a queue exists', async () => {
      const call = as('AKIDSENDER').send(
        new ReceiveMessageCommand({ QueueUrl: `${broker.endpoint}/${ACCOUNT}/none` }),
      );
      await assert.rejects(call, isRefusal('AccessDenied', 403));
    });
  });

  describe('and keeps keys', () => {
    beforeEach(() => start('policies'));

    it('answers with the errors of the KMS on send and receive', async () => {
      const created = kms.createKey({ region: 'us-east-1', account: ACCOUNT });
      assert.ok(created.ok);
      const QueueUrl = await createQueue('orders', { KmsMasterKeyId: created.value.id });
      await as('AKIDADMIN').send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
      kms.setEnabled(created.value.id, false);
      const disabled = isRefusal('KmsDisabled', 400, /is disabled\.$/);
      await assert.rejects(
        as('AKIDADMIN').send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' })),
        disabled,
      );
      await assert.rejects(as('AKIDADMIN').send(new ReceiveMessageCommand({ QueueUrl })), disabled);
    });
  });

  async function presign(query: Record<string, string>, signingDate = new Date()): Promise<string> {
    const { hostname, host, port } = new URL(broker.endpoint);
    const signer = new SignatureV4({
      credentials: { accessKeyId: 'AKIDADMIN', secretAccessKey: SECRET },
      region: 'us-east-1',
      service: 'sqs',
      sha256: Sha256,
    });
    const signed = await signer.presign(
      { method: 'GET', protocol: 'http:', hostname, port: Number(port), path: '/', query, headers: { host } },
      { expiresIn: 60, signingDate },
    );
    return `${broker.endpoint}/?${new URLSearchParams(signed.query as Record<string, string>).toString()}`;
  }
});
