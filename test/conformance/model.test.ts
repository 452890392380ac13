import assert from 'node:assert/strict';
import {
  type ModelMember,
  type ModelShape,
  type ModelStructure,
  readServiceModel,
} from '../support/serviceModel.ts';
import type { Answer, Protocol } from './support/client.ts';
import { describeInside, type InsideSuite } from './support/suite.ts';
import { VALID_CALLS } from './support/validCalls.ts';

/*
 * Made from the service's published model: every member of every action present, absent, null, empty, of a wrong type, and
 * one that the model does not know, over both protocols. What the model does not say is in the two tables here.
 */

const QUEUE_MISSING = 'AWS.SimpleQueueService.NonExistentQueue';
const EMPTY_BATCH = 'AWS.SimpleQueueService.EmptyBatchRequest';
const BAD_ENTRY_ID = 'AWS.SimpleQueueService.InvalidBatchEntryId';

/** Where a member is: its action, and its entry if it is in one. */
function nameOf(action: string, path: readonly string[]): string {
  return [action, ...path].join('.');
}

/**
 * The code for a required member that is absent, where it is not MissingParameter. `entry:` means that the entry of the
 * batch fails alone.
 */
const ABSENT: Readonly<Record<string, string>> = {
  'CreateQueue.QueueName': 'InvalidParameterValue',
  'GetQueueUrl.QueueName': 'InvalidParameterValue',
  'ListMessageMoveTasks.SourceArn': 'InvalidParameterValue',
  'StartMessageMoveTask.SourceArn': 'InvalidParameterValue',
  'ChangeMessageVisibilityBatch.Entries': EMPTY_BATCH,
  'DeleteMessageBatch.Entries': EMPTY_BATCH,
  'SendMessageBatch.Entries': EMPTY_BATCH,
  'ChangeMessageVisibilityBatch.Entries.Id': BAD_ENTRY_ID,
  'DeleteMessageBatch.Entries.Id': BAD_ENTRY_ID,
  'SendMessageBatch.Entries.Id': BAD_ENTRY_ID,
  'ChangeMessageVisibilityBatch.Entries.ReceiptHandle': 'entry:MissingParameter',
  'DeleteMessageBatch.Entries.ReceiptHandle': 'entry:MissingParameter',
  'SendMessageBatch.Entries.MessageBody': 'entry:EmptyValue',
};

/** The code for an absent member that the model does not require and the kind of the queue does. */
const ABSENT_ON_THIS_QUEUE: Readonly<Record<string, string>> = {
  'ChangeMessageVisibilityBatch.Entries.VisibilityTimeout': 'entry:MissingParameter',
  'SendMessage.MessageGroupId': 'MissingParameter',
  'SendMessage.MessageDeduplicationId': 'InvalidParameterValue',
  'SendMessageBatch.Entries.MessageGroupId': 'InvalidParameterValue',
  'SendMessageBatch.Entries.MessageDeduplicationId': 'InvalidParameterValue',
};

/** The code for an empty text, list or map; all others are accepted. */
const EMPTY: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(ABSENT).filter(([name]) => !name.endsWith('QueueUrl'))),
  'AddPermission.Label': 'MissingParameter',
  'AddPermission.AWSAccountIds': 'MissingParameter',
  'AddPermission.Actions': 'MissingParameter',
  'CancelMessageMoveTask.TaskHandle': 'InvalidParameterValue',
  'ChangeMessageVisibility.ReceiptHandle': 'MissingParameter',
  'DeleteMessage.ReceiptHandle': 'MissingParameter',
  'GetQueueUrl.QueueOwnerAWSAccountId': QUEUE_MISSING,
  'ListDeadLetterSourceQueues.NextToken': 'InvalidParameterValue',
  'ListQueues.NextToken': 'InvalidParameterValue',
  'ReceiveMessage.ReceiveRequestAttemptId': 'InvalidParameterValue',
  'RemovePermission.Label': 'MissingParameter',
  'SendMessage.MessageBody': 'MissingParameter',
  'SendMessage.MessageDeduplicationId': 'InvalidParameterValue',
  'SendMessage.MessageGroupId': 'InvalidParameterValue',
  'SendMessageBatch.Entries.MessageDeduplicationId': 'entry:InvalidParameterValue',
  'SendMessageBatch.Entries.MessageGroupId': 'entry:InvalidParameterValue',
  'SetQueueAttributes.Attributes': 'MissingParameter',
  'StartMessageMoveTask.DestinationArn': 'ResourceNotFoundException',
  'TagQueue.Tags': 'MissingParameter',
  'UntagQueue.TagKeys': 'MissingParameter',
};

