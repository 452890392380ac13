import assert from 'node:assert/strict';
import { AlarmBook } from '../../../broker/alarms/alarmBook.ts';
import { AlarmClock } from '../../../broker/alarms/alarmClock.ts';
import type { MetricPoint, MetricReader } from '../../../broker/metrics/metricReader.ts';
import { ControllableClock } from '../../../broker/time/clock.ts';
import { TURN_WORK, TurnWork } from '../../../broker/time/turnWork.ts';
import { ManualMachine } from '../../support/manualMachine.ts';

const PLACE = { region: 'us-east-1', account: '000000000000' };
const SETTINGS = {
  AlarmName: 'depth',
  Namespace: 'AWS/SQS',
  MetricName: 'ApproximateNumberOfMessagesVisible',
  Dimensions: [{ Name: 'QueueName', Value: 'orders' }],
  Statistic: 'Maximum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 100,
  ComparisonOperator: 'GreaterThanThreshold',
} as const;
const MINUTE_MS = 60_000;

/** A queue whose depth is the minutes since the start, and what is read of it. */
class RisingQueue implements MetricReader {
  periodsRead = 0;
  /** The newest period of each read, minutes since the start. */
  readonly newest: number[] = [];
  private readonly start: number;

  constructor(start: number) {
    this.start = start;
  }

  *list() {}

  read(_: unknown, from: number, until: number, periodSeconds: number): readonly MetricPoint[] {
    const periodMs = periodSeconds * 1000;
    const points: MetricPoint[] = [];
    for (let at = Math.max(from, this.start); at < until; at += periodMs) {
      const value = (at + periodMs - this.start) / MINUTE_MS - 1;
      points.push({ start: at, unit: 'Count', sampleCount: 1, sum: value, minimum: value, maximum: value });
    }
    this.periodsRead += (until - from) / periodMs;
    this.newest.push((until - this.start) / MINUTE_MS - 1);
    return points;
  }
}

function open(...settings: readonly { readonly AlarmName: string }[]) {
  const clock = new ControllableClock(new ManualMachine());
  clock.advance(5 * MINUTE_MS - (clock.now() % (5 * MINUTE_MS)));
  const queue = new RisingQueue(clock.now());
  const changes: string[] = [];
  const start = clock.now();
  let next: number | undefined;
  const book = new AlarmBook({
    metrics: queue,
    actions: { run: () => ({ published: '', failure: undefined }) },
    now: () => clock.now(),
    onChange: () => undefined,
    onTransition: ({ alarm }) =>
      changes.push(`${alarm.status.state} at ${(alarm.status.transitionedAt - start) / MINUTE_MS}`),
  });
  const wakeAt = clock.addWaker((work) => alarms.wake(work));
  const alarms: AlarmClock = new AlarmClock(book, {
    now: () => clock.now(),
    wakeAt: (deadline) => {
      next = deadline;
      wakeAt(deadline);
    },
  });
  for (const each of settings) assert.ok(book.put(PLACE, each).ok);
  alarms.arrange();
  const advance = (minutes: number): void => clock.advance(minutes * MINUTE_MS);
  /** As the broker advances its clock: one turn of the event loop after the other. */
  const advanceInTurns = (minutes: number) => {
    const aim = clock.advancedMs + minutes * MINUTE_MS;
    return { takeTurn: () => !clock.advanceTowards(aim, new TurnWork()) };
  };
  return { book, alarms, queue, changes, advance, advanceInTurns, readNext: () => next };
}

describe('the evaluation of alarms', () => {
  it('is over when a short jump is, minute by minute', () => {
    const { advance, queue, changes } = open({ ...SETTINGS, Threshold: 5 } as never);
    advance(10);
    assert.deepEqual(queue.newest, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.deepEqual(changes, ['OK at 1', 'ALARM at 7']);
  });

  it('reads of a queue only the minutes that are new', () => {
    const { advance, queue } = open({ ...SETTINGS, EvaluationPeriods: 1440 } as never);
    advance(2000);
    assert.ok(queue.periodsRead <= 1442 + 2000, `${queue.periodsRead} periods`);
  });

  it('reads periods of five minutes in five turns, each of its own periods', () => {
    const { advance, queue, changes } = open({ ...SETTINGS, Period: 300, Threshold: 50 } as never);
    advance(100);
    // The newest period of an evaluation ends with its minute.
    assert.deepEqual(changes, ['OK at 1', 'ALARM at 52']);
    assert.ok(queue.newest.length === 100);
  });

  it('gives others their turn in a long jump, and goes on where it was', () => {
    const days = 3;
    const { advanceInTurns, queue, changes, readNext } = open({
      ...SETTINGS,
      EvaluationPeriods: 1440,
      Threshold: 1_000,
    } as never);
    const perEvaluation = 1440 + 2 + 10;
    const most = Math.ceil(TURN_WORK / perEvaluation);
    const { takeTurn } = advanceInTurns(days * 24 * 60);
    let evaluated = 0;
    for (let isUnderWay = true; isUnderWay; ) {
      isUnderWay = takeTurn();
      const before = evaluated;
      evaluated = queue.newest.length;
      assert.ok(evaluated - before <= most, `${evaluated - before} evaluations in a turn`);
    }
    assert.deepEqual(
      queue.newest,
      Array.from({ length: days * 24 * 60 }, (_, minute) => minute),
    );
    // 1440 minutes in a row are above it.
    assert.deepEqual(changes.at(-1), 'ALARM at 2441');
    assert.notEqual(readNext(), undefined);
  });

  it('counts the alarms too: a thousand of them are not one turn’s work for a minute', () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({ ...SETTINGS, AlarmName: `depth-${index}` }));
    const { advanceInTurns, queue } = open(...many);
    const { takeTurn } = advanceInTurns(1);
    takeTurn();
    assert.ok(queue.newest.length <= TURN_WORK / 13 + 1, `${queue.newest.length} evaluations`);
    while (takeTurn());
    assert.equal(queue.newest.length, 1000);
  });

  it('skips an alarm that is deleted between two turns', () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({ ...SETTINGS, AlarmName: `depth-${index}` }));
    const { advanceInTurns, queue, book } = open(...many);
    const { takeTurn } = advanceInTurns(60);
    takeTurn();
    const { length } = queue.newest;
    book.remove(
      PLACE,
      many.map(({ AlarmName }) => AlarmName),
    );
    while (takeTurn());
    assert.equal(queue.newest.length, length);
  });

  it('ends when the clock goes back', () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({ ...SETTINGS, AlarmName: `depth-${index}` }));
    const { advanceInTurns, queue, alarms, readNext } = open(...many);
    const { takeTurn } = advanceInTurns(1);
    takeTurn();
    const { length } = queue.newest;
    assert.ok(length < 1000);
    alarms.goBack();
    takeTurn();
    assert.equal(queue.newest.length, length);
    assert.notEqual(readNext(), undefined);
  });
});
