import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { QueueSummary } from '../../../../broker/protocol/queue.ts';
import type { TraceEvent } from '../../../../broker/protocol/trace.ts';
import { type SeriesLines, SeriesModel } from '../../../../webview/trace/charts/seriesModel.ts';
import { ClockLine } from '../../../../webview/trace/log/clockLine.ts';
import { countDepths } from '../../../support/traceDepths.ts';
import { makeScenario } from '../../../support/traceScenario.ts';
import { makeQueue } from '../../../support/webviewSamples.ts';

const QUEUE = makeQueue('orders').arn;
const DAY = 86_400_000;

type Step = Omit<TraceEvent, 'sequence'>;

function start() {
  const series = new SeriesModel();
  const line = new ClockLine();
  let position = 0;
  const apply = (event: TraceEvent): void => {
    series.apply(event, position, line.follow(event, position));
    position += 1;
  };
  const applyAll = (steps: readonly Step[]): void => {
    const events = steps.map((step, index) => ({ queueArn: QUEUE, ...step, sequence: index + 1 }));
    for (const event of countDepths(events)) apply(event);
  };
  const correct = (queues: readonly QueueSummary[], now: number, sequence: number): void =>
    series.correct({ queues, now, sequence }, line.present(now));
  const read = (queueArn: string | undefined, now: number): SeriesLines =>
    series.read(queueArn, line.present(now), line);
  return { apply, applyAll, correct, read, line };
}

/** Of each line, its value at a place. */
function at(lines: SeriesLines, place: number) {
  const index = lines.places.findLastIndex((each) => each <= place);
  return {
    visible: lines.visible[index],
    inFlight: lines.inFlight[index],
    delayed: lines.delayed[index],
    oldestAgeMs: lines.oldestAgeMs[index],
  };
}

const last = <T>(line: readonly T[]): T | undefined => line.at(-1);

