import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ACTION_NAMES, type ActionName } from '../../broker/api/actions.ts';
import { createAuthority } from '../../broker/auth/authorize.ts';
import { parseCredentials } from '../../broker/auth/credentials.ts';
import type { Gate } from '../../broker/connections/client/gate.ts';
import { openTestGate } from '../support/upstream/testGate.ts';
import { startHttpsBroker } from '../support/httpsBroker.ts';
import { type LocalBroker, startLocalBroker } from './support/broker.ts';

const ACCOUNT = '000000000000';
const SECRET = 'a-secret-of-the-tests';
const allow = (...actions: readonly string[]) => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: actions, Resource: '*' },
});
const USERS = [
  { name: 'admin', accessKeyId: 'AKIDADMIN', policies: [allow('sqs:*')] },
  {
    name: 'sender',
    accessKeyId: 'AKIDSENDER',
    policies: [allow('sqs:SendMessage', 'sqs:GetQueueAttributes')],
  },
].map((user) => ({ ...user, secretAccessKey: SECRET }));

describe('A connection to a broker that asks who is calling', () => {
  let broker: LocalBroker;

  beforeEach(async () => {
    const parsed = parseCredentials(JSON.stringify({ users: USERS }), ACCOUNT);
    assert.ok(parsed.ok);
    const now = () => Date.now();
    const authority = createAuthority({
      mode: 'policies',
      credentials: parsed.credentials,
      demandsTls: false,
      now,
      signingNow: now,
    });
    broker = await startLocalBroker({ authority });
  });

  afterEach(async () => {
    assert.deepEqual(broker.defects, []);
    await broker.close();
  });

  function as(accessKeyId: string, secretAccessKey: string = SECRET): Gate {
    return openTestGate(broker.endpoint, {
      readKeys: () => Promise.resolve({ accessKeyId, secretAccessKey }),
    });
  }

  async function createQueue(name: string): Promise<string> {
    const created = await as('AKIDADMIN').call('CreateQueue', { QueueName: name });
    assert.ok(created.ok, JSON.stringify(created));
    return created.value.QueueUrl ?? '';
  }

  it('lists page by page, filters on its side, sends, receives and deletes', async () => {
    const gate = as('AKIDADMIN');
    const url = await createQueue('orders');
    await createQueue('bills');
    const list = await gate.call('ListQueues', { QueueNamePrefix: 'ord', MaxResults: 1_000 });
    assert.ok(list.ok);
    assert.deepEqual(list.value.QueueUrls, [url]);
    const sent = await gate.call('SendMessage', {
      QueueUrl: url,
      MessageBody: 'x',
      MessageAttributes: { color: { DataType: 'String', StringValue: 'red' } },
    });
    assert.ok(sent.ok);
    const received = await gate.call('ReceiveMessage', { QueueUrl: url, MessageAttributeNames: ['All'] });
    assert.ok(received.ok);
    const [message] = received.value.Messages ?? [];
    assert.deepEqual(
      [message?.MessageId, message?.Body, message?.MessageAttributes?.['color']?.StringValue],
      [sent.value.MessageId, 'x', 'red'],
    );
    assert.ok(
      (await gate.call('DeleteMessage', { QueueUrl: url, ReceiptHandle: message?.ReceiptHandle })).ok,
    );
    assert.ok((await gate.call('PurgeQueue', { QueueUrl: url })).ok);
  });

  it('says which action is denied, for each that a user may not call', async () => {
    const QueueUrl = await createQueue('orders');
    const gate = as('AKIDSENDER');
    const inputs: Partial<Record<ActionName, object>> = {
      ListQueues: {},
      GetQueueUrl: { QueueName: 'orders' },
      GetQueueAttributes: { QueueUrl, AttributeNames: ['All'] },
      ListQueueTags: { QueueUrl },
      ListDeadLetterSourceQueues: { QueueUrl },
      SendMessage: { QueueUrl, MessageBody: 'x' },
      ReceiveMessage: { QueueUrl },
      PurgeQueue: { QueueUrl },
      DeleteQueue: { QueueUrl },
      SetQueueAttributes: { QueueUrl, Attributes: { DelaySeconds: '1' } },
      TagQueue: { QueueUrl, Tags: { a: 'b' } },
      CreateQueue: { QueueName: 'other' },
    };
    const outcomes: Record<string, string> = {};
    for (const action of ACTION_NAMES) {
      const input = inputs[action];
      if (input === undefined) continue;
      const answer = await gate.call(action as 'ListQueues', input);
      outcomes[action] = answer.ok ? 'called' : answer.failure.kind;
    }
    const allowed = ['SendMessage', 'GetQueueAttributes'];
    assert.deepEqual(
      outcomes,
      Object.fromEntries(
        Object.keys(inputs).map((name) => [name, allowed.includes(name) ? 'called' : 'denied']),
      ),
    );
  });

  it('says that the keys are wrong', async () => {
    for (const gate of [as('AKIDUNKNOWN'), as('AKIDADMIN', 'wrong')]) {
      const answer = await gate.call('ListQueues', {});
      assert.ok(!answer.ok);
      assert.equal(answer.failure.kind, 'keys');
    }
  });
});

describe('A connection to a broker with HTTPS', () => {
  it('says how to trust its certificate', async function () {
    this.timeout(20_000);
    const broker = await startHttpsBroker('memory');
    try {
      const answer = await openTestGate(`https://127.0.0.1:${broker.securePort}`).call('ListQueues', {});
      assert.ok(!answer.ok);
      assert.match(answer.failure.message, /is not trusted .* NODE_EXTRA_CA_CERTS/);
      assert.ok((await openTestGate(`http://127.0.0.1:${broker.port}`).call('ListQueues', {})).ok);
    } finally {
      await broker.close();
    }
  });
});
