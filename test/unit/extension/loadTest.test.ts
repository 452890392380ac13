import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readLoadCommand } from '../../../broker/cli/loadOptions.ts';
import type { LoadProgress } from '../../../broker/protocol/load.ts';
import { listLoadArguments, readDurationMs, readRate } from '../../../extension/load/loadArguments.ts';
import { LoadHistory } from '../../../extension/load/loadHistory.ts';
import { parseLoadLine } from '../../../extension/load/loadProcess.ts';
import { EMPTY_DRAFT } from '../../../webview/load/loadRules.ts';

const QUEUE_URL = 'http://127.0.0.1:9324/000000000000/orders';

/** Progress at 100 messages a second, all of which a consumer takes and deletes. */
function makeProgress(seconds: number, p99 = 2): LoadProgress {
  const count = seconds * 100;
  return {
    sent: count,
    failed: 0,
    seconds,
    chunks: count,
    latencyMs: { p50: 1, p99 },
    queue: { received: count, deleted: count / 2, waiting: 0, inFlight: 0 },
  };
}

describe('The arguments of a load test', () => {
  it('are what queueside load takes for a whole form', () => {
    const draft = {
      ...EMPTY_DRAFT,
      rate: ' 250 ',
      shape: 'ramp',
      template: 'order.json',
      groups: '3',
      attributes: 'tenant=a',
    };
    const command = readLoadCommand(listLoadArguments(QUEUE_URL, draft));
    assert.ok(command.kind === 'run');
    const { perSecond, shape, template, groups, attributes, durationMs } = command.options;
    assert.deepEqual(
      { perSecond, shape, template, groups, attributes, durationMs },
      {
        perSecond: 250,
        shape: 'ramp',
        template: 'order.json',
        groups: 3,
        attributes: { tenant: 'a' },
        durationMs: 30_000,
      },
    );
  });

  it('leave out what is empty, for which queueside load has the same defaults', () => {
    const draft = { ...EMPTY_DRAFT, rate: '', duration: '', size: '', connections: '' };
    const command = readLoadCommand(listLoadArguments(QUEUE_URL, draft));
    assert.ok(command.kind === 'run');
    assert.equal(command.options.perSecond, readRate(draft));
    assert.equal(command.options.durationMs, readDurationMs(draft));
  });

  it('never let a value pass for an option', () => {
    const command = readLoadCommand(listLoadArguments(QUEUE_URL, { ...EMPTY_DRAFT, rate: '--help' }));
    assert.deepEqual(command.kind, 'refused');
  });
});

describe('The history of a load test', () => {
  it('has the rates between two lines, from nothing at its start', () => {
    const history = new LoadHistory(1000);
    history.add(makeProgress(0.5));
    history.add({ ...makeProgress(1), sent: 150 });
    assert.deepEqual(history.samples, [
      { at: 1000, sent: 0, received: 0, deleted: 0, p50: null, p99: null },
      { at: 1500, sent: 100, received: 100, deleted: 50, p50: 1, p99: 2 },
      { at: 2000, sent: 200, received: 100, deleted: 50, p50: 1, p99: 2 },
    ]);
  });

  it('has no latency where no answer came', () => {
    const history = new LoadHistory(0);
    const { latencyMs: _, ...progress } = makeProgress(0.5);
    history.add(progress);
    assert.deepEqual([history.samples[1]?.p50, history.samples[1]?.p99], [null, null]);
  });

  it('stays small in a long test, keeps its rates, and never hides its worst', () => {
    const history = new LoadHistory(0);
    for (let line = 1; line <= 10_000; line++) history.add(makeProgress(line / 2, line === 777 ? 500 : 2));
    const { samples } = history;
    assert.ok(samples.length <= 600, `${samples.length} samples`);
    assert.ok(samples.slice(1).every(({ sent }) => Math.round(sent) === 100));
    assert.equal(Math.max(...samples.map(({ p99 }) => p99 ?? 0)), 500);
    assert.equal(samples.at(-1)?.at, 5_000_000);
    const times = samples.map(({ at }) => at);
    assert.deepEqual(
      times,
      [...times].sort((one, other) => one - other),
    );
  });

  it('ends with what came after the last line, when that is long enough for a rate', () => {
    const report = {
      ...makeProgress(1),
      sent: 120,
      behind: 0,
      perSecond: 120,
      latencyMs: { p50: 1, p95: 1, p99: 9, max: 9 },
      errors: {},
    };
    const history = new LoadHistory(0);
    history.add(makeProgress(0.5));
    history.end({ ...report, seconds: 0.6 });
    assert.equal(history.samples.length, 2);
    history.end(report);
    assert.deepEqual([history.samples[2]?.sent, history.samples[2]?.p99], [140, null]);
  });
});

describe('A line of a load test', () => {
  const table: readonly [text: string, event: string | undefined][] = [
    ['{"event":"progress","sent":1,"failed":0,"seconds":0.5,"chunks":1}', 'progress'],
    ['{"event":"report","sent":1,"failed":0,"seconds":0.5}', 'report'],
    ['{"event":"ready","sent":1,"seconds":2}', undefined],
    ['{"event":"progress"}', undefined],
    ['null', undefined],
    ['Debugger attached.', undefined],
  ];
  for (const [text, event] of table) {
    it(`is ${event ?? 'none'}: ${text}`, () => assert.equal(parseLoadLine(text)?.event, event));
  }
});
