import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { scanBody } from '../../../../webview/composer/bodyScan.ts';
import {
  draftFromMessage,
  EMPTY_DRAFT,
  makeAttribute,
  makeSendParams,
  restoreDraft,
} from '../../../../webview/composer/draft.ts';
import { countMistakes, findDraftProblems, findFailureField } from '../../../../webview/composer/problems.ts';
import type { ComposerDraft } from '../../../../webview/protocol.ts';

const ARN = 'arn:aws:sqs:us-east-1:000000000000:orders';
const MAXIMUM = 1_048_576;

describe('composer draft', () => {
  it('sends a message again as it was', () => {
    const source = {
      body: 'hello',
      attributes: [
        { name: 'count', type: 'Number.int', value: '3' },
        { name: 'blob', type: 'Binary', value: 'AQID' },
      ],
      delaySeconds: 5,
      count: 2,
    };
    assert.deepEqual(makeSendParams(draftFromMessage(source), ARN, 'standard'), { queueArn: ARN, ...source });
  });

  it('leaves out blank attributes, an empty delay and FIFO ids on a standard queue', () => {
    const draft: ComposerDraft = {
      ...EMPTY_DRAFT,
      body: 'x',
      attributes: [{ key: 1, name: '', type: 'String', label: '', value: '' }],
      groupId: 'g',
      deduplicationId: 'd',
    };
    assert.deepEqual(makeSendParams(draft, ARN, 'standard'), { queueArn: ARN, body: 'x', count: 1 });
  });

  it('sends group and deduplication id, and no delay, to a FIFO queue', () => {
    const draft: ComposerDraft = {
      ...EMPTY_DRAFT,
      body: 'x',
      delaySeconds: '5 seconds',
      groupId: 'g',
      deduplicationId: 'd',
    };
    const params = makeSendParams(draft, ARN, 'fifo');
    assert.deepEqual(params, { queueArn: ARN, body: 'x', groupId: 'g', deduplicationId: 'd', count: 1 });
  });

  it('is restored from saved state', () => {
    const draft: ComposerDraft = {
      queueArn: ARN,
      body: '{}',
      format: 'text',
      attributes: [{ key: 3, name: 'a', type: 'Binary', label: 'png', value: 'AQID', fileName: 'a.png' }],
      delaySeconds: '7',
      groupId: 'g',
      deduplicationId: 'd',
      count: '12',
    };
    assert.deepEqual(restoreDraft(structuredClone(draft)), draft);
  });

  for (const saved of [
    undefined,
    null,
    7,
    'x',
    [],
    {},
    { body: 7, attributes: 'no', format: 'xml', queueArn: {} },
  ]) {
    it(`starts empty from ${JSON.stringify(saved)}`, () =>
      assert.deepEqual(restoreDraft(saved), EMPTY_DRAFT));
  }

  it('drops saved attributes of an unknown shape', () => {
    const attributes = [null, { key: 1 }, { key: 'a', name: '', type: 'String', label: '', value: '' }];
    assert.deepEqual(restoreDraft({ attributes }).attributes, []);
  });
});

