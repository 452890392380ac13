import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'mocha';
import { ACTION_NAMES, type ActionName } from '../../../broker/api/actions.ts';
import type { Gate, GateOptions } from '../../../broker/connections/client/gate.ts';
import {
  findSafeguard,
  PROTECTION_LEVELS,
  type ProtectionLevel,
} from '../../../broker/protection/protectionLevel.ts';
import { type RecordingServer, startRecordingServer } from '../../support/upstream/recordingServer.ts';
import { openTestGate, ScriptedConsent } from '../../support/upstream/testGate.ts';

const QUEUE = 'https://sqs.us-east-1.amazonaws.com/123456789012/orders';
const OTHER = 'https://sqs.us-east-1.amazonaws.com/123456789012/bills';
const ARN = 'arn:aws:sqs:us-east-1:123456789012:orders';

/** The client compares it with what it sent. */
const MD5_OF_X = createHash('md5').update('x').digest('hex');

/** The least that each action has to be given. */
const INPUTS: Readonly<Record<ActionName, object>> = {
  AddPermission: { QueueUrl: QUEUE, Label: 'l', AWSAccountIds: ['1'], Actions: ['SendMessage'] },
  CancelMessageMoveTask: { TaskHandle: 'h' },
  ChangeMessageVisibility: { QueueUrl: QUEUE, ReceiptHandle: 'r', VisibilityTimeout: 0 },
  ChangeMessageVisibilityBatch: { QueueUrl: QUEUE, Entries: [] },
  CreateQueue: { QueueName: 'orders' },
  DeleteMessage: { QueueUrl: QUEUE, ReceiptHandle: 'r' },
  DeleteMessageBatch: { QueueUrl: QUEUE, Entries: [] },
  DeleteQueue: { QueueUrl: QUEUE },
  GetQueueAttributes: { QueueUrl: QUEUE },
  GetQueueUrl: { QueueName: 'orders' },
  ListDeadLetterSourceQueues: { QueueUrl: QUEUE },
  ListMessageMoveTasks: { SourceArn: ARN },
  ListQueues: {},
  ListQueueTags: { QueueUrl: QUEUE },
  PurgeQueue: { QueueUrl: QUEUE },
  ReceiveMessage: { QueueUrl: QUEUE },
  RemovePermission: { QueueUrl: QUEUE, Label: 'l' },
  SendMessage: { QueueUrl: QUEUE, MessageBody: 'x' },
  SendMessageBatch: { QueueUrl: QUEUE, Entries: [] },
  SetQueueAttributes: { QueueUrl: QUEUE, Attributes: {} },
  StartMessageMoveTask: { SourceArn: ARN },
  TagQueue: { QueueUrl: QUEUE, Tags: {} },
  UntagQueue: { QueueUrl: QUEUE, TagKeys: [] },
};

/** By an untyped name, as a webview or a command may have it. */
function callAny(gate: Gate, action: string, input: object = {}) {
  return gate.call(action as 'ListQueues', input);
}

