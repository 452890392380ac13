import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ActionName } from '../../../broker/api/actions.ts';
import type { SetQueueAttributesParams } from '../../../broker/protocol/queue.ts';
import { type LocalBroker, startLocalBroker } from '../../conformance/support/broker.ts';
import { callSqs } from '../../support/callSqs.ts';
import { createRemoteWorld } from '../../support/upstream/remoteWorld.ts';

const ARN = 'arn:aws:sqs:us-east-1:000000000000:';
const CHANGES: readonly string[] = ['SetQueueAttributes', 'UntagQueue', 'TagQueue', 'CreateQueue'];

describe('Editing a queue of another endpoint', () => {
  let broker: LocalBroker;

  beforeEach(async () => {
    broker = await startLocalBroker();
    await callSqs(broker.endpoint, 'CreateQueue', { QueueName: 'orders', tags: { team: 'a', old: 'x' } });
    await callSqs(broker.endpoint, 'CreateQueue', {
      QueueName: 'orders.fifo',
      Attributes: { FifoQueue: 'true' },
    });
  });

  afterEach(async () => {
    assert.deepEqual(broker.defects, []);
    await broker.close();
  });

  async function openPlace() {
    const world = createRemoteWorld(broker.endpoint);
    await world.connection.open();
    const { edit, attributes, create } = world.connection.can;
    assert.ok(edit && attributes && create);
    return { ...world, edit, attributes, create };
  }

  const listChanges = (): string[] =>
    broker.calls.map(({ action }) => action).filter((action) => CHANGES.includes(action));

  const change = (
    attributes: Readonly<Record<string, string>>,
    more: Partial<SetQueueAttributesParams> = {},
  ): SetQueueAttributesParams => ({ queueArn: `${ARN}orders`, attributes, ...more });

  it('sets attributes and tags, removes tags, and returns what the queue has then', async () => {
    const { edit, attributes } = await openPlace();
    const after = await edit.change(
      change({ VisibilityTimeout: '45' }, { tags: { team: 'b' }, removedTags: ['old'] }),
    );
    assert.deepEqual([after.attributes['VisibilityTimeout'], after.tags], ['45', { team: 'b' }]);
    assert.deepEqual(await attributes(`${ARN}orders`), after);
    assert.deepEqual(listChanges().slice(2), ['SetQueueAttributes', 'UntagQueue', 'TagQueue']);
  });

  it('calls only what changes something', async () => {
    const { edit } = await openPlace();
    await edit.change(change({}, { tags: { team: 'b' } }));
    assert.deepEqual(listChanges().slice(2), ['TagQueue']);
  });

  it('asks once where the level is confirm, with the queue, the calls and the change', async () => {
    const { edit, consent, setLevel } = await openPlace();
    setLevel('confirm');
    await edit.change(change({ VisibilityTimeout: '45' }, { tags: { team: 'b' } }), {
      count: 1,
      lines: ['Visibility timeout 30 s → 45 s'],
    });
    assert.deepEqual(consent.asked, [
      {
        by: 'agree',
        connection: 'x',
        action: 'SetQueueAttributes',
        actions: ['SetQueueAttributes', 'TagQueue'],
        queues: ['orders'],
        count: 2,
        lines: ['Visibility timeout 30 s → 45 s'],
      },
    ]);
  });

  it('changes nothing after a no, and nothing where the level is readOnly, which is said before', async () => {
    const { edit, consent, setLevel, connection } = await openPlace();
    setLevel('confirm');
    consent.agrees = false;
    await assert.rejects(edit.change(change({ DelaySeconds: '1' }, { tags: { a: 'b' } })), /was not called/);
    setLevel('readOnly');
    assert.match(String(connection.remote.findRefusal('edit')), /does not allow SetQueueAttributes/);
    assert.match(String(connection.remote.findRefusal('create')), /does not allow CreateQueue/);
    await assert.rejects(edit.change(change({ DelaySeconds: '1' })), /does not allow SetQueueAttributes/);
    assert.equal(consent.asked.length, 1);
    assert.deepEqual(listChanges().slice(2), []);
  });

  describe('finds by reading that another user changed meanwhile', () => {
    const rows: readonly [string, SetQueueAttributesParams, ActionName, object][] = [
      [
        'the same attribute',
        change(
          { VisibilityTimeout: '45' },
          { expected: { attributes: { VisibilityTimeout: '30' }, tags: {} } },
        ),
        'SetQueueAttributes',
        { Attributes: { VisibilityTimeout: '99' } },
      ],
      [
        'the same tag',
        change({}, { tags: { team: 'b' }, expected: { attributes: {}, tags: { team: 'a' } } }),
        'TagQueue',
        { Tags: { team: 'z' } },
      ],
      [
        'a tag that is removed',
        change({}, { removedTags: ['old'], expected: { attributes: {}, tags: { old: 'x' } } }),
        'UntagQueue',
        { TagKeys: ['old'] },
      ],
    ];
    for (const [what, params, action, input] of rows) {
      it(what, async () => {
        const { edit } = await openPlace();
        const QueueUrl = `${broker.endpoint}/000000000000/orders`;
        await callSqs(broker.endpoint, action, { QueueUrl, ...input });
        const before = listChanges().length;
        await assert.rejects(edit.change(params), (error: Error & { data?: { parameter?: string } }) => {
          assert.equal(error.data?.parameter, 'expected');
          return true;
        });
        assert.equal(listChanges().length, before);
      });
    }

    it('but not another attribute, and not a policy in another layout', async () => {
      const { edit } = await openPlace();
      const RedrivePolicy = JSON.stringify({ maxReceiveCount: 3, deadLetterTargetArn: `${ARN}orders` });
      await edit.change(change({ RedrivePolicy }));
      const expected = { attributes: { RedrivePolicy }, tags: {} };
      await edit.change(change({ RedrivePolicy: '' }, { expected }));
      assert.equal(listChanges().length, 4);
    });
  });

  describe('rejects without a call, by the rules of the local broker,', () => {
    const rows: readonly [string, SetQueueAttributesParams, string, RegExp][] = [
      ['a number out of range', change({ VisibilityTimeout: '43201' }), 'VisibilityTimeout', /0 to 43,200/],
      [
        'what only FIFO queues have',
        change({ DeduplicationScope: 'queue' }),
        'DeduplicationScope',
        /FifoQueue/,
      ],
      [
        'a dead-letter queue of another type',
        change({
          RedrivePolicy: JSON.stringify({ deadLetterTargetArn: `${ARN}orders.fifo`, maxReceiveCount: 3 }),
        }),
        'RedrivePolicy',
        /same type/,
      ],
      ['a tag key that is reserved', change({}, { tags: { 'aws:x': 'y' } }), 'Tags', /reserved/],
      ['a policy that is none', change({ Policy: '{}' }), 'Policy', /Statement/],
    ];
    for (const [what, params, parameter, message] of rows) {
      it(what, async () => {
        const { edit } = await openPlace();
        const { problems } = await edit.check({ ...params, tags: params.tags ?? {} });
        assert.deepEqual(
          problems.map((problem) => [problem.parameter, message.test(problem.message)]),
          [[parameter, true]],
        );
        await assert.rejects(edit.change(params), (error: Error & { data?: { parameter?: string } }) => {
          assert.equal(error.data?.parameter, parameter);
          return message.test(error.message);
        });
        assert.deepEqual(listChanges().slice(2), []);
      });
    }

    it('and reads the queue once for all checks', async () => {
      const { edit } = await openPlace();
      for (let time = 0; time < 3; time += 1) await edit.check(change({ DelaySeconds: '1' }));
      assert.equal(broker.calls.filter(({ action }) => action === 'ListQueueTags').length, 1);
    });
  });

  describe('creates a queue', () => {
    it('that is listed at once, with its attributes and tags', async () => {
      const { create, connection, attributes } = await openPlace();
      const created = await create({ name: 'bills', attributes: { DelaySeconds: '5' }, tags: { team: 'a' } });
      assert.equal(connection.queues.findByName('bills')?.arn, created.arn);
      const { attributes: values, tags } = await attributes(created.arn);
      assert.deepEqual([values['DelaySeconds'], tags], ['5', { team: 'a' }]);
    });

    it('with its dead-letter queue after one question', async () => {
      const { create, consent, setLevel } = await openPlace();
      setLevel('confirm');
      const question = {
        count: 2,
        covers: { actions: ['CreateQueue'] as const, queues: ['bills-dlq', 'bills'] },
        lines: [],
      };
      await create({ name: 'bills-dlq' }, question);
      await create({ name: 'bills' }, question);
      assert.deepEqual(
        consent.asked.map(({ queues }) => queues),
        [['bills-dlq', 'bills']],
      );
    });

    it('unless there is one of its name, which the service would return', async () => {
      const { create, edit } = await openPlace();
      await assert.rejects(create({ name: 'orders' }), /A queue named orders already exists/);
      const { problems } = await edit.check({ name: 'orders', attributes: {}, tags: {} });
      assert.deepEqual(
        problems.map(({ parameter }) => parameter),
        ['QueueName'],
      );
      assert.equal(listChanges().length, 2);
    });

    it('that stays in the list while the service does not list it yet', async () => {
      const { create, connection, setNow } = await openPlace();
      const { arn } = await create({ name: 'bills' });
      broker.engine.removeQueue(broker.engine.findByArn(arn) ?? assert.fail());
      setNow(59_999);
      await connection.queues.listAgain();
      assert.ok(connection.queues.findByName('bills'));
      setNow(60_000);
      await connection.queues.listAgain();
      assert.equal(connection.queues.findByName('bills'), undefined);
    });
  });
});
