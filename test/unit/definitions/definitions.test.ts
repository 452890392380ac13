import assert from 'node:assert/strict';
import type { DefinitionTarget } from '../../../broker/definitions/definition.ts';
import { applyText, planText } from '../../../broker/definitions/definitions.ts';
import { formatProblem } from '../../../broker/definitions/problems.ts';
import { writeQueues } from '../../../broker/definitions/write.ts';
import { ManualClock } from '../../../broker/engine/base/clock.ts';
import { deleteQueue } from '../../../broker/engine/operations/deleteQueue.ts';
import type { Engine } from '../../../broker/engine/engine.ts';
import type { Queue } from '../../../broker/engine/state/queue.ts';
import { readAttributes } from '../../../broker/engine/operations/readAttributes.ts';
import { makeDefinitionTarget } from '../../support/definitionTarget.ts';
import { makeCaller } from '../../support/testCaller.ts';

const NAMESPACE = { account: '000000000000', region: 'us-east-1' };

const SHOP = `{
  "queues": {
    // The target may come after the queues that name it.
    "orders": {
      "attributes": { "VisibilityTimeout": 60, "MessageRetentionPeriod": "1200" },
      "tags": { "team": "orders" },
      "deadLetter": { "queue": "orders-dead", "maxReceiveCount": 3 },
      "messages": [{ "body": { "id": 1 } }, { "body": "two", "delaySeconds": 900 }]
    },
    "orders-dead": {},
    "steps.fifo": {
      "messages": [{ "body": "same", "group": "a" }, { "body": "same", "group": "a" }]
    }
  }
}`;

