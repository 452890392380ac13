import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { ACTION_NAMES, type ActionName } from '../../../broker/api/actions.ts';
import {
  findSafeguard,
  isStricter,
  PROTECTION_LEVELS,
  type Safeguard,
} from '../../../broker/protection/protectionLevel.ts';
import { printSafeguards } from '../../support/printSafeguards.ts';

const READ = [
  'ListQueues',
  'GetQueueUrl',
  'GetQueueAttributes',
  'ListQueueTags',
  'ListDeadLetterSourceQueues',
  'ListMessageMoveTasks',
];
const CONSUME = [
  'ReceiveMessage',
  'DeleteMessage',
  'DeleteMessageBatch',
  'ChangeMessageVisibility',
  'ChangeMessageVisibilityBatch',
];
const DESTROY = ['PurgeQueue', 'DeleteQueue'];

function expectOnConfirm(action: string): Safeguard {
  if (READ.includes(action)) return 'nothing';
  if (CONSUME.includes(action)) return 'questionPerLaunch';
  return DESTROY.includes(action) ? 'typedName' : 'question';
}

const EXPECTED = {
  readOnly: (action: string): Safeguard => (READ.includes(action) ? 'nothing' : 'refusal'),
  confirm: expectOnConfirm,
  open: (): Safeguard => 'nothing',
};

describe('What has to happen before an action', () => {
  for (const level of PROTECTION_LEVELS) {
    for (const action of ACTION_NAMES) {
      const expected = EXPECTED[level](action);
      it(`${action} on a connection with the level ${level} is: ${expected}`, () => {
        assert.equal(findSafeguard(level, action), expected);
      });
    }
  }

  it('has 69 cells, which are in the page on security as they are here', () => {
    assert.equal(ACTION_NAMES.length * PROTECTION_LEVELS.length, 69);
    const page = readFileSync('docs/security.md', 'utf8');
    const [, table] = /<!-- safeguards:begin[^\n]*-->\n\n([^]*?)\n<!-- safeguards:end -->/.exec(page) ?? [];
    assert.equal(table, printSafeguards());
  });

  it('is the most for the most cautious level', () => {
    assert.ok(isStricter('readOnly', 'confirm') && isStricter('confirm', 'open'));
    assert.ok(!isStricter('confirm', 'confirm') && !isStricter('open', 'readOnly'));
  });

  it('is nothing for exactly what only reads', () => {
    const free = ACTION_NAMES.filter((name) => findSafeguard('readOnly', name) === 'nothing');
    assert.deepEqual(free.toSorted(), (READ as ActionName[]).toSorted());
  });
});