describe('composer problems', () => {
  it('are counted by the fields that show one', () => {
    const count = (draft: Partial<ComposerDraft>) => {
      const whole = { ...EMPTY_DRAFT, ...draft };
      return countMistakes(findDraftProblems(whole, 'fifo', { totalBytes: 1 }, MAXIMUM), whole);
    };
    const attributes = [
      { ...makeAttribute([]), name: 'aws.bad', value: '' },
      { ...makeAttribute([]), name: 'good', value: 'x' },
    ];
    assert.equal(count({}), 0, 'nothing is typed yet');
    assert.equal(count({ body: 'x' }), 1, 'no group ID');
    assert.equal(count({ body: 'x', groupId: 'g' }), 0);
    assert.equal(count({ body: 'x', groupId: 'g', count: '0', attributes }), 3);
  });

  it('lets a plain message pass and holds back an empty one without a complaint', () => {
    assert.deepEqual(
      findDraftProblems({ ...EMPTY_DRAFT, body: 'x' }, 'standard', { totalBytes: 1 }, MAXIMUM),
      {
        fields: {},
        attributes: [],
        isSendable: true,
      },
    );
    const empty = findDraftProblems(EMPTY_DRAFT, 'standard', { totalBytes: 0 }, MAXIMUM);
    assert.equal(empty.isSendable, false);
    assert.deepEqual(empty.fields, {});
  });

  const cases: readonly (readonly [string, Partial<ComposerDraft>, 'standard' | 'fifo', string])[] = [
    ['a delay over 15 minutes', { delaySeconds: '901' }, 'standard', 'delay'],
    ['a delay that is no number', { delaySeconds: 'soon' }, 'standard', 'delay'],
    ['a negative delay', { delaySeconds: '-1' }, 'standard', 'delay'],
    ['no copies', { count: '0' }, 'standard', 'count'],
    ['too many copies', { count: '10001' }, 'standard', 'count'],
    ['a FIFO message without a group', {}, 'fifo', 'groupId'],
    ['a group with a space', { groupId: 'a b' }, 'fifo', 'groupId'],
    [
      'a long deduplication id',
      { groupId: 'g', deduplicationId: 'x'.repeat(129) },
      'fifo',
      'deduplicationId',
    ],
    ['a character that cannot be sent', { body: 'a\nb\u0001' }, 'standard', 'body'],
  ];
  for (const [title, part, kind, field] of cases) {
    it(`shows ${title} at ${field}`, () => {
      const draft = { ...EMPTY_DRAFT, body: 'x', ...part };
      const illegalInBody = scanBody(draft.body).illegal;
      const { fields, isSendable } = findDraftProblems(
        draft,
        kind,
        { totalBytes: 10, illegalInBody },
        MAXIMUM,
      );
      assert.deepEqual(Object.keys(fields), [field]);
      assert.equal(isSendable, false);
    });
  }

  it('says where a character that cannot be sent is, and how many there are', () => {
    for (const [body, problem] of [
      ['a\nb\u0001', 'U+0001 in line 2, column 2, cannot be sent. Remove it.'],
      ['\u0000\n', 'U+0000 in line 1, column 1, cannot be sent. Remove it.'],
      [
        'a\n\ud83d\ude00 \u001b[0m\u0000',
        '2 characters cannot be sent. Remove them, first U+001B in line 2, column 4.',
      ],
      ['\u0085\u2028', undefined],
    ] as const) {
      const { fields } = findDraftProblems(
        { ...EMPTY_DRAFT, body },
        'standard',
        { totalBytes: 4, illegalInBody: scanBody(body).illegal },
        MAXIMUM,
      );
      assert.equal(fields.body, problem);
    }
  });

  it('takes a message of exactly the limit and refuses one byte more', () => {
    const draft = { ...EMPTY_DRAFT, body: 'x' };
    assert.equal(findDraftProblems(draft, 'standard', { totalBytes: MAXIMUM }, MAXIMUM).isSendable, true);
    assert.equal(
      findDraftProblems(draft, 'standard', { totalBytes: MAXIMUM + 1 }, MAXIMUM).fields.body,
      'The message is 1 B over the limit of 1 MiB.',
    );
  });

  for (const [parameter, kind, field] of [
    ['DelaySeconds', 'standard', 'delay'],
    ['DelaySeconds', 'fifo', undefined],
    ['MessageAttributes.color.StringValue', 'standard', 'attributes'],
    ['MessageGroupId', 'fifo', 'groupId'],
    ['MessageGroupId', 'standard', undefined],
    ['MessageDeduplicationId', 'standard', undefined],
    ['QueueUrl', 'fifo', 'queue'],
    ['Unheard', 'standard', undefined],
    [undefined, 'standard', undefined],
  ] as const) {
    it(`shows a refusal about ${parameter} of a ${kind} queue at ${field ?? 'the send button'}`, () => {
      const failure = { message: 'no', code: 'X', ...(parameter === undefined ? {} : { parameter }) };
      assert.equal(findFailureField(failure, kind), field);
    });
  }
});