describe('The gate to a connection', () => {
  let server: RecordingServer;
  let consent: ScriptedConsent;

  before(async () => {
    server = await startRecordingServer((response, { action }) => {
      const body =
        action === 'SendMessage'
          ? JSON.stringify({ MessageId: 'm', MD5OfMessageBody: MD5_OF_X })
          : '{"Successful":[],"Failed":[]}';
      response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' }).end(body);
    });
  });

  beforeEach(() => {
    server.requests.splice(0);
    consent = new ScriptedConsent();
  });

  function open(level: ProtectionLevel, options: Partial<GateOptions> = {}): Gate {
    return openTestGate(server.endpoint, { readLevel: () => level, consent, ...options });
  }

  function listSent(): string[] {
    return server.requests.map(({ action }) => action);
  }

  for (const level of PROTECTION_LEVELS) {
    for (const action of ACTION_NAMES) {
      const safeguard = findSafeguard(level, action);
      it(`${action} with the level ${level}: ${safeguard}, and nothing leaves after a no`, async () => {
        consent.agrees = false;
        const answer = await callAny(open(level), action, INPUTS[action]);
        assert.equal(answer.ok, safeguard === 'nothing');
        assert.deepEqual(listSent(), safeguard === 'nothing' ? [action] : []);
        assert.equal(consent.asked.length, /question|typedName/.test(safeguard) ? 1 : 0);
      });

      if (safeguard === 'nothing' || safeguard === 'refusal') continue;
      it(`${action} with the level ${level} is called after a yes`, async () => {
        consent.typed = 'orders';
        const answer = await callAny(open(level), action, INPUTS[action]);
        assert.ok(answer.ok, JSON.stringify(answer));
        assert.deepEqual(listSent(), [action]);
      });
    }
  }

  for (const name of [
    'AddPermissions',
    'listQueues',
    '',
    'constructor',
    '__proto__',
    'toString',
    'GetCallerIdentity',
  ]) {
    it(`does not call ${JSON.stringify(name)}, which is no action, even on an open connection`, async () => {
      const answer = await callAny(open('open'), name);
      assert.ok(!answer.ok);
      assert.match(answer.failure.message, /is no action of Amazon SQS/);
      assert.deepEqual(listSent(), []);
    });
  }

  for (const typed of ['', 'order', 'Orders', 'orders ', 'x', undefined]) {
    it(`does not purge a queue whose name is typed as ${JSON.stringify(typed)}`, async () => {
      consent.typed = typed;
      const answer = await open('confirm').call('PurgeQueue', { QueueUrl: QUEUE });
      assert.ok(!answer.ok && answer.failure.kind === 'declined');
      assert.deepEqual(listSent(), []);
    });
  }

  it('asks with the names of the connection and of the queues', async () => {
    await open('confirm').call('StartMessageMoveTask', { SourceArn: ARN, DestinationArn: `${ARN}-2` });
    assert.deepEqual(consent.asked, [
      { by: 'agree', connection: 'x', action: 'StartMessageMoveTask', queues: ['orders', 'orders-2'] },
    ]);
  });

  it('asks once for the receives, deletes and visibility timeouts of a launch, and names all its queues', async () => {
    const gate = open('confirm');
    const launch = { queues: [QUEUE, OTHER] };
    for (const QueueUrl of [QUEUE, OTHER, QUEUE]) {
      await gate.call('ReceiveMessage', { QueueUrl }, { launch });
      await gate.call('DeleteMessage', { QueueUrl, ReceiptHandle: 'r' }, { launch });
    }
    assert.deepEqual(consent.asked, [
      { by: 'agreeToLaunch', connection: 'x', action: 'ReceiveMessage', queues: ['orders', 'bills'] },
    ]);
    assert.equal(listSent().length, 6);
  });

  it('asks once for calls of a launch that are made at the same time', async () => {
    const gate = open('confirm');
    const launch = { queues: [QUEUE] };
    await Promise.all([1, 2, 3].map(() => gate.call('ReceiveMessage', { QueueUrl: QUEUE }, { launch })));
    assert.equal(consent.asked.length, 1);
  });

  it('asks for each queue that a launch does not have, and for each send and purge in it', async () => {
    const gate = open('confirm');
    const launch = { queues: [QUEUE] };
    await gate.call('ReceiveMessage', { QueueUrl: OTHER }, { launch });
    await gate.call('SendMessage', { QueueUrl: QUEUE, MessageBody: 'x' }, { launch });
    await gate.call('PurgeQueue', { QueueUrl: QUEUE }, { launch });
    assert.deepEqual(
      consent.asked.map(({ by }) => by),
      ['agree', 'agree', 'typeQueueName'],
    );
  });

  it('does not ask again for a launch that was declined', async () => {
    const gate = open('confirm');
    const launch = { queues: [QUEUE] };
    consent.agrees = false;
    await gate.call('ReceiveMessage', { QueueUrl: QUEUE }, { launch });
    consent.agrees = true;
    const answer = await gate.call('ReceiveMessage', { QueueUrl: QUEUE }, { launch });
    assert.ok(!answer.ok && answer.failure.kind === 'declined');
    assert.deepEqual([consent.asked.length, listSent()], [1, []]);
  });

  it('reads the level at each call', async () => {
    let level: ProtectionLevel = 'open';
    const gate = open('open', { readLevel: () => level });
    assert.ok((await gate.call('SendMessage', { QueueUrl: QUEUE, MessageBody: 'x' })).ok);
    level = 'readOnly';
    assert.ok(!(await gate.call('SendMessage', { QueueUrl: QUEUE, MessageBody: 'x' })).ok);
    assert.deepEqual(listSent(), ['SendMessage']);
  });

  it('sends what the user was asked about, whatever the caller does meanwhile', async () => {
    const input = { QueueUrl: QUEUE };
    consent.typed = 'orders';
    const purge = open('confirm').call('PurgeQueue', input);
    input.QueueUrl = OTHER;
    await purge;
    assert.deepEqual(JSON.parse(server.requests[0]?.body ?? ''), { QueueUrl: QUEUE });
  });

  describe('after a question, while which', () => {
    let level: ProtectionLevel;
    let isTrusted: boolean;
    let gate: Gate;

    /** What changes while the user reads the question, and why nothing is called then. */
    const CHANGES: readonly (readonly [string, () => void, RegExp])[] = [
      ['the level was raised', () => (level = 'readOnly'), /readOnly, which does not allow SendMessage/],
      ['the folder is no longer trusted', () => (isTrusted = false), /Restricted Mode/],
      ['the connection was closed', () => gate.close(), /is not connected/],
    ];

    for (const [what, change, reason] of CHANGES) {
      it(`${what}, calls nothing`, async () => {
        level = 'confirm';
        isTrusted = true;
        consent.agree = () => {
          change();
          return Promise.resolve(true);
        };
        gate = open('confirm', { readLevel: () => level, isTrusted: () => isTrusted });
        const answer = await gate.call('SendMessage', { QueueUrl: QUEUE, MessageBody: 'x' });
        assert.ok(!answer.ok);
        assert.match(answer.failure.message, reason);
        assert.deepEqual(listSent(), []);
      });
    }
  });

  it('calls nothing once it is closed, not even what only reads', async () => {
    const gate = open('open');
    gate.close();
    for (const answer of [await gate.call('ListQueues', {}), await gate.identify()]) {
      assert.ok(!answer.ok);
      assert.match(answer.failure.message, /is not connected/);
    }
    assert.deepEqual(listSent(), []);
  });

  it('calls nothing in Restricted Mode, not even what only reads', async () => {
    const gate = open('open', { isTrusted: () => false });
    for (const answer of [await gate.call('ListQueues', {}), await gate.identify()]) {
      assert.ok(!answer.ok);
      assert.match(answer.failure.message, /Restricted Mode/);
    }
    assert.deepEqual(listSent(), []);
  });

  it('has no member through which its client is reached', () => {
    assert.deepEqual(Object.keys(open('readOnly')).toSorted(), [
      'call',
      'close',
      'consent',
      'identify',
      'inspect',
      'propose',
    ]);
  });
});
