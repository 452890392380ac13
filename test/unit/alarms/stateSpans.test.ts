import assert from 'node:assert/strict';
import { AlarmBook } from '../../../broker/alarms/alarmBook.ts';
import type { AlarmState } from '../../../broker/alarms/evaluate.ts';
import { listStateSpans } from '../../../broker/alarms/stateSpans.ts';

const PLACE = { region: 'us-east-1', account: '000000000000' };
const SETTINGS = {
  AlarmName: 'depth',
  Namespace: 'AWS/SQS',
  MetricName: 'ApproximateNumberOfMessagesVisible',
  Dimensions: [{ Name: 'QueueName', Value: 'orders' }],
  Statistic: 'Maximum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanThreshold',
} as const;

describe('the states of an alarm over time', () => {
  let now = 0;
  let book: AlarmBook;

  beforeEach(() => {
    now = 1000;
    book = new AlarmBook({
      metrics: { list: () => [], read: () => [] },
      actions: { run: () => ({ published: '', failure: undefined }) },
      now: () => now,
      onChange: () => undefined,
      onTransition: () => undefined,
    });
  });

  const put = (at: number) => {
    now = at;
    const put = book.put(PLACE, SETTINGS);
    assert.ok(put.ok);
    return put.value;
  };
  const become = (at: number, state: AlarmState): void => {
    now = at;
    const alarm = book.find(PLACE, 'depth');
    assert.ok(alarm);
    book.setState(alarm, state, 'because', undefined);
  };
  const list = (at: number) => {
    const alarm = book.find(PLACE, 'depth');
    assert.ok(alarm);
    return listStateSpans(alarm, book.history.all, at).map(({ state, from, until }) => [state, from, until]);
  };

  it('begin with its creation, and end now', () => {
    put(1000);
    assert.deepEqual(list(5000), [['INSUFFICIENT_DATA', 1000, 5000]]);
    become(6000, 'OK');
    become(7000, 'ALARM');
    // Another reason is no other state.
    become(8000, 'ALARM');
    assert.deepEqual(list(9000), [
      ['INSUFFICIENT_DATA', 1000, 6000],
      ['OK', 6000, 7000],
      ['ALARM', 7000, 9000],
    ]);
  });

  it('are not those of a deleted alarm of the same name', () => {
    put(1000);
    become(2000, 'ALARM');
    now = 3000;
    book.remove(PLACE, ['depth']);
    put(4000);
    assert.deepEqual(list(5000), [['INSUFFICIENT_DATA', 4000, 5000]]);
  });

  it('begin where the history begins, if it no longer has the creation', () => {
    const alarm = put(1000);
    become(2000, 'OK');
    become(3000, 'ALARM');
    const kept = book.history.all.filter(({ at }) => at >= 3000);
    assert.deepEqual(listStateSpans(alarm, kept, 4000), [{ state: 'ALARM', from: 3000, until: 4000 }]);
    assert.deepEqual(listStateSpans(alarm, [], 4000), [{ state: 'ALARM', from: 3000, until: 4000 }]);
  });

  it('are none of a time that a clock that was set back has not reached yet', () => {
    put(1000);
    become(2000, 'OK');
    become(9000, 'ALARM');
    now = 3000;
    book.goBack();
    become(4000, 'OK');
    assert.deepEqual(list(5000), [
      ['INSUFFICIENT_DATA', 1000, 2000],
      ['OK', 2000, 5000],
    ]);
  });

  it('begin with the creation also of an alarm with so many actions that its item is cut', () => {
    now = 1000;
    const long = Array.from(
      { length: 5 },
      (_, index) => `arn:aws:sns:us-east-1:000000000000:${'x'.repeat(1000)}${index}`,
    );
    book.put(PLACE, { ...SETTINGS, AlarmActions: long });
    become(2000, 'ALARM');
    book.remove(PLACE, ['depth']);
    now = 3000;
    const put = book.put(PLACE, { ...SETTINGS, AlarmActions: long });
    assert.ok(put.ok);
    become(4000, 'OK');
    assert.ok(
      book.history.all.some(({ data }) => data === '{"version":"1.0","type":"Create","truncated":true}'),
    );
    assert.deepEqual(listStateSpans(put.value, book.history.all, 5000), [
      { state: 'INSUFFICIENT_DATA', from: 3000, until: 4000 },
      { state: 'OK', from: 4000, until: 5000 },
    ]);
  });
});
