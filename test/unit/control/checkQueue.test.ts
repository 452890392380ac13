import assert from 'node:assert/strict';
import { checkQueuePolicy } from '../../../broker/auth/checkQueuePolicy.ts';
import { checkChange, checkCreation } from '../../../broker/control/checkQueue.ts';
import { sendMessage } from '../../../broker/engine/operations/sendMessage.ts';
import type { Queue } from '../../../broker/engine/state/queue.ts';
import { caller, EngineHarness, unwrap } from '../../support/engineHarness.ts';

const ARN = 'arn:aws:sqs:us-east-1:000000000000:';

describe('what a change of a queue would be rejected for', () => {
  let harness: EngineHarness;
  let standard: Queue;
  let fifo: Queue;
  beforeEach(() => {
    harness = new EngineHarness();
    standard = harness.createQueue('orders');
    fifo = harness.createQueue('orders.fifo');
    harness.createQueue('locked', { RedriveAllowPolicy: '{"redrivePermission":"denyAll"}' });
  });

  const check = (attributes: Record<string, string>, tags = {}, queue = standard) =>
    checkChange(harness.engine, queue, attributes, tags).problems;
  const redrive = (name: string) => ({
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: ARN + name, maxReceiveCount: 3 }),
  });

  it('is nothing, and nothing is changed', () => {
    const { settings } = standard;
    assert.deepEqual(check({ VisibilityTimeout: '1', Policy: '', ...redrive('orders') }, { team: 'a' }), []);
    assert.equal(standard.settings, settings);
    assert.equal(standard.revision, 0);
  });

  const rows: readonly [string, Record<string, string>, readonly [string, RegExp][]][] = [
    [
      'a number out of its range',
      { VisibilityTimeout: '43201' },
      [['VisibilityTimeout', /from 0 to 43,200/]],
    ],
    [
      'each of several values',
      { VisibilityTimeout: 'x', DelaySeconds: '901', MaximumMessageSize: '2048' },
      [
        ['VisibilityTimeout', /0 to 43,200/],
        ['DelaySeconds', /0 to 900/],
      ],
    ],
    ['what only FIFO queues have', { DeduplicationScope: 'queue' }, [['DeduplicationScope', /FifoQueue/]]],
    ['an unknown attribute', { Colour: 'red' }, [['Colour', /Unknown Attribute/]]],
    [
      'a dead-letter queue that does not exist',
      redrive('nowhere'),
      [['RedrivePolicy', /^Dead letter target does not exist/]],
    ],
    [
      'a dead-letter queue of another type',
      redrive('orders.fifo'),
      [['RedrivePolicy', /^Dead-letter queue must be same type/]],
    ],
    [
      'a dead-letter queue that does not permit it',
      redrive('locked'),
      [['RedrivePolicy', /does not permit/]],
    ],
    [
      'both kinds of encryption',
      { SqsManagedSseEnabled: 'true', KmsMasterKeyId: 'alias/a' },
      [['', /one type of server-side encryption/]],
    ],
  ];
  for (const [what, attributes, expected] of rows) {
    it(`is ${what}`, () => {
      const problems = check(attributes);
      assert.deepEqual(
        problems.map(({ parameter }) => parameter),
        expected.map(([parameter]) => parameter),
      );
      for (const [index, [, message]] of expected.entries())
        assert.match(problems[index]?.message ?? '', message);
    });
  }

  it('takes the two limits of FIFO queues together', () => {
    const both = { FifoThroughputLimit: 'perMessageGroupId', DeduplicationScope: 'messageGroup' };
    assert.deepEqual(check(both, {}, fifo), []);
    const [problem] = check({ FifoThroughputLimit: 'perMessageGroupId', VisibilityTimeout: '-' }, {}, fifo);
    assert.equal(problem?.parameter, 'FifoThroughputLimit');
  });

  it('is a tag that the service has reserved', () => {
    assert.deepEqual(
      check({}, { 'aws:team': 'x' }).map(({ parameter }) => parameter),
      ['Tags'],
    );
  });

  it('counts the messages that a shorter retention period would expire', () => {
    unwrap(sendMessage(harness.engine, standard, { body: 'old' }, caller));
    harness.clock.advance(3_600_000);
    unwrap(sendMessage(harness.engine, standard, { body: 'new' }, caller));
    const count = (seconds: string) =>
      checkChange(harness.engine, standard, { MessageRetentionPeriod: seconds }, {}).messagesLost;
    assert.equal(count('3600'), 1);
    assert.equal(count('7200'), 0);
    assert.equal(count('soon'), 0);
  });

  it('is, of a queue to create, its name too', () => {
    const create = (name: string, attributes: Record<string, string> = {}) =>
      checkCreation(harness.engine, name, attributes, {}, caller).problems.map(({ parameter }) => parameter);
    assert.deepEqual(create('new'), []);
    assert.deepEqual(create('new.fifo', { FifoQueue: 'true', ContentBasedDeduplication: 'true' }), []);
    assert.deepEqual(create('orders'), ['QueueName']);
    assert.deepEqual(create('new.fifo'), ['QueueName']);
    assert.deepEqual(create('no spaces', { VisibilityTimeout: '-1' }), ['QueueName', 'VisibilityTimeout']);
  });
});

describe('what is wrong with the policy of a queue, and where', () => {
  const statement = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' };
  const rows: readonly [string, object, string, RegExp][] = [
    [
      'an effect that is none',
      { Statement: [{ ...statement, Effect: 'Maybe' }] },
      '"Maybe"',
      /Effect must be "Allow"/,
    ],
    [
      'an action of another service',
      { Statement: { ...statement, Action: ['sqs:SendMessage', 's3:GetObject'] } },
      '"s3:GetObject"',
      /Action\[1\] must be an action/,
    ],
    [
      'an action that is mistyped',
      { Statement: [statement, { ...statement, Action: 'sqs:SendMesage' }] },
      '"sqs:SendMesage"',
      /Statement\[1\]\.Action must be an action/,
    ],
    ['no principal', { Statement: [{ Effect: 'Allow', Action: 'sqs:*' }] }, '{', /needs Principal/],
    [
      'an unknown operator',
      { Statement: [{ ...statement, Condition: { StringSounds: { 'aws:x': 'y' } } }] },
      '"StringSounds"',
      /not a condition operator/,
    ],
    [
      'a key with dots',
      { Statement: [{ ...statement, Condition: { Bool: { 'aws:a.b[0].c': 'maybe' } } }] },
      '"maybe"',
      /is not a value for Bool/,
    ],
    ['an unknown member', { Statement: [statement], Owner: 'me' }, '"me"', /^Owner is not a known member/],
  ];
  for (const [what, policy, marked, message] of rows) {
    it(`is ${what}`, () => {
      const text = JSON.stringify(policy, undefined, 2);
      const problem = checkQueuePolicy(text);
      assert.match(problem?.message ?? '', message);
      const { offset = 0, length = 0 } = problem?.place ?? {};
      assert.equal(text.slice(offset, offset + length), marked);
    });
  }

  it('is nothing', () =>
    assert.equal(checkQueuePolicy(JSON.stringify({ Statement: [statement] })), undefined));

  it('is all of a text that is no policy, without a place', () => {
    for (const text of ['[]', '"x"', '{']) assert.notEqual(checkQueuePolicy(text), undefined, text);
  });
});
