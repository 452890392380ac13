import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { receiveMessages } from '../../broker/engine/operations/receiveMessages.ts';
import { sendMessage } from '../../broker/engine/operations/sendMessage.ts';
import { SERVER_LIMITS } from '../../broker/sqs/calls/config.ts';
import { ERROR_TABLE } from '../../broker/sqs/wire/errorCodes.ts';
import { caller } from '../support/engineHarness.ts';
import { readServiceModel } from '../support/serviceModel.ts';
import type { Answer } from './support/client.ts';
import { formatRequest, RawConnection } from './support/rawHttp.ts';
import { describeInside, freshName, type InsideSuite } from './support/suite.ts';
import { VALID_CALLS } from './support/validCalls.ts';

/* Every error that an action declares is reached by a call of it, or listed here with why not. */

/** Errors that are not sent, or are reached in tests of their own: the file, and what in it names the error. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  InvalidSecurity: 'test/conformance/auth.test.ts',
  KmsAccessDenied: 'test/unit/kms/kms.test.ts',
  KmsDisabled: 'test/unit/kms/kms.test.ts',
  KmsInvalidKeyUsage: 'test/unit/kms/kms.test.ts',
  KmsInvalidState: 'test/unit/kms/kms.test.ts',
  KmsNotFound: 'test/unit/kms/kms.test.ts',
  KmsThrottled: 'test/contract/faults.test.ts',
  RequestThrottled: 'test/contract/faults.test.ts',
};

/** docs/errors.md says the same of these. */
const NOT_SENT: ReadonlySet<string> = new Set([
  'InvalidAddress',
  'InvalidIdFormat',
  'KmsOptInRequired',
  'MessageNotInflight',
]);

/** Declared by all actions, and sent where the feature is: list values of message attributes. */
const ONLY_SENDS: ReadonlySet<string> = new Set(['UnsupportedOperation']);

type Reach = (suite: InsideSuite, action: string, call: Record<string, unknown>) => Promise<Answer>;

const withChange =
  (change: (call: Record<string, unknown>) => object): Reach =>
  (suite, action, call) =>
    suite.client.call(action, { ...call, ...change(call) });

const entriesOf = (call: Record<string, unknown>) => call['Entries'] as Record<string, unknown>[];

/** A change that brings each error about, for all actions that declare it or for the named one. */
const REACH: Readonly<Record<string, Reach>> = {
  QueueDoesNotExist: withChange((call) =>
    'QueueUrl' in call
      ? { QueueUrl: 'http://127.0.0.1/000000000000/missing' }
      : { QueueName: 'missing', QueueOwnerAWSAccountId: undefined },
  ),
  BatchEntryIdsNotDistinct: withChange((call) => ({ Entries: [...entriesOf(call), ...entriesOf(call)] })),
  EmptyBatchRequest: withChange(() => ({ Entries: [] })),
  InvalidBatchEntryId: withChange((call) => ({ Entries: [{ ...entriesOf(call)[0], Id: 'a b' }] })),
  TooManyEntriesInBatchRequest: withChange((call) => ({
    Entries: Array.from({ length: 11 }, (_, index) => ({ ...entriesOf(call)[0], Id: String(index) })),
  })),
  BatchRequestTooLong: withChange((call) => ({
    Entries: [{ ...entriesOf(call)[0], MessageBody: 'x'.repeat(1_048_577) }],
  })),
  InvalidAttributeName: withChange((call) =>
    'AttributeNames' in call ? { AttributeNames: ['Colour'] } : { Attributes: { Colour: 'blue' } },
  ),
  InvalidAttributeValue: withChange(() => ({ Attributes: { VisibilityTimeout: 'long' } })),
  InvalidMessageContents: withChange(() => ({ MessageBody: '\u0001' })),
  ReceiptHandleIsInvalid: withChange(() => ({ ReceiptHandle: 'garbage' })),
  ResourceNotFoundException: withChange((call) =>
    'TaskHandle' in call
      ? { TaskHandle: Buffer.from('{"taskId":"x"}').toString('base64') }
      : { SourceArn: 'arn:aws:sqs:us-east-1:000000000000:missing' },
  ),
  UnsupportedOperation: withChange((call) => {
    const MessageAttributes = { a: { DataType: 'String', StringListValues: ['x'] } };
    return 'Entries' in call
      ? { Entries: [{ ...entriesOf(call)[0], MessageAttributes }] }
      : { MessageAttributes };
  }),
  PurgeQueueInProgress: async (suite, action, call) => {
    await suite.client.expect(action, call);
    return suite.client.call(action, call);
  },
  QueueNameExists: async (suite, action, call) => {
    await suite.client.expect(action, call);
    return suite.client.call(action, { ...call, Attributes: { VisibilityTimeout: '11' } });
  },
  QueueDeletedRecently: async (suite, action) => {
    const QueueName = freshName();
    const { QueueUrl } = await suite.client.expect(action, { QueueName });
    await suite.client.expect('DeleteQueue', { QueueUrl });
    return suite.client.call(action, { QueueName });
  },
  'ReceiveMessage RequestThrottled': waitTooOften,
  'ReceiveMessage OverLimit': receiveOverLimit,
  OverLimit: async (suite, action, call) => {
    const Statement = Array.from({ length: 21 }, () => ({
      Effect: 'Allow',
      Principal: '*',
      Action: 'sqs:SendMessage',
    }));
    const change =
      action === 'AddPermission'
        ? { Actions: Array.from({ length: 8 }, () => 'SendMessage') }
        : { Attributes: { Policy: JSON.stringify({ Version: '2012-10-17', Statement }) } };
    return suite.client.call(action, { ...call, ...change });
  },
};