/** Members of an input and, where it has entries, of its entries: with where they are. */
function* membersOf(
  input: ModelStructure,
): Generator<{ readonly member: ModelMember; readonly path: readonly string[] }> {
  for (const member of input.members) {
    yield { member, path: [member.name] };
    if (member.name !== 'Entries' || member.shape.kind !== 'list') continue;
    for (const inner of (member.shape.member as ModelStructure).members) {
      yield { member: inner, path: [member.name, inner.name] };
    }
  }
}

/** A copy of an input with one member changed; undefined takes it out. */
function change(input: Record<string, unknown>, path: readonly string[], value: unknown): object {
  const [name = '', inner] = path;
  if (inner === undefined) return { ...input, [name]: value };
  const entries = input[name] as Record<string, unknown>[];
  return { ...input, [name]: entries.map((entry) => ({ ...entry, [inner]: value })) };
}

function valueAt(input: Record<string, unknown>, path: readonly string[]): unknown {
  const [name = '', inner] = path;
  return inner === undefined ? input[name] : (input[name] as Record<string, unknown>[])[0]?.[inner];
}

function emptyOf(shape: ModelShape): unknown {
  if (shape.kind === 'string') return '';
  if (shape.kind === 'list') return [];
  return shape.kind === 'map' ? {} : undefined;
}

/** Values of other types than the member's, for JSON. */
function wrongValues(shape: ModelShape): readonly unknown[] {
  switch (shape.kind) {
    case 'string':
    case 'blob':
      return [1, true, [], {}];
    case 'integer':
      return ['1', 1.5, true, [], {}];
    case 'list':
      return ['text', 1, {}, [null]];
    case 'map':
      return ['text', 1, [], { a: null }];
    default:
      return ['text', 1, []];
  }
}

function assertRefused(answer: Answer, code: string, what: string): void {
  if (!code.startsWith('entry:')) {
    assert.equal(answer.error?.code, code, what);
    return;
  }
  assert.equal(answer.error, undefined, what);
  assert.deepEqual(
    answer.output['Failed'].map(({ Code }: { Code: string }) => `entry:${Code}`),
    [code],
    what,
  );
}

function assertAccepted(answer: Answer, what: string): void {
  assert.equal(answer.error, undefined, `${what}: ${answer.error?.code} ${answer.error?.message}`);
  assert.deepEqual(answer.output['Failed'] ?? [], [], what);
}

/** Required members are present, and none that the model does not know, at any depth. */
function assertFits(shape: ModelShape, value: unknown, where: string): void {
  if (shape.kind === 'list') {
    for (const element of value as unknown[]) assertFits(shape.member, element, `${where}[]`);
  } else if (shape.kind === 'structure') {
    const known = new Map(shape.members.map((member) => [member.name, member]));
    for (const { name, isRequired } of shape.members) {
      if (isRequired) assert.ok(Object.hasOwn(value as object, name), `${where} has no ${name}`);
    }
    for (const [name, member] of Object.entries(value as object)) {
      const found = known.get(name);
      assert.ok(found !== undefined, `${where} has ${name}, which the model does not know`);
      assertFits(found.shape, member, `${where}.${name}`);
    }
  } else if (shape.kind === 'map') {
    for (const element of Object.values(value as object)) assertFits(shape.value, element, `${where}{}`);
  } else
    assert.equal(
      typeof value,
      { string: 'string', blob: 'string', integer: 'number', boolean: 'boolean' }[shape.kind],
    );
}

