import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { LOAD_NUMBERS } from '../../../../broker/cli/loadOptions.ts';
import type { LoadReport } from '../../../../broker/protocol/load.ts';
import {
  EMPTY_DRAFT,
  findLoadProblems,
  NUMBER_RULES,
  readDraft,
  restoreLoadDraft,
  writeDraft,
} from '../../../../webview/load/loadRules.ts';
import { describeRun, formatLatency, listReportRows } from '../../../../webview/load/loadText.ts';
import type { LoadDraft } from '../../../../webview/loadProtocol.ts';
import { makeLoadRun } from '../../../support/loadSamples.ts';

describe('The form of a load test', () => {
  it('has the ranges and defaults of queueside load', () => assert.deepEqual(NUMBER_RULES, LOAD_NUMBERS));

  for (const [elsewhere, typed] of [
    ['30', '30 seconds'],
    ['90', '1 minute 30 seconds'],
    ['', ''],
  ] as const) {
    it(`has its duration in words, and in seconds without a unit elsewhere: ${elsewhere || 'none'}`, () => {
      const draft = { ...EMPTY_DRAFT, duration: elsewhere };
      assert.equal(writeDraft(draft).duration, typed);
      assert.deepEqual(readDraft(writeDraft(draft)), draft);
    });
  }

  it('keeps a duration that is typed with a unit', () => {
    assert.equal(writeDraft({ duration: '2 m' }).duration, '2 m');
    assert.equal(readDraft({ ...EMPTY_DRAFT, duration: '2 m' }).duration, '120');
  });

  it('begins without a problem', () => assert.deepEqual(findLoadProblems(EMPTY_DRAFT), {}));

  const table: readonly [draft: Partial<LoadDraft>, fields: readonly (keyof LoadDraft)[]][] = [
    [{ rate: '', duration: '', size: '', connections: '' }, []],
    [{ rate: 'fast' }, ['rate']],
    [{ rate: '1000001' }, ['rate']],
    [{ rate: '0' }, []],
    [{ rate: '0', shape: 'bursts' }, ['rate']],
    [{ rate: '0', shape: 'poisson' }, ['rate']],
    [{ duration: '0' }, ['duration']],
    [{ duration: '2 minutes' }, []],
    [{ duration: '1 h 30 s' }, []],
    [{ duration: '2 days' }, ['duration']],
    [{ duration: '1.5 s' }, ['duration']],
    [{ size: '1.5' }, ['size']],
    [{ size: '0', template: 'order.json' }, []],
    [{ connections: '-1', groups: 'two' }, ['connections', 'groups']],
    [{ attributes: 'tenant' }, ['attributes']],
    [{ attributes: 'tenant=' }, ['attributes']],
    [{ attributes: 'tenant=a,kind=b=c' }, []],
  ];
  for (const [draft, fields] of table) {
    it(`finds ${fields.join(' and ') || 'nothing'} wrong with ${JSON.stringify(draft)}`, () => {
      assert.deepEqual(
        Object.keys(findLoadProblems({ ...EMPTY_DRAFT, ...draft })).sort(),
        [...fields].sort(),
      );
    });
  }

  it('takes from a saved state what is text, and nothing else', () => {
    assert.deepEqual(restoreLoadDraft({ rate: '7', size: 12, other: 'x' }), { ...EMPTY_DRAFT, rate: '7' });
    assert.equal(restoreLoadDraft('rate=7'), undefined);
  });
});

describe('The report of a load test', () => {
  const report: LoadReport = {
    sent: 1000,
    failed: 2,
    behind: 0,
    seconds: 10,
    perSecond: 100.2,
    chunks: 1000,
    latencyMs: { p50: 0.4, p95: 1.25, p99: 12.34, max: 1500 },
    errors: { 'AWS.SimpleQueueService.NonExistentQueue;Sender': 2 },
  };

  it('says each fact once, an error as part of what failed', () => {
    assert.deepEqual(listReportRows({ askedPerSecond: 100 }, report), [
      ['Sent', '1,000'],
      ['Throughput', '100 messages/s'],
      ['Target rate', '100 messages/s'],
      ['Latency p50', '0.4 ms'],
      ['Latency p95', '1.25 ms'],
      ['Latency p99', '12.3 ms'],
      ['Latency maximum', '1.5 s'],
      ['Billed send requests on Amazon SQS', '1,000'],
      ['Failed', '2'],
      ['AWS.SimpleQueueService.NonExistentQueue', '2', true],
    ]);
  });

  it('does not round a rate up to the one that was not reached', () => {
    const read = (perSecond: number, askedPerSecond: number) =>
      listReportRows({ askedPerSecond }, { ...report, perSecond })[1]?.[1];
    assert.equal(read(199.96, 200), '199.9 messages/s');
    assert.equal(read(1_204.5, 2_000), '1,204.5 messages/s');
    assert.equal(read(200.4, 200), '200 messages/s');
    assert.equal(read(8_123.4, 0), '8,123 messages/s');
  });

  it('is summed up in one line, during the test and after it', () => {
    assert.equal(describeRun(makeLoadRun(12)), 'Sending, 12 s of 30 s');
    assert.equal(describeRun(makeLoadRun(12, 'stopping')), 'Stopping, 12 s of 30 s');
    assert.equal(describeRun(makeLoadRun(30, 'ended')), 'Ended after 30 s: 5,985 sent, 3 failed');
    const { report: _, ...failed } = makeLoadRun(30, 'ended');
    assert.equal(describeRun({ ...failed, failure: 'no file' }), 'Failed');
  });

  it('shows consumers and skipped messages if there are any', () => {
    const queue = { received: 900, deleted: 800, waiting: 100, inFlight: 100 };
    const names = listReportRows({ askedPerSecond: 0 }, { ...report, behind: 5, queue }).map(
      ([name]) => name,
    );
    assert.deepEqual(names.slice(7, 11), ['Received by consumers', 'Deleted', 'Waiting', 'In flight']);
    assert.equal(names.at(-1), 'Skipped: no free connection');
  });

  const table: readonly [ms: number, text: string][] = [
    [0, '0 ms'],
    [0.05, '0.05 ms'],
    [9.999, '10 ms'],
    [10.04, '10 ms'],
    [250.4, '250 ms'],
    [12_345, '12.35 s'],
  ];
  for (const [ms, text] of table) it(`writes ${ms} as ${text}`, () => assert.equal(formatLatency(ms), text));
});
