import assert from 'node:assert/strict';
import { runWhole } from '../../../broker/eventFilters/slices.ts';
import { judgeBatch, type OutcomeCause, type ProcessedEnd } from '../../../broker/mappings/outcome.ts';

const REQUEST_ID = '00000000-0000-4000-8000-000000000000';
const IDS = ['one', 'two', 'three'];
const BATCH = IDS.map((messageId) => ({ messageId }));

/** A report, as a function returns it. */
const report = (...items: unknown[]): string => JSON.stringify({ batchItemFailures: items });
const item = (itemIdentifier: unknown): object => ({ itemIdentifier });

const judgeWhole = (batch: typeof BATCH, end: ProcessedEnd, readsReports: boolean) =>
  runWhole((slice) => judgeBatch(batch, end, readsReports, slice));

interface Judged {
  readonly failed: readonly string[];
  readonly deleted: readonly string[];
  readonly cause: OutcomeCause;
  readonly detail: string;
  readonly ignored?: readonly string[];
}

function judge(returned: string | Buffer, readsReports: boolean, batch = BATCH): Judged {
  const payload = Buffer.from(returned);
  const outcome = judgeWhole(batch, { outcome: 'returned', requestId: REQUEST_ID, payload }, readsReports);
  const listIds = (messages: readonly { messageId: string }[]) => messages.map(({ messageId }) => messageId);
  const { ignored, ...rest } = outcome;
  return {
    ...rest,
    failed: listIds(outcome.failed),
    deleted: listIds(outcome.deleted),
    ...(ignored === undefined ? {} : { ignored: listIds(ignored) }),
  };
}

const RETURNED = 'The function returned, and reported no failures.';
const UNREAD =
  'The function reported failed messages, but they were deleted: the mapping does not have ReportBatchItemFailures.';
const NOT_JSON = 'The whole batch failed: what the function returned is not JSON.';
const noIdentifier = (index: number) =>
  `The whole batch failed: batchItemFailures[${index}] has no itemIdentifier with the ID of a message.`;
const unknown = (id: string) =>
  `The whole batch failed: the function reported ${id}, which is the ID of no message of the batch.`;

/** With `ReportBatchItemFailures`: what was returned, which fail, why; and why all are deleted without it. */
const ROWS: readonly (readonly [
  returned: string,
  failed: readonly string[],
  cause: OutcomeCause,
  detail: string,
  without?: 'unreadReport',
])[] = [
  ['', [], 'returned', RETURNED],
  ['null', [], 'returned', RETURNED],
  ['{}', [], 'returned', RETURNED],
  ['{"batchItemFailures":null}', [], 'returned', RETURNED],
  [report(), [], 'returned', RETURNED],
  [' {"batchItemFailures" : [ ] }\n', [], 'returned', RETURNED],
  [report(item('two')), ['two'], 'reported', 'The function reported that 1 message failed.', 'unreadReport'],
  [
    report(item('three'), item('one')),
    ['one', 'three'],
    'reported',
    'The function reported that 2 messages failed.',
    'unreadReport',
  ],
  [
    report(...IDS.map(item)),
    IDS,
    'reported',
    'The function reported that 3 messages failed.',
    'unreadReport',
  ],
  [
    report(item('two'), item('two')),
    ['two'],
    'reported',
    'The function reported that 1 message failed.',
    'unreadReport',
  ],
  [
    report({ ...item('two'), reason: 'x' }),
    ['two'],
    'reported',
    'The function reported that 1 message failed.',
    'unreadReport',
  ],
  ['{"batchItemFailures":[', IDS, 'notJson', NOT_JSON],
  ['done', IDS, 'notJson', NOT_JSON],
  [' ', IDS, 'notJson', NOT_JSON],
  [report(item('')), IDS, 'noIdentifier', noIdentifier(0), 'unreadReport'],
  [report(item(null)), IDS, 'noIdentifier', noIdentifier(0), 'unreadReport'],
  [report(item(123)), IDS, 'noIdentifier', noIdentifier(0), 'unreadReport'],
  [report(item('one'), { foo: 'two' }), IDS, 'noIdentifier', noIdentifier(1), 'unreadReport'],
  [report({ foo: null }), IDS, 'noIdentifier', noIdentifier(0), 'unreadReport'],
  [report('one'), IDS, 'noIdentifier', noIdentifier(0), 'unreadReport'],
  [report(null), IDS, 'noIdentifier', noIdentifier(0), 'unreadReport'],
  [report(item('one'), item('four')), IDS, 'unknownIdentifier', unknown('"four"'), 'unreadReport'],
  [report(item('ONE')), IDS, 'unknownIdentifier', unknown('"ONE"'), 'unreadReport'],
  [
    report(item('x'.repeat(10_000))),
    IDS,
    'unknownIdentifier',
    unknown(`"${'x'.repeat(200)}…"`),
    'unreadReport',
  ],
  ['{"statusCode":200}', [], 'returned', RETURNED],
  ['{"foo":[{"itemIdentifier":"one"}]}', [], 'returned', RETURNED],
  ['{"BatchItemFailures":[{"itemIdentifier":"one"}]}', [], 'returned', RETURNED],
  ['{"body":{"batchItemFailures":[{"itemIdentifier":"one"}]}}', [], 'returned', RETURNED],
  ['5', [], 'returned', RETURNED],
  ['"batchItemFailures"', [], 'returned', RETURNED],
  ['true', [], 'returned', RETURNED],
  ['[{"itemIdentifier":"one"}]', [], 'returned', RETURNED],
  [
    '{"batchItemFailures":{"itemIdentifier":"one"}}',
    IDS,
    'notAList',
    'The whole batch failed: batchItemFailures is not a list.',
  ],
  [
    '{"batchItemFailures":"one"}',
    IDS,
    'notAList',
    'The whole batch failed: batchItemFailures is not a list.',
  ],
];

