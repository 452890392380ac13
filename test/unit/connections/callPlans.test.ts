import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CallPlan } from '../../../broker/connections/client/callPlans.ts';
import type { Gate } from '../../../broker/connections/client/gate.ts';
import type { ProtectionLevel } from '../../../broker/protection/protectionLevel.ts';
import { type RecordingServer, startRecordingServer } from '../../support/upstream/recordingServer.ts';
import { defineEndpoint, openTestGate, ScriptedConsent } from '../../support/upstream/testGate.ts';

const QUEUE = 'http://x/000000000000/orders';
const OTHER = 'http://x/000000000000/bills';
const YES = { ok: true, value: undefined };
const QUESTION = { title: 'Move?', detail: '', button: 'Move' };

function plan(...actions: readonly CallPlan['calls'][number]['action'][]): CallPlan {
  return {
    question: QUESTION,
    calls: actions.map((action) => ({ connectionId: 'x', action, queueUrl: QUEUE, count: 2 })),
  };
}

const entry = (VisibilityTimeout: number) => ({ Id: 'a', ReceiptHandle: 'r', VisibilityTimeout });

describe('A plan of calls', () => {
  let server: RecordingServer;
  let consent: ScriptedConsent;

  before(async () => {
    server = await startRecordingServer();
  });

  beforeEach(() => {
    server.requests.splice(0);
    consent = new ScriptedConsent();
  });

  const open = (level: ProtectionLevel | (() => ProtectionLevel), id = 'x') =>
    openTestGate(server.endpoint, {
      readLevel: typeof level === 'function' ? level : () => level,
      consent,
      definition: { ...defineEndpoint(server.endpoint), id },
    });
  const receive = (gate: Gate, agreed: CallPlan, QueueUrl = QUEUE) =>
    gate.call('ReceiveMessage', { QueueUrl }, { plan: agreed });
  const remove = (gate: Gate, agreed: CallPlan) =>
    gate.call('DeleteMessageBatch', { QueueUrl: QUEUE, Entries: [] }, { plan: agreed });
  const listAsked = () => consent.asked.map(({ by }) => by);

  it('is one question for its calls, and each further call has its own', async () => {
    const gate = open('confirm');
    const agreed = plan('ReceiveMessage', 'ChangeMessageVisibilityBatch');
    assert.deepEqual(await gate.propose(agreed), YES);
    assert.deepEqual([consent.plans, listAsked()], [[QUESTION], []]);
    for (let call = 0; call < 2; call++) assert.ok((await receive(gate, agreed)).ok);
    assert.deepEqual(listAsked(), []);
    consent.agrees = false;
    assert.ok(!(await receive(gate, agreed)).ok);
    assert.deepEqual([listAsked(), server.requests.length], [['agree'], 2]);
  });

  it('covers neither another queue, nor another action, nor what nothing brings back', async () => {
    const gate = open('confirm');
    const agreed = plan('ReceiveMessage', 'PurgeQueue');
    await gate.propose(agreed);
    consent.agrees = false;
    await receive(gate, agreed, OTHER);
    await gate.call('SendMessage', { QueueUrl: QUEUE, MessageBody: 'x' }, { plan: agreed });
    await gate.call('PurgeQueue', { QueueUrl: QUEUE }, { plan: agreed });
    assert.deepEqual(listAsked(), ['agree', 'agree', 'typeQueueName']);
    assert.equal(server.requests.length, 0);
  });

  it('covers nothing if it was not proposed, or was declined, which is not asked again', async () => {
    const gate = open('confirm');
    const agreed = plan('ReceiveMessage');
    consent.agrees = false;
    await receive(gate, agreed);
    assert.deepEqual(listAsked(), ['agree']);
    assert.ok(!(await gate.propose(agreed)).ok);
    consent.agrees = true;
    const again = await gate.propose(agreed);
    assert.ok(!again.ok && again.failure.kind === 'declined');
    assert.equal(consent.plans.length, 1);
  });

  it('is what the user was asked about, whatever is done to it afterwards', async () => {
    const gate = open('confirm');
    const calls = [...plan('ReceiveMessage').calls];
    const agreed = { question: QUESTION, calls };
    await gate.propose(agreed);
    calls.push({ connectionId: 'x', action: 'SendMessage', queueUrl: QUEUE, count: 9 });
    consent.agrees = false;
    assert.ok(!(await gate.call('SendMessage', { QueueUrl: QUEUE, MessageBody: 'x' }, { plan: agreed })).ok);
  });

  for (const [typed, passes, isMistyped] of [
    ['orders', true, undefined],
    ['Orders', false, true],
    [undefined, false, undefined],
  ] as const) {
    it(`that deletes needs the name of the queue, typed as ${String(typed)}`, async () => {
      const gate = open('confirm');
      consent.typed = typed;
      const agreed = plan('ReceiveMessage', 'DeleteMessageBatch');
      const answer = await gate.propose(agreed);
      assert.equal(answer.ok, passes);
      assert.equal(answer.ok ? undefined : answer.failure.isMistyped, isMistyped);
      assert.deepEqual([consent.plans.length, listAsked()], [1, ['typeQueueName']]);
      consent.agrees = false;
      assert.equal((await remove(gate, agreed)).ok, passes);
    });
  }

  it('is asked on an open connection, too, without a name, and does not count its calls', async () => {
    const gate = open('open');
    const agreed = plan('DeleteMessageBatch');
    assert.deepEqual(await gate.propose(agreed), YES);
    for (let call = 0; call < 5; call++) assert.ok((await remove(gate, agreed)).ok);
    assert.deepEqual([consent.plans.length, listAsked()], [1, []]);
  });

  it('is rejected before the question if the level allows one of its calls to no user', async () => {
    const answer = await open('readOnly').propose(plan('ReceiveMessage'));
    assert.ok(!answer.ok);
    assert.match(answer.failure.message, /readOnly, which does not allow ReceiveMessage/);
    assert.deepEqual(consent.plans, []);
  });

  it('does not outlive a level that is raised: deletes ask, and nothing is called that is not allowed', async () => {
    let level: ProtectionLevel = 'open';
    const gate = open(() => level);
    const agreed = plan('ReceiveMessage', 'DeleteMessageBatch');
    await gate.propose(agreed);
    level = 'confirm';
    consent.agrees = false;
    assert.ok(!(await remove(gate, agreed)).ok);
    assert.ok((await receive(gate, agreed)).ok);
    level = 'readOnly';
    assert.ok(!(await receive(gate, agreed)).ok);
  });

  for (const [typed, leave, kind] of [
    ['orders', 4, undefined],
    ['Orders', 1, 'declined'],
    [undefined, 1, 'declined'],
  ] as const) {
    it(`whose level is raised before the rest is deleted asks once for the name, typed as ${String(typed)}`, async () => {
      let level: ProtectionLevel = 'open';
      const gate = open(() => level);
      const agreed = {
        question: QUESTION,
        calls: [{ ...plan('DeleteMessageBatch').calls[0], count: 4 }],
      } as CallPlan;
      await gate.propose(agreed);
      assert.ok((await remove(gate, agreed)).ok);
      level = 'confirm';
      consent.typed = typed;
      const answers = await Promise.all([remove(gate, agreed), remove(gate, agreed)]);
      answers.push(await remove(gate, agreed));
      for (const answer of answers) assert.equal(answer.ok ? undefined : answer.failure.kind, kind);
      assert.equal(server.requests.length, leave);
      assert.deepEqual(
        consent.asked.map(({ by, queues, lines }) => [by, queues, lines]),
        [
          [
            'typeQueueName',
            ['orders'],
            ['The protection level is now confirm. Your answer counts for all that is left to delete.'],
          ],
        ],
      );
    });
  }

  const LATE_CALLS: readonly (readonly [
    what: string,
    action: 'ChangeMessageVisibilityBatch' | 'ChangeMessageVisibility',
    members: object,
    leaves: boolean,
  ])[] = [
    ['gives back several messages', 'ChangeMessageVisibilityBatch', { Entries: [entry(0), entry(0)] }, true],
    ['gives back one', 'ChangeMessageVisibility', { ReceiptHandle: 'r', VisibilityTimeout: 0 }, true],
    ['hides for longer', 'ChangeMessageVisibility', { ReceiptHandle: 'r', VisibilityTimeout: 1 }, false],
    ['hides one of several', 'ChangeMessageVisibilityBatch', { Entries: [entry(0), entry(1)] }, false],
    ['names no timeout', 'ChangeMessageVisibilityBatch', { Entries: [{ Id: '0' }] }, false],
  ];
  for (const [what, action, members, leaves] of LATE_CALLS) {
    it(`whose connection became readOnly since: a call that ${what} ${leaves ? 'leaves' : 'does not leave'}`, async () => {
      let level: ProtectionLevel = 'open';
      const gate = open(() => level);
      const agreed = plan('ReceiveMessage', action);
      await gate.propose(agreed);
      level = 'readOnly';
      const input = { QueueUrl: QUEUE, ...members } as Parameters<typeof gate.call<typeof action>>[1];
      await gate.call(action, input, { plan: agreed });
      assert.equal(server.requests.length, leaves ? 1 : 0);
      // What was not agreed to is refused as before.
      await gate.call(action, input);
      assert.equal(server.requests.length, leaves ? 1 : 0);
    });
  }

  it('about two connections is one question, and counts for the queues of each on its own', async () => {
    const [source, target] = [open('confirm', 'x'), open('confirm', 'y')];
    const agreed: CallPlan = {
      question: QUESTION,
      calls: [
        { connectionId: 'x', action: 'ReceiveMessage', queueUrl: QUEUE, count: 1 },
        { connectionId: 'y', action: 'SendMessageBatch', queueUrl: QUEUE, count: 1 },
      ],
    };
    assert.deepEqual([await source.propose(agreed), await target.propose(agreed)], [YES, YES]);
    assert.equal(consent.plans.length, 1);
    consent.agrees = false;
    assert.ok(!(await receive(target, agreed)).ok);
    assert.ok((await receive(source, agreed)).ok);
    assert.ok((await target.call('SendMessageBatch', { QueueUrl: QUEUE, Entries: [] }, { plan: agreed })).ok);
  });

  /** What a plan to receive with 30 seconds and to give back does not cover. */
  const OTHER_TIMEOUTS: readonly (readonly [
    what: string,
    action: 'ReceiveMessage' | 'ChangeMessageVisibilityBatch',
    input: object,
  ])[] = [
    ['a longer timeout', 'ReceiveMessage', { VisibilityTimeout: 31 }],
    ['the timeout of the queue', 'ReceiveMessage', {}],
    ['no timeout, after which a message comes again at once', 'ReceiveMessage', { VisibilityTimeout: 0 }],
    ['a timeout that is a text', 'ReceiveMessage', { VisibilityTimeout: '30' }],
    [
      'hiding one of several messages for longer',
      'ChangeMessageVisibilityBatch',
      {
        Entries: [
          { Id: '0', ReceiptHandle: 'r', VisibilityTimeout: 0 },
          { Id: '1', ReceiptHandle: 's', VisibilityTimeout: 1 },
        ],
      },
    ],
  ];
  for (const [what, action, input] of OTHER_TIMEOUTS) {
    it(`that names visibility timeouts does not cover ${what}`, async () => {
      const gate = open('confirm');
      const of = { connectionId: 'x', queueUrl: QUEUE, count: 2 };
      const agreed: CallPlan = {
        question: QUESTION,
        calls: [
          { ...of, action: 'ReceiveMessage', visibilitySeconds: 30 },
          { ...of, action: 'ChangeMessageVisibilityBatch', visibilitySeconds: 0 },
        ],
      };
      await gate.propose(agreed);
      await gate.call('ReceiveMessage', { QueueUrl: QUEUE, VisibilityTimeout: 30 }, { plan: agreed });
      assert.deepEqual([listAsked(), server.requests.length], [[], 1]);
      consent.agrees = false;
      await gate.call(action as 'ReceiveMessage', { QueueUrl: QUEUE, ...input }, { plan: agreed });
      assert.deepEqual([listAsked(), server.requests.length], [['agree'], 1]);
    });
  }

  it('has alternatives: each of them is a no, which the caller learns', async () => {
    const gate = open('confirm');
    const agreed: CallPlan = {
      question: { ...QUESTION, alternatives: ['Count'] },
      calls: plan('ReceiveMessage').calls,
    };
    consent.choices.push('Count');
    const answer = await gate.propose(agreed);
    assert.ok(!answer.ok);
    assert.deepEqual([answer.failure.kind, answer.failure.choice], ['declined', 'Count']);
    consent.agrees = false;
    assert.ok(!(await receive(gate, agreed)).ok);
    assert.equal(server.requests.length, 0);
  });
});