/** Fills a queue with as many messages in flight as it may have, without their way over HTTP. */
async function receiveOverLimit(suite: InsideSuite): Promise<Answer> {
  const { engine } = suite.broker;
  const QueueUrl = await suite.createQueue();
  const queue = engine.findQueue('us-east-1', '000000000000', QueueUrl.split('/').at(-1) as string);
  assert.ok(queue);
  for (let count = 0; count <= engine.limits.inFlightStandard; count++) {
    sendMessage(engine, queue, { body: 'b' }, caller);
  }
  while (queue.inFlightCount < engine.limits.inFlightStandard) {
    receiveMessages(engine, queue, { maxMessages: 10, waitSeconds: 0 }, caller, () => undefined);
  }
  return suite.client.call('ReceiveMessage', { QueueUrl });
}

/** One more long poll than may wait on one connection; the answer to the last one. */
async function waitTooOften(suite: InsideSuite): Promise<Answer> {
  const { engine, port } = suite.broker;
  const QueueUrl = await suite.createQueue();
  const body = JSON.stringify({ QueueUrl, WaitTimeSeconds: 20, MaxNumberOfMessages: 1 });
  const headers = {
    'X-Amz-Target': 'AmazonSQS.ReceiveMessage',
    'Content-Type': 'application/x-amz-json-1.0',
  };
  const connection = new RawConnection(port);
  const { pendingPerConnection } = SERVER_LIMITS;
  connection.write(
    formatRequest('POST /', headers, body)
      .toString()
      .repeat(pendingPerConnection + 1),
  );
  const queue = engine.findQueue('us-east-1', '000000000000', QueueUrl.split('/').at(-1) as string);
  assert.ok(queue);
  while (queue.waiters.size < pendingPerConnection) await setImmediate();
  for (let count = 0; count < pendingPerConnection; count++) {
    sendMessage(engine, queue, { body: 'b' }, caller);
    assert.equal((await connection.readAnswer()).status, 200);
  }
  const { status, headers: answered } = await connection.readAnswer();
  connection.socket.destroy();
  const [code = '', fault = ''] = (answered.get('x-amzn-query-error') ?? '').split(';');
  return { status, output: {}, error: { code, message: '', fault } };
}

const codeOfError = new Map(
  Object.values(ERROR_TABLE).map(({ jsonType, queryCode }) => [jsonType.split('#')[1] as string, queryCode]),
);

for (const { name: action, errors } of readServiceModel()) {
  describeInside(`${action} declares errors that`, (suite) => {
    for (const error of errors) {
      const code = codeOfError.get(error);
      if (NOT_SENT.has(error)) {
        it(`are not sent, as the page says: ${error}`, () => {
          const row = readFileSync('docs/errors.md', 'utf8').match(
            new RegExp(`^\\| \`${code?.replaceAll('.', '\\.')}\` \\|.*$`, 'm'),
          );
          assert.match(row?.[0] ?? '', /not sent/i);
        });
      } else if (ELSEWHERE[error] !== undefined && REACH[`${action} ${error}`] === undefined) {
        it(`have a test of their own: ${error}`, () => {
          assert.ok(readFileSync(ELSEWHERE[error] as string, 'utf8').includes(error));
        });
      } else if (!ONLY_SENDS.has(error) || action.startsWith('SendMessage')) {
        it(`are reached: ${error}`, async () => {
          const prepare = VALID_CALLS[action];
          const reach = REACH[`${action} ${error}`] ?? REACH[error];
          assert.ok(prepare && reach, `${action} ${error}`);
          const answer = await reach(suite, action, await prepare(suite));
          assert.equal(answer.error?.code ?? answer.output['Failed']?.[0]?.Code, code);
        });
      }
    }
  });
}