describe('What a function returns', () => {
  for (const [returned, failed, cause, detail, without = 'returned'] of ROWS) {
    const name = returned.length > 100 ? `${returned.slice(0, 60)}…` : returned;
    it(`with ReportBatchItemFailures: ${name}`, () => {
      const deleted = IDS.filter((id) => !failed.includes(id));
      assert.deepEqual(judge(returned, true), { failed, deleted, cause, detail });
    });

    it(`without ReportBatchItemFailures: ${name}`, () => {
      const { ignored, ...judged } = judge(returned, false);
      const unread = { cause: without, detail: without === 'returned' ? RETURNED : UNREAD };
      assert.deepEqual(judged, { failed: [], deleted: IDS, ...unread });
      // A report that names no message of the batch may be about each of them.
      const named = IDS.filter((id) => returned.includes(`"itemIdentifier":"${id}"`));
      assert.deepEqual(ignored, without === 'returned' ? undefined : named.length > 0 ? named : IDS);
    });
  }

  it('fails each occurrence of a message that was received twice', () => {
    const batch = ['one', 'two', 'one'].map((messageId) => ({ messageId }));
    assert.deepEqual(judge(report(item('one')), true, batch).failed, ['one', 'one']);
  });

  it('is read in a moment when it is as large and as deep as it may be', () => {
    assert.equal(judge('['.repeat(6_291_556), true).cause, 'notJson');
    const large = `{"other":[${'{"a":[]},'.repeat(600_000)}{}],"batchItemFailures":[{"itemIdentifier":"one"}]}`;
    assert.deepEqual(judge(large, true).failed, ['one']);
  });
});

describe('A function that fails', () => {
  const rows: readonly (readonly [payload: string, detail: string])[] = [
    [
      '{"errorType":"TypeError","errorMessage":"x is undefined"}',
      'The whole batch failed: TypeError: x is undefined',
    ],
    [
      '{"errorMessage":"Task timed out after 3.00 seconds"}',
      'The whole batch failed: Task timed out after 3.00 seconds',
    ],
    ['{"errorType":"Runtime.ExitError","errorMessage":""}', 'The whole batch failed: Runtime.ExitError'],
    [
      JSON.stringify({ errorType: 'E', errorMessage: 'x'.repeat(1000) }),
      `The whole batch failed: E: ${'x'.repeat(197)}…`,
    ],
    ['', 'The whole batch failed: the function failed.'],
    ['[]', 'The whole batch failed: the function failed.'],
    ['{"errorType":5}', 'The whole batch failed: the function failed.'],
  ];
  for (const readsReports of [true, false]) {
    for (const [payload, detail] of rows) {
      const name = payload.length > 100 ? `${payload.slice(0, 60)}…` : payload;
      it(`${readsReports ? 'with' : 'without'} ReportBatchItemFailures: ${name}`, () => {
        const end = {
          outcome: 'failed',
          requestId: REQUEST_ID,
          kind: 'handlerError',
          payload: Buffer.from(payload),
        } as const;
        assert.deepEqual(judgeWhole(BATCH, end, readsReports), {
          deleted: [],
          failed: BATCH,
          cause: 'failed',
          detail,
        });
      });
    }
  }
});
