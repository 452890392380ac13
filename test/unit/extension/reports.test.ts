import assert from 'node:assert/strict';
import type { Finding } from '../../../broker/protocol/findings.ts';
import type { IdempotenceReport, ProbeReport } from '../../../broker/protocol/idempotence.ts';
import { writeFindingReport } from '../../../extension/findings/findingReport.ts';
import { writeIdempotenceReport } from '../../../extension/findings/idempotenceReport.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:orders';

function makeFinding(more: Partial<Finding> = {}): Finding {
  return {
    id: 'f-1',
    rule: 'slowHandler',
    severity: 'warning',
    title: 'Handler slower than the visibility timeout',
    queueArn: QUEUE,
    messageIds: ['m-1'],
    firstSeen: 0,
    lastSeen: 0,
    count: 3,
    explanation: 'It took 41 s.',
    remedy: 'Give it more time.',
    ...more,
  };
}

function makeProbe(more: Partial<ProbeReport>): ProbeReport {
  return {
    messageId: '0123456789',
    preview: 'a|b',
    deliveries: 2,
    deletes: 2,
    effects: [],
    repeatedEffects: 0,
    consumers: [],
    verdict: 'once',
    ...more,
  };
}

describe('the report of findings', () => {
  it('has a heading for each, where it says that it is, with explanation, remedy and suggestion', () => {
    const suggestion = { attribute: 'VisibilityTimeout', value: '60' };
    const findings = [makeFinding({ suggestion }), makeFinding({ id: 'f-2', title: 'Another', count: 1 })];
    const { text, lines } = writeFindingReport(QUEUE, findings);
    const rows = text.split('\n');
    assert.equal(rows[0], '# Findings about orders');
    assert.equal(rows[lines.get('f-1') ?? -1], '## Handler slower than the visibility timeout');
    assert.equal(rows[lines.get('f-2') ?? -1], '## Another');
    for (const part of [
      'It took 41 s.',
      'Give it more time.',
      '`VisibilityTimeout` = `60`',
      'seen 3 times',
      '`m-1`',
    ]) {
      assert.ok(text.includes(part), part);
    }
  });

  it('says when there is nothing left', () => {
    assert.match(writeFindingReport(QUEUE, []).text, /no more findings/);
  });
});

describe('the report of an idempotence test', () => {
  const report: IdempotenceReport = {
    testId: 't',
    queueArn: QUEUE,
    status: 'done',
    seed: 7,
    deliveries: 2,
    startedAt: 0,
    endsAt: 1,
    messages: [
      makeProbe({}),
      makeProbe({
        verdict: 'twice',
        repeatedEffects: 1,
        effects: [{ queueArn: `${QUEUE}-done`, messageId: 'e-1', preview: 'paid' }],
      }),
    ],
    twiceCount: 1,
    summary: 'The consumer pays twice.',
  };

  it('says first what it comes to, then what was done twice', () => {
    const text = writeIdempotenceReport(report);
    assert.match(text, /\*\*1 of 2 messages were processed twice\.\*\*/);
    assert.match(text, /random order \(seed 7\)/);
    assert.match(text, /## What happened twice[^]*sent to orders-done: `e-1` paid/);
    assert.equal(text.match(/^\| `01234567` a\\\|b \|/gm)?.length, 2);
  });

  for (const [status, words] of [
    ['running', 'is running'],
    ['cancelled', 'was canceled'],
    ['timedOut', 'ended before every message was processed'],
  ] as const) {
    it(`says that it ${words}`, () => {
      assert.ok(writeIdempotenceReport({ ...report, status }).includes(words));
    });
  }

  it('has nothing done twice when nothing was', () => {
    const text = writeIdempotenceReport({ ...report, messages: [makeProbe({})], twiceCount: 0 });
    assert.match(text, /No message was processed twice/);
    assert.doesNotMatch(text, /## What happened twice/);
  });
});
