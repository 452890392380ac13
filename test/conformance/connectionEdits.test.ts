import assert from 'node:assert/strict';
import { it } from 'mocha';
import { createAuthority } from '../../broker/auth/authorize.ts';
import { parseCredentials } from '../../broker/auth/credentials.ts';
import type { SetQueueAttributesParams } from '../../broker/protocol/queue.ts';
import { createRemoteWorld } from '../support/upstream/remoteWorld.ts';
import { describeDirectly, type LocalBroker, startLocalBroker } from './support/broker.ts';

const ACCOUNT = '000000000000';
const ORDERS = `arn:aws:sqs:us-east-1:${ACCOUNT}:orders`;
const secretAccessKey = 'a-secret-of-the-tests';

/** Users by their access key, with what they may not call beside a reader's actions. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  AKIDADMIN: ['sqs:*'],
  AKIDREADER: ['sqs:ListQueues', 'sqs:GetQueueAttributes'],
  AKIDATTRIBUTES: ['sqs:ListQueues', 'sqs:GetQueueAttributes', 'sqs:ListQueueTags', 'sqs:SetQueueAttributes'],
  AKIDUNTAG: [
    'sqs:ListQueues',
    'sqs:GetQueueAttributes',
    'sqs:ListQueueTags',
    'sqs:SetQueueAttributes',
    'sqs:UntagQueue',
  ],
};

describeDirectly('Editing through a connection to a broker that asks who is calling', () => {
  let broker: LocalBroker;

  beforeEach(async () => {
    const users = Object.entries(MAY).map(([accessKeyId, actions]) => ({
      name: accessKeyId.toLowerCase(),
      accessKeyId,
      secretAccessKey,
      policies: [{ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: actions, Resource: '*' } }],
    }));
    const parsed = parseCredentials(JSON.stringify({ users }), ACCOUNT);
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
    const { create } = (await openAs('AKIDADMIN')).can;
    await create?.({ name: 'orders', tags: { team: 'a', old: 'x' } });
  });

  afterEach(async () => {
    assert.deepEqual(broker.defects, []);
    await broker.close();
  });

  async function openAs(accessKeyId: string) {
    const readKeys = () => Promise.resolve({ accessKeyId, secretAccessKey });
    const { connection } = createRemoteWorld(broker.endpoint, {}, {}, { readKeys });
    await connection.open();
    return connection;
  }

  const CHANGE: SetQueueAttributesParams = {
    queueArn: ORDERS,
    attributes: { DelaySeconds: '5' },
    tags: { team: 'b' },
    removedTags: ['old'],
  };
  const rows: readonly [string, RegExp, Partial<SetQueueAttributesParams>, string, object][] = [
    ['AKIDREADER', /^Error: You may not call SetQueueAttributes on “x”/, {}, '0', { team: 'a', old: 'x' }],
    [
      'AKIDATTRIBUTES',
      /^Error: The attributes of orders were changed, but not its tags: You may not call UntagQueue/,
      {},
      '5',
      { team: 'a', old: 'x' },
    ],
    [
      'AKIDUNTAG',
      /^Error: The attributes of orders were changed and tags were removed, but no tags were set: You may not call TagQueue/,
      {},
      '5',
      { team: 'a' },
    ],
    [
      'AKIDUNTAG',
      /^Error: Tags of orders were removed, but no tags were set: You may not call TagQueue/,
      { attributes: {} },
      '0',
      { team: 'a' },
    ],
  ];
  for (const [user, message, change, delay, tags] of rows) {
    it(`says what was changed before a call was denied: ${message.source}`, async () => {
      const { can } = await openAs(user);
      await assert.rejects(async () => can.edit?.change({ ...CHANGE, ...change }), message);
      const queue = broker.engine.findByArn(ORDERS);
      assert.deepEqual(
        [String(queue?.settings.delaySeconds), Object.fromEntries(queue?.tags ?? [])],
        [delay, tags],
      );
    });
  }

  const denied: readonly [
    string,
    (as: Awaited<ReturnType<typeof openAs>>) => Promise<unknown> | undefined,
  ][] = [
    ['CreateQueue', ({ can }) => can.create?.({ name: 'bills' })],
    [
      'ListMessageMoveTasks',
      ({ can }) => can.moveTasks?.run(ORDERS, () => undefined, new AbortController().signal),
    ],
    ['PurgeQueue', ({ can }) => can.purge?.(ORDERS)],
    ['DeleteQueue', ({ can }) => can.delete?.(ORDERS)],
  ];
  for (const [action, call] of denied) {
    it(`names the action that is denied: ${action}`, async () => {
      const connection = await openAs('AKIDREADER');
      await assert.rejects(
        async () => call(connection),
        new RegExp(`^Error: You may not call ${action} on “x”`),
      );
    });
  }
});