describe('the series of a queue', () => {
  it('show depth, age and throughput up to now, and zero where nothing happened', () => {
    const { applyAll, read } = start();
    applyAll([
      { kind: 'sent', at: 10_100, messageId: 'a' },
      { kind: 'sent', at: 10_200, messageId: 'b', timeoutMs: 5_000 },
      { kind: 'received', at: 11_100, messageId: 'a' },
      { kind: 'deleted', at: 12_500, messageId: 'a' },
    ]);
    const lines = read(QUEUE, 14_200);
    assert.deepEqual(lines.places, [10_100, 10_200, 11_000, 11_100, 12_000, 12_500, 13_000, 14_000, 14_200]);
    assert.deepEqual(lines.visible, [1, 1, 1, 0, 0, 0, 0, 0, 0]);
    assert.deepEqual(lines.inFlight, [0, 0, 0, 1, 1, 0, 0, 0, 0]);
    assert.deepEqual(lines.delayed, [0, 1, 1, 1, 1, 1, 1, 1, 1]);
    assert.deepEqual(lines.oldestAgeMs, [0, 100, 900, 1_000, 1_900, 2_300, 2_800, 3_800, 4_000]);
    assert.deepEqual(lines.sent, [2, 2, 2, 0, 0, 0, 0, 0, 0]);
    assert.deepEqual(lines.deleted, [0, 0, 0, 0, 0, 1, 1, 0, 0]);
  });

  it('continue while nothing happens: the oldest message gets older', () => {
    const { applyAll, read } = start();
    applyAll([{ kind: 'sent', at: 10_000, messageId: 'a' }]);
    assert.equal(last(read(QUEUE, 111_000).oldestAgeMs), 101_000);
    assert.equal(last(read(QUEUE, 231_000).oldestAgeMs), 221_000);
    assert.equal(last(read(QUEUE, 231_000).places), 231_000);
  });

  it('have no ramp between sparse changes', () => {
    const { applyAll, read } = start();
    applyAll([
      { kind: 'sent', at: 10_000, messageId: 'a' },
      ...['b', 'c', 'd'].map((messageId): Step => ({ kind: 'sent', at: 70_000, messageId })),
    ]);
    const lines = read(QUEUE, 90_000);
    for (let place = 10_000; place < 70_000; place += 1_000) assert.equal(at(lines, place).visible, 1);
    assert.equal(at(lines, 70_000).visible, 4);
    const seconds = lines.places.filter((_, index) => (lines.sent[index] ?? 0) > 0);
    assert.deepEqual(seconds, [10_000, 11_000, 70_000], 'sent only in the seconds that end there');
  });

  it('know queues without events, and all after a clear or a reload, from the broker’s own counts', () => {
    const { correct, read } = start();
    const quiet = { ...makeQueue('quiet', 78), oldestSentAt: 4_000 };
    const orders = { ...makeQueue('orders', 1), oldestSentAt: 9_000 };
    correct([quiet, orders], 10_000, 7);
    const all = read(undefined, 12_000);
    assert.equal(last(all.visible), 79);
    assert.equal(last(all.inFlight), 2);
    assert.equal(last(all.oldestAgeMs), 8_000);
    assert.equal(at(all, 10_000).visible, 79);
    assert.equal(last(read(QUEUE, 12_000).oldestAgeMs), 3_000);
  });

  it('take a count for news only when it is newer than the events', () => {
    const { apply, correct, read } = start();
    const depth = { visible: 5, inFlight: 0, delayed: 0, oldestAgeMs: 100 };
    apply({ kind: 'sent', at: 10_000, sequence: 8, queueArn: QUEUE, messageId: 'a', depth });
    correct([makeQueue('orders', 4)], 10_010, 7);
    assert.equal(last(read(QUEUE, 11_000).visible), 5);
    // Messages come back without an event of their own.
    correct([makeQueue('orders', 9)], 10_500, 8);
    assert.equal(last(read(QUEUE, 11_000).visible), 9);
    correct([], 11_500, 9);
    assert.equal(last(read(QUEUE, 12_000).visible), 0, 'a queue that is no longer listed is gone');
  });

  it('say what a queue held before the first event that is kept of it', () => {
    const editor = { id: 'e', name: 'Editor', kind: 'editor', accessKeyId: '' } as const;
    const unknown = [null, null, null] as const;
    const cases: readonly (readonly [Step, readonly (number | null)[]])[] = [
      [{ kind: 'sent', at: 20_000 }, [3, 2, 1]],
      [{ kind: 'sent', at: 20_000, timeoutMs: 500 }, [4, 2, 0]],
      [{ kind: 'received', at: 20_000 }, [5, 1, 1]],
      [{ kind: 'expired', at: 20_000 }, [3, 3, 1]],
      [{ kind: 'deleted', at: 20_000 }, [4, 3, 1]],
      [{ kind: 'visible', at: 20_000 }, [3, 2, 2]],
      [{ kind: 'visibilityChanged', at: 20_000, timeoutMs: 500 }, [4, 2, 1]],
      [{ kind: 'deleted', at: 20_000, consumer: editor }, unknown],
      [{ kind: 'retentionExpired', at: 20_000 }, unknown],
      [{ kind: 'purged', at: 20_000 }, unknown],
    ];
    for (const [step, before] of cases) {
      const { apply, correct, read } = start();
      correct([], 10_000, 0);
      const depth = { visible: 4, inFlight: 2, delayed: 1, oldestAgeMs: 15_000 };
      apply({ ...step, sequence: 1, queueArn: QUEUE, messageId: 'a', depth });
      for (const queueArn of [QUEUE, undefined]) {
        const { visible, inFlight, delayed } = at(read(queueArn, 21_000), 15_000);
        assert.deepEqual([visible, inFlight, delayed], before, step.kind);
      }
    }
  });

  it('are added up over all queues, and each alone', () => {
    const { apply, read } = start();
    const events = makeScenario();
    for (const event of events) apply(event);
    const now = last(events)?.at ?? 0;
    const all = read(undefined, now);
    const alone = ['images', 'images-done', 'images-dead-letters', 'payments.fifo'].map((name) =>
      last(read(makeQueue(name).arn, now).visible),
    );
    assert.equal(
      last(all.visible),
      alone.reduce<number>((sum, visible) => sum + (visible ?? 0), 0),
    );
    assert.equal(alone[1], 4);
    assert.equal(alone[2], 1);
  });

  it('take longer steps when they continue for long, and stay bounded', () => {
    const { apply, read } = start();
    for (let second = 0; second < 5_000; second += 1) {
      const depth = { visible: second + 1, inFlight: 0, delayed: 0, oldestAgeMs: second * 1000 };
      const event = {
        sequence: second + 1,
        at: second * 1000,
        queueArn: QUEUE,
        messageId: `m${second}`,
        depth,
      };
      apply({ ...event, kind: 'sent' });
    }
    const lines = read(QUEUE, 5_000_000);
    assert.ok(lines.places.length <= 900);
    assert.equal(lines.visible.at(-1), 5_000);
    assert.equal(lines.oldestAgeMs.at(-1), 5_000_000);
    assert.equal(lines.sent[100], 1);
  });

  it('are in real time again after a jump and back, and ages keep what the jump added', () => {
    const { applyAll, read, line } = start();
    applyAll([
      { kind: 'sent', at: 10_000, messageId: 'a' },
      { kind: 'clockAdvanced', at: 20_000 + 3 * DAY, movedMs: 3 * DAY },
    ]);
    const jumped = read(QUEUE, 25_000 + 3 * DAY);
    assert.equal(last(jumped.places), 25_000);
    assert.equal(last(jumped.oldestAgeMs), 15_000 + 3 * DAY);
    line.follow({ kind: 'clockAdvanced', at: 30_000, movedMs: -3 * DAY, isReset: true, sequence: 9 }, 9);
    const back = read(QUEUE, 40_000);
    assert.equal(last(back.places), 40_000);
    assert.equal(last(back.oldestAgeMs), 30_000 + 3 * DAY);
    assert.equal(at(back, 19_000).oldestAgeMs, 9_000);
    assert.ok(back.places.length < 60, 'days of nothing are not drawn');
  });
});