/** What an absent required member is answered with. */
function codeForAbsent(name: string, path: readonly string[], protocol: Protocol): string {
  if (path.at(-1) === 'QueueUrl') return protocol === 'json' ? QUEUE_MISSING : 'MissingParameter';
  return ABSENT[name] ?? 'MissingParameter';
}

for (const { name: action, input, output } of readServiceModel()) {
  describeInside(`${action}, by the model`, (suite: InsideSuite) => {
    const prepare = (): Promise<Record<string, unknown>> => {
      const prepared = VALID_CALLS[action];
      assert.ok(prepared, `There is no good call of ${action} yet`);
      return prepared(suite);
    };

    it('accepts all of its members, and answers what the model requires', async () => {
      const call = await prepare();
      // A token is only good with the page before.
      const left = [...membersOf(input)].filter(({ path }) => valueAt(call, path) === undefined);
      assert.deepEqual(
        left.map(({ member }) => member.name).filter((name) => name !== 'NextToken'),
        [],
        'the good call has every member of the model',
      );
      const answer = await suite.client.call(action, call);
      assertAccepted(answer, action);
      if (output !== undefined && suite.protocol === 'json') assertFits(output, answer.output, action);
    });

    it('ignores members that the model does not know', async () => {
      assertAccepted(
        await suite.client.call(action, { ...(await prepare()), Unknown: 'x', __proto__x: [] }),
        action,
      );
    });

    for (const { member, path } of membersOf(input)) {
      const name = nameOf(action, path);
      const expected = member.isRequired
        ? codeForAbsent(name, path, suite.protocol)
        : ABSENT_ON_THIS_QUEUE[name];

      it(`${expected === undefined ? 'works' : `answers ${expected}`} without ${path.join('.')}`, async () => {
        const call = await prepare();
        const absent = await suite.client.call(action, change(call, path, undefined));
        if (expected === undefined) assertAccepted(absent, name);
        else assertRefused(absent, expected, name);
      });

      const empty = emptyOf(member.shape);
      if (empty !== undefined && !(suite.protocol === 'query' && typeof empty === 'object')) {
        const forEmpty = path.at(-1) === 'QueueUrl' ? QUEUE_MISSING : (EMPTY[name] ?? undefined);
        it(`${forEmpty === undefined ? 'works' : `answers ${forEmpty}`} with an empty ${path.join('.')}`, async () => {
          const answer = await suite.client.call(action, change(await prepare(), path, empty));
          if (forEmpty === undefined) assertAccepted(answer, name);
          else assertRefused(answer, forEmpty, name);
        });
      }

      if (suite.protocol === 'json') {
        it(`takes null for ${path.join('.')} as if it were absent`, async () => {
          const absent = await suite.client.call(action, change(await prepare(), path, undefined));
          const asNull = await suite.client.call(action, change(await prepare(), path, null));
          assert.equal(asNull.error?.code, absent.error?.code);
        });
        it(`refuses ${path.join('.')} of another type`, async () => {
          const call = await prepare();
          for (const value of wrongValues(member.shape)) {
            const answer = await suite.client.call(action, change(call, path, value));
            assert.equal(answer.error?.code, 'MalformedInput', `${name} = ${JSON.stringify(value)}`);
          }
        });
      } else if (member.shape.kind === 'integer') {
        it(`refuses ${path.join('.')} that is no integer`, async () => {
          const call = await prepare();
          for (const value of ['x', '1.5', 'true', '']) {
            const answer = await suite.client.call(action, change(call, path, value));
            assert.equal(answer.error?.code, 'MalformedInput', `${name} = ${value}`);
          }
        });
      }
    }
  });
}
