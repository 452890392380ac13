import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ACTION_NAMES } from '../../broker/api/actions.ts';
import { createAuthority } from '../../broker/auth/authorize.ts';
import { parseCredentials } from '../../broker/auth/credentials.ts';
import type { Gate } from '../../broker/connections/client/gate.ts';
import { callEveryAction } from '../support/upstream/everyAction.ts';
import { createRemoteWorld } from '../support/upstream/remoteWorld.ts';
import { CALL_LIMITS } from '../../broker/connections/callBounds.ts';
import { openTestGate } from '../support/upstream/testGate.ts';
import { startHttpsBroker } from '../support/httpsBroker.ts';
import { describeDirectly, type LocalBroker, startLocalBroker } from './support/broker.ts';

const ACCOUNT = '000000000000';
const SECRET = 'a-secret-of-the-tests';
const allow = (...actions: readonly string[]) => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: actions, Resource: '*' },
});
const USERS = [
  { name: 'admin', accessKeyId: 'AKIDADMIN', policies: [allow('sqs:*')] },
  { name: 'nothing', accessKeyId: 'AKIDNOTHING', policies: [] },
  {
    name: 'reader',
    accessKeyId: 'AKIDREADER',
    policies: [
      {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Action: 'sqs:GetQueueAttributes',
          Resource: 'arn:aws:sqs:*:*:orders',
        },
      },
    ],
  },
].map((user) => ({ ...user, secretAccessKey: SECRET }));

function keysOf(accessKeyId: string, secretAccessKey: string = SECRET) {
  return { readKeys: () => Promise.resolve({ accessKeyId, secretAccessKey }) };
}

describeDirectly('A connection to a broker that asks who is calling', () => {
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
    return openTestGate(broker.endpoint, keysOf(accessKeyId, secretAccessKey));
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

  it('calls every action with the permissions for it', async () => {
    assert.deepEqual(await callEveryAction(as('AKIDADMIN')), {});
  });

  it('says of every action that a user may not call it, and what to ask for', async () => {
    const expected = ACTION_NAMES.map((action): [string, string] => [
      action,
      action === 'ListQueues'
        ? 'denied: You may not list the queues of “x” (sqs:ListQueues). Add queues by their URLs, or ask for the permission.'
        : `denied: You may not call ${action} on “x”. Ask for the permission.`,
    ]);
    const failures = await callEveryAction(as('AKIDNOTHING'), as('AKIDADMIN'));
    assert.deepEqual(failures, Object.fromEntries(expected));
  });

  it('shows a user who may read one queue alone why the others are missing, and counts that one', async () => {
    const urls = [await createQueue('orders'), await createQueue('bills')];
    const { connection, savedQueues, helped } = createRemoteWorld(
      broker.endpoint,
      {},
      {},
      keysOf('AKIDREADER'),
    );
    await connection.open();
    assert.equal(connection.isOpen, true);
    assert.match(connection.remote.problem ?? '', /may not list .* Add queues by their URLs/);
    assert.equal(connection.queues.queues.length, 0);
    for (const url of urls) assert.equal(await connection.remote.addQueue(url), undefined);
    assert.deepEqual(savedQueues, urls);
    const shown = connection.queues.queues.map(({ name, isUncounted = false }) => [name, isUncounted]);
    assert.deepEqual(shown, [
      ['bills', true],
      ['orders', false],
    ]);
    const [ofBills, ofOrders] = connection.queues.queues;
    const { attributes, tags } = (await connection.can.attributes?.(ofOrders?.arn ?? '')) ?? {};
    assert.deepEqual([attributes?.['VisibilityTimeout'], tags], ['30', {}]);
    await assert.rejects(
      async () => connection.can.attributes?.(ofBills?.arn ?? ''),
      /You may not call GetQueueAttributes on “x”/,
    );
    assert.deepEqual(helped, []);
  });

  it('says that the keys are wrong', async () => {
    for (const gate of [as('AKIDUNKNOWN'), as('AKIDADMIN', 'wrong')]) {
      const answer = await gate.call('ListQueues', {});
      assert.ok(!answer.ok);
      assert.equal(answer.failure.kind, 'keys');
    }
  });
});

describeDirectly('A connection to a broker that checks signatures', () => {
  const HOUR_MS = 3_600_000;

  /** How far the clock of the service is ahead of that of this machine. */
  const CLOCKS: readonly (readonly [string, number])[] = [
    ['behind', HOUR_MS],
    ['ahead', -HOUR_MS],
  ];

  for (const [where, aheadMs] of CLOCKS) {
    it(`says what to do about a clock that is an hour ${where}, and does not try without end`, async () => {
      const parsed = parseCredentials(JSON.stringify({ users: USERS }), ACCOUNT);
      assert.ok(parsed.ok);
      const authority = createAuthority({
        mode: 'signatures',
        credentials: parsed.credentials,
        demandsTls: false,
        now: () => Date.now(),
        signingNow: () => Date.now() + aheadMs,
      });
      const broker = await startLocalBroker({ authority });
      let attempts = 0;
      const answer = await openTestGate(broker.endpoint, {
        ...keysOf('AKIDADMIN'),
        onAttempt: () => {
          attempts += 1;
        },
      }).call('ListQueues', {});
      await broker.close();
      assert.ok(!answer.ok);
      assert.match(answer.failure.message, /the clock of this machine is wrong/);
      assert.equal(answer.failure.kind, 'clock');
      assert.ok(attempts <= CALL_LIMITS.attempts, String(attempts));
    });
  }
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