describe('queue definitions', () => {
  let target: DefinitionTarget;
  let engine: Engine;
  let clock: ManualClock;

  beforeEach(() => {
    clock = new ManualClock();
    target = makeDefinitionTarget(clock);
    ({ engine } = target);
  });

  const find = (name: string): Queue => {
    const queue = engine.findQueue(NAMESPACE.region, NAMESPACE.account, name);
    assert.ok(queue, `there is no queue ${name}`);
    return queue;
  };
  const attributeOf = (name: string, attribute: string): string | undefined => {
    const read = readAttributes(engine, find(name), [attribute]);
    return read.ok ? read.value[attribute] : undefined;
  };
  const apply = (text: string) => applyText(target, NAMESPACE, text);
  const plan = (text: string) => planText(target, NAMESPACE, text);

  it('make the queues, wired, tagged and seeded', () => {
    const { problems, plan: done, sentCount } = apply(SHOP);
    assert.deepEqual(problems, []);
    assert.equal(sentCount, 4);
    assert.deepEqual(done, {
      create: [
        { name: 'orders', messageCount: 2 },
        { name: 'orders-dead', messageCount: 0 },
        { name: 'steps.fifo', messageCount: 2 },
      ],
      change: [],
      unlisted: [],
    });
    assert.equal(attributeOf('orders', 'VisibilityTimeout'), '60');
    assert.equal(
      attributeOf('orders', 'RedrivePolicy'),
      '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:orders-dead","maxReceiveCount":3}',
    );
    assert.deepEqual([...find('orders').tags], [['team', 'orders']]);
    assert.deepEqual([find('orders').visibleCount, find('orders').delayedCount], [1, 1]);
    assert.equal(find('steps.fifo').visibleCount, 2, 'seeds with one body are two messages');
  });

  it('change nothing the second time, and send no message twice', () => {
    apply(SHOP);
    const events: string[] = [];
    engine.onEvent(({ kind }) => events.push(kind));
    const { plan: done, sentCount } = apply(SHOP);
    assert.deepEqual(done, { create: [], change: [], unlisted: [] });
    assert.equal(sentCount, 0);
    assert.deepEqual(events, []);
  });

  it('are planned without being done', () => {
    assert.equal(plan(SHOP).plan.create.length, 3);
    assert.deepEqual(engine.listQueues(NAMESPACE.region, NAMESPACE.account), []);
  });

  it('change what differs and leave alone what they do not mention', () => {
    apply(SHOP);
    const text = `{"queues": {
      "orders": { "attributes": { "VisibilityTimeout": 61 }, "tags": { "team": "shop", "tier": "1" }, "deadLetter": null }
    }}`;
    const expected = {
      create: [],
      change: [
        {
          name: 'orders',
          differences: [
            { what: 'VisibilityTimeout', from: '60', to: '61' },
            { what: 'RedrivePolicy', from: attributeOf('orders', 'RedrivePolicy') },
            { what: 'tag team', from: 'orders', to: 'shop' },
            { what: 'tag tier', to: '1' },
          ],
          messagesLost: 0,
        },
      ],
      unlisted: [
        { name: 'orders-dead', arn: find('orders-dead').arn, messageCount: 0 },
        { name: 'steps.fifo', arn: find('steps.fifo').arn, messageCount: 2 },
      ],
    };
    assert.deepEqual(plan(text).plan, expected);
    assert.deepEqual(apply(text).plan, expected);
    assert.equal(attributeOf('orders', 'VisibilityTimeout'), '61');
    assert.equal(attributeOf('orders', 'MessageRetentionPeriod'), '1200');
    assert.equal(attributeOf('orders', 'RedrivePolicy'), undefined);
    assert.deepEqual(Object.fromEntries(find('orders').tags), { team: 'shop', tier: '1' });
    assert.equal(find('orders').messageCount, 2);
  });

  it('say how many messages a shorter retention would end', () => {
    apply(SHOP);
    clock.advance(100_000);
    const shorter = '{"queues": {"orders": {"attributes": {"MessageRetentionPeriod": 60}}}}';
    assert.equal(plan(shorter).plan.change[0]?.messagesLost, 2);
    assert.equal(find('orders').messageCount, 2);
    apply(shorter);
    engine.begin();
    assert.equal(find('orders').messageCount, 0);
  });

  it('make a deleted queue again at once, and seed it again', () => {
    apply(SHOP);
    deleteQueue(engine, find('orders'), makeCaller());
    const { problems, sentCount } = apply(SHOP);
    assert.deepEqual(problems, []);
    assert.equal(sentCount, 2);
  });

  const refusals: readonly [what: string, text: string, problems: readonly RegExp[]][] = [
    [
      'attributes',
      `{"queues": {"q": {"attributes": {
        "VisibilityTimeout": 43201,
        "Colour": "red",
        "DelaySeconds": "soon"
      }}}}`,
      [
        /^f:2:30: Invalid value for the parameter VisibilityTimeout\. Use a whole number from 0 to 43,200\.$/,
        /^f:3:19: Unknown Attribute Colour\.$/,
        /^f:4:25: Invalid value for the parameter DelaySeconds\. Use a whole number from 0 to 900\.$/,
      ],
    ],
    ['names', '{"queues": {\n"no spaces": {}}}', [/^f:2:1: The name of a queue has 1 to 80 letters/]],
    ['tags', '{"queues": {"q": {"tags": {"aws:x": ""}}}}', [/^f:1:19: Tag keys that start with aws:/]],
    [
      'dead-letter queues of the other kind',
      '{"queues": {"q": {\n"deadLetter": {"queue": "d.fifo", "maxReceiveCount": 3}}, "d.fifo": {}}}',
      [/^f:2:1: .*same type of queue/],
    ],
    [
      'receive counts',
      '{"queues": {"q": {\n"deadLetter": {"queue": "d", "maxReceiveCount": 0}}, "d": {}}}',
      [/^f:2:1: .*valid values are from 1 to 1000/],
    ],
    [
      'seed messages',
      `{"queues": {"q.fifo": {"messages": [
        {"body": "", "group": "g"},
        {"body": "no group"},
        {"body": "x", "group": "g", "attributes": {"n": {"type": "Number", "value": "ten"}}},
        {"body": "x", "group": "g", "delaySeconds": 5}
      ]}}}`,
      [
        /^f:2:18: .*MessageBody/,
        /^f:3:9: .*MessageGroupId/,
        /^f:4:52: .*Can't cast/,
        /^f:5:53: .*DelaySeconds/,
      ],
    ],
  ];
  for (const [what, text, expected] of refusals) {
    it(`refuse ${what} that the service would refuse, at their place, and do nothing`, () => {
      const { problems, sentCount } = apply(text);
      const told = problems.map((problem) => formatProblem('f', problem));
      assert.equal(told.length, expected.length, told.join('\n'));
      for (const [index, pattern] of expected.entries()) assert.match(told[index] ?? '', pattern);
      assert.equal(sentCount, 0);
      assert.deepEqual(engine.listQueues(NAMESPACE.region, NAMESPACE.account), []);
    });
  }

  it('are written so that they make the same queues', () => {
    apply(`{"queues": {
      "a": {
        "attributes": {
          "VisibilityTimeout": 60,
          "KmsMasterKeyId": "alias/aws/sqs",
          "Policy": "{ \\"Statement\\": [{ \\"Effect\\": \\"Allow\\", \\"Principal\\": \\"*\\", \\"Action\\": \\"sqs:SendMessage\\" }] }"
        },
        "tags": { "team": "a" },
        "deadLetter": { "queue": "b", "maxReceiveCount": 7 }
      },
      "b": { "attributes": { "RedriveAllowPolicy": { "redrivePermission": "allowAll" } } },
      "c.fifo": { "attributes": { "DeduplicationScope": "messageGroup", "FifoThroughputLimit": "perMessageGroupId" } }
    }}`);
    const queues = engine.listQueues(NAMESPACE.region, NAMESPACE.account);
    assert.equal(queues.length, 3);
    const text = writeQueues(target, NAMESPACE, queues);
    assert.deepEqual(JSON.parse(text), {
      queues: {
        a: {
          attributes: {
            VisibilityTimeout: 60,
            SqsManagedSseEnabled: false,
            KmsMasterKeyId: 'alias/aws/sqs',
            Policy: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage' }] },
          },
          tags: { team: 'a' },
          deadLetter: { queue: 'b', maxReceiveCount: 7 },
        },
        b: { attributes: { RedriveAllowPolicy: { redrivePermission: 'allowAll' } } },
        'c.fifo': {
          attributes: { DeduplicationScope: 'messageGroup', FifoThroughputLimit: 'perMessageGroupId' },
        },
      },
    });
    assert.deepEqual(plan(text), { problems: [], plan: { create: [], change: [], unlisted: [] } });
    const before = queues.map((queue) => readAttributes(engine, queue, ['All']));
    target = makeDefinitionTarget(clock);
    ({ engine } = target);
    apply(text);
    const after = engine
      .listQueues(NAMESPACE.region, NAMESPACE.account)
      .map((queue) => readAttributes(engine, queue, ['All']));
    const compact = (value: unknown) => JSON.stringify(value).replaceAll(/ |\\/g, '');
    assert.equal(compact(after), compact(before));
  });

  it('of a queue whose dead-letter queue is not written name none', () => {
    apply(SHOP);
    const text = writeQueues(target, NAMESPACE, [find('orders')]);
    assert.equal(text.includes('deadLetter'), false);
  });
});
