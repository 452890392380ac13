import assert from 'node:assert/strict';
import type { DefinitionPlan } from '../../../broker/protocol/definitions.ts';
import {
  countLost,
  describeApplied,
  describeProblems,
  isEmptyPlan,
  listDifferences,
  listUnlisted,
} from '../../../extension/definitions/planText.ts';

const EMPTY: DefinitionPlan = { create: [], change: [], unlisted: [] };
const PLAN: DefinitionPlan = {
  create: [
    { name: 'a', messageCount: 2 },
    { name: 'b', messageCount: 0 },
  ],
  change: [
    {
      name: 'c',
      differences: [
        { what: 'MessageRetentionPeriod', from: '345600', to: '60' },
        { what: 'Policy', to: 'x'.repeat(100) },
        { what: 'RedrivePolicy', from: '{}' },
      ],
      messagesLost: 3,
    },
  ],
  unlisted: [{ name: 'd', arn: 'arn:aws:sqs:us-east-1:000000000000:d', messageCount: 5 }],
};

describe('the words for queue definitions', () => {
  it('say what was done', () => {
    assert.equal(describeApplied(PLAN, 2), '2 queues created, 1 queue changed, 2 messages sent');
    assert.equal(describeApplied(EMPTY, 0), 'nothing to change');
  });

  it('say what would be lost, and what changes into what', () => {
    assert.equal(countLost(PLAN), 3);
    assert.deepEqual(listDifferences(PLAN), [
      'c: MessageRetentionPeriod 345600 → 60',
      `c: Policy – → ${'x'.repeat(59)}…`,
      'c: RedrivePolicy {} → –',
      'c: deletes 3 messages',
    ]);
    assert.deepEqual(listUnlisted(PLAN), ['d: 5 messages']);
  });

  it('do not list more than a message can show', () => {
    const unlisted = Array.from({ length: 12 }, (_, n) => ({ name: `q${n}`, arn: `${n}`, messageCount: 0 }));
    const lines = listUnlisted({ ...EMPTY, unlisted });
    assert.deepEqual([lines.length, lines.at(-1)], [11, '… and 2 more']);
  });

  it('know a plan that changes nothing', () => {
    assert.equal(isEmptyPlan({ ...EMPTY, unlisted: PLAN.unlisted }), true);
    assert.equal(isEmptyPlan(PLAN), false);
  });

  it('name the first problem by its place, counted from 1', () => {
    const problem = {
      line: 11,
      character: 4,
      endLine: 11,
      endCharacter: 5,
      message: 'Unknown Attribute Colour.',
    };
    assert.equal(
      describeProblems('queueside.json', [problem]),
      'queueside.json:12:5: Unknown Attribute Colour.',
    );
    assert.match(describeProblems('queueside.json', [problem, problem, problem]), / \(and 2 more\)$/);
  });
});
