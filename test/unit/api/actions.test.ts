import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTION_DECLARATIONS, ACTION_NAMES, actionsWith } from '../../../broker/api/actions.ts';
import type { ActionDeclaration } from '../../../broker/api/declaration.ts';
import type { Members, Shape } from '../../../broker/api/shapes.ts';
import { policyActionOf, worksAcrossAccounts } from '../../../broker/auth/action.ts';
import { tierOf } from '../../../broker/billing/estimate.ts';
import { FAULTY_ACTIONS } from '../../../broker/protocol/faults.ts';

const SENDS = ['SendMessage', 'SendMessageBatch'];
const BY_RECEIPT = [
  'DeleteMessage',
  'DeleteMessageBatch',
  'ChangeMessageVisibility',
  'ChangeMessageVisibilityBatch',
];
const OF_MESSAGES = [...SENDS, 'ReceiveMessage', ...BY_RECEIPT];

/** What the contract says of the actions (§1.13, §1.16, §1.19, §2, §7), read once more. The first two rows are all of them. */
const RIGHT: readonly [what: string, traits: Partial<ActionDeclaration>, names: readonly string[]][] = [
  [
    'may be allowed to other accounts',
    { access: 'grantable' },
    [
      'GetQueueUrl',
      'ListDeadLetterSourceQueues',
      'GetQueueAttributes',
      'PurgeQueue',
      'SendMessage',
      'ReceiveMessage',
      'DeleteMessage',
      'ChangeMessageVisibility',
    ],
  ],
  [
    'are for the owner only',
    { access: 'ownerOnly' },
    [
      'CreateQueue',
      'DeleteQueue',
      'ListQueues',
      'SetQueueAttributes',
      'AddPermission',
      'RemovePermission',
      'TagQueue',
      'UntagQueue',
      'ListQueueTags',
      'StartMessageMoveTask',
      'CancelMessageMoveTask',
      'ListMessageMoveTasks',
    ],
  ],
  ['are billed by the queue type', { billedAs: 'message' }, OF_MESSAGES],
  ['are hit by faults', { isFaultable: true }, OF_MESSAGES],
  ['take receipt handles', { takesReceipts: true }, BY_RECEIPT],
  ['encrypt with the key of their queue', { keyUse: 'send' }, SENDS],
  ['decrypt with the key of their queue', { keyUse: 'receive' }, ['ReceiveMessage']],
  ['may wait', { waits: true }, ['ReceiveMessage']],
  [
    'may have a large answer',
    { hasLargeAnswer: true },
    ['ListQueues', 'ListDeadLetterSourceQueues', 'ReceiveMessage'],
  ],
  ['are refused on the path of a queue', { isRefusedOnQueuePath: true }, ['CreateQueue', 'ListQueues']],
];

/** Those that the rows speak of: an action that comes later has its own tests. */
const READ: ReadonlySet<string> = new Set([
  ...RIGHT.slice(0, 2).flatMap(([, , names]) => names),
  ...OF_MESSAGES,
]);

function listMembers(members: Members): string[] {
  return Object.entries(members).flatMap(([name, member]) => [name, ...listInside(member)]);
}

function listInside(shape: Shape): string[] {
  if (shape.kind === 'list') return listInside(shape.member);
  return shape.kind === 'structure' ? listMembers(shape.members) : [];
}

describe('The actions of the API', () => {
  for (const [what, traits, names] of RIGHT) {
    it(`that ${what} are these`, () => {
      const found: readonly string[] = actionsWith(traits);
      assert.deepEqual(
        found.filter((name) => READ.has(name)),
        names,
      );
    });
  }

  it('have each batch behind the action that it repeats', () => {
    assert.deepEqual([...ACTION_NAMES].sort(), Object.keys(ACTION_DECLARATIONS).sort());
    assert.equal(READ.size, 23);
    const batches = ACTION_NAMES.filter((name) => ACTION_DECLARATIONS[name].batchOf !== undefined);
    assert.ok(batches.length >= 3);
    for (const batch of batches) {
      const { batchOf } = ACTION_DECLARATIONS[batch];
      assert.equal(ACTION_NAMES[ACTION_NAMES.indexOf(batch) - 1], batchOf);
      assert.equal(batch, `${batchOf}Batch`);
    }
  });

  it('have the traits that their shapes show', () => {
    for (const name of ACTION_NAMES) {
      const { input, batchOf, takesReceipts } = ACTION_DECLARATIONS[name];
      assert.equal(takesReceipts === true, listMembers(input.members).includes('ReceiptHandle'), name);
      assert.equal(batchOf !== undefined, 'Entries' in input.members, name);
    }
  });

  it('name what a move task needs on its queues', () => {
    assert.deepEqual(ACTION_DECLARATIONS.StartMessageMoveTask.alsoNeeds, {
      onSource: ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'],
      onDestination: ['SendMessage'],
    });
  });

  it('are read so by policies, prices and faults', () => {
    assert.equal(policyActionOf('SendMessageBatch'), 'sqs:sendmessage');
    assert.equal(policyActionOf('ListQueueTags'), 'sqs:listqueuetags');
    assert.ok(worksAcrossAccounts('DeleteMessageBatch') && !worksAcrossAccounts('ListQueueTags'));
    assert.equal(tierOf('DeleteMessageBatch', 'arn:aws:sqs:us-east-1:000000000000:q.fifo'), 'fifo');
    assert.equal(tierOf('GetQueueUrl', 'arn:aws:sqs:us-east-1:000000000000:q.fifo'), 'standard');
    assert.deepEqual(FAULTY_ACTIONS, actionsWith({ isFaultable: true }));
  });

  // The calls that one question is about are `actions` of it.
  it('are listed nowhere else', () => {
    const names: ReadonlySet<string> = new Set(ACTION_NAMES);
    const lists = ['broker', 'extension', 'webview'].flatMap((root) =>
      readdirSync(root, { recursive: true })
        .map((path) => join(root, String(path)))
        .filter((path) => /\.tsx?$/.test(path) && !/node_modules|samples|^broker.api/.test(path))
        .flatMap((path) =>
          [
            ...readFileSync(path, 'utf8').matchAll(
              /(?<!\bactions(?:: ActionName\[\])? ?[:=] )\[(?:\s*'\w+',?)+\s*\]/g,
            ),
          ]
            .filter(([list]) => [...list.matchAll(/'(\w+)'/g)].some(([, name = '']) => names.has(name)))
            .map(([list]) => `${path}: ${list}`),
        ),
    );
    assert.deepEqual(lists, []);
  });
});
