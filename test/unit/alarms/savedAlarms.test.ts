import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { AlarmService, type AlarmServicePorts } from '../../../broker/assembly/alarmService.ts';
import type { NoteKeeper } from '../../../broker/engine/base/noteKeeper.ts';
import { createEngine } from '../../../broker/engine/operations/createEngine.ts';
import { createEngineDependencies } from '../../../broker/assembly/engineDependencies.ts';
import { Metrics } from '../../../broker/metrics/metrics.ts';
import { ControllableClock } from '../../../broker/time/clock.ts';
import { ManualMachine } from '../../support/manualMachine.ts';

const PLACE = { region: 'us-east-1', account: '000000000000' };
const ALARM = {
  AlarmName: 'waiting',
  Namespace: 'Shop',
  MetricName: 'orders',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanThreshold',
};

class Notes implements NoteKeeper {
  readonly texts = new Map<string, string>();
  writes = 0;
  /** How long what was written is, by its key. */
  readonly written = new Map<string, number>();

  readNote(key: string): string | undefined {
    return this.texts.get(key);
  }

  writeNote(key: string, value: string): void {
    this.writes += 1;
    this.texts.set(key, value);
    this.written.set(key, value.length);
  }
}

/** A service on notes that outlive it. */
function open(
  notes: Notes,
  logged: string[] = [],
  others: Partial<AlarmServicePorts> = {},
): { service: AlarmService; clock: ControllableClock; machine: ManualMachine; metrics: Metrics } {
  const machine = new ManualMachine();
  const clock = new ControllableClock(machine);
  const engine = createEngine(createEngineDependencies(clock), { identityKey: [1, 2, 3, 4] });
  const metrics = new Metrics(engine);
  const ports: AlarmServicePorts = {
    engine,
    metrics,
    clock,
    schedule: machine.after,
    notes,
    log: (line) => logged.push(line),
    onDefect: (error) => assert.fail(String(error)),
    onTransition: () => undefined,
    onListChange: () => undefined,
    scale: () => undefined,
    ...others,
  };
  return { service: new AlarmService(ports), clock, machine, metrics };
}

describe('Alarms over restarts', () => {
  it('keep settings, tags, state, history and topics', () => {
    const notes = new Notes();
    const { service } = open(notes);
    service.setTopics('file', [{ ...PLACE, name: 'alerts', source: 'file', subscriptions: [] }]);
    const put = service.book.put(PLACE, ALARM, new Map([['team', 'shop']]));
    assert.ok(put.ok);
    service.book.setState(put.value, 'ALARM', 'test', '{"a":1}');
    service.stop();
    const { service: again } = open(notes);
    assert.deepEqual(again.book.all, service.book.all);
    assert.deepEqual(again.book.history.all, service.book.history.all);
    assert.deepEqual(again.topics.all, service.topics.all);
  });

  it('write nothing without a change, and soon after one', () => {
    const notes = new Notes();
    const { service, machine } = open(notes);
    machine.run(5000);
    service.save();
    assert.equal(notes.writes, 0);
    service.book.put(PLACE, ALARM);
    machine.run(0);
    // A part of the alarms, the topics, and the history.
    assert.equal(notes.writes, 3);
  });

  for (const [what, text] of [
    ['that is no JSON', '{'],
    ['of another form', '{"alarms": 7}'],
    ['that is null', 'null'],
  ] as const) {
    it(`are left out and reported from a note ${what}`, () => {
      const notes = new Notes();
      notes.texts.set('alarms', text);
      notes.texts.set('alarmHistory', text);
      const logged: string[] = [];
      const { service } = open(notes, logged);
      assert.deepEqual(service.book.all, []);
      assert.equal(logged.filter((line) => line.includes('cannot be read')).length, 2);
      assert.ok(service.book.put(PLACE, ALARM).ok);
    });
  }

  it('are restored but for one that no longer has a meaning', () => {
    const notes = new Notes();
    const { service } = open(notes);
    service.book.put(PLACE, ALARM);
    service.book.put(PLACE, { ...ALARM, AlarmName: 'other' });
    service.stop();
    for (const [key, text] of notes.texts) {
      notes.texts.set(
        key,
        text.replace(
          '"AlarmName":"waiting","Namespace":"Shop","MetricName":"orders","Statistic":"Sum","Period":60',
          '"AlarmName":"waiting","Namespace":"Shop","MetricName":"orders","Statistic":"Sum","Period":61',
        ),
      );
    }
    const logged: string[] = [];
    const { service: again } = open(notes, logged);
    assert.deepEqual(
      again.book.all.map(({ settings }) => settings.AlarmName),
      ['other'],
    );
    assert.match(logged.join(), /the alarm .*"AlarmName":"waiting".* cannot be restored/);
  });

  for (const damaged of [
    'null',
    '7',
    '{}',
    '{"region":"us-east-1","account":"1","settings":{"AlarmName":"x","Metrics":7}}',
  ]) {
    it(`are restored beside one that is damaged: ${damaged}`, () => {
      const notes = new Notes();
      open(notes).service.book.put(PLACE, ALARM);
      open(notes).service.stop();
      const { service } = open(notes);
      service.book.put(PLACE, ALARM);
      service.stop();
      const [key, text] =
        [...notes.texts].find(([name, each]) => name.startsWith('alarms/') && each !== '[]') ?? [];
      assert.ok(key !== undefined && text !== undefined);
      notes.texts.set(key, `[${damaged},${text.slice(1)}`);
      const logged: string[] = [];
      assert.equal(open(notes, logged).service.book.all.length, 1);
      assert.equal(logged.length, 1);
    });
  }

  it('are taken from the one note in which they were, and then have their own', () => {
    const notes = new Notes();
    const { service } = open(notes);
    service.book.put(PLACE, ALARM);
    service.stop();
    const alarms = [...notes.texts].flatMap(([key, text]) =>
      key.startsWith('alarms/') ? (JSON.parse(text) as object[]) : [],
    );
    const old = new Notes();
    old.texts.set('alarms', JSON.stringify({ version: 1, alarms, topics: [] }));
    const { service: first } = open(old);
    assert.deepEqual(
      first.book.all.map(({ arn }) => arn),
      service.book.all.map(({ arn }) => arn),
    );
    first.book.put(PLACE, { ...ALARM, AlarmName: 'other' });
    first.stop();
    assert.equal(open(old).service.book.all.length, 2);
  });

  it('outlive an older broker that could not read them and wrote the one note', () => {
    const notes = new Notes();
    const { service } = open(notes);
    service.book.put(PLACE, ALARM);
    service.stop();
    notes.texts.set('alarms', JSON.stringify({ version: 1, alarms: [], topics: [] }));
    const { service: again } = open(notes);
    assert.deepEqual(
      again.book.all.map(({ settings }) => settings.AlarmName),
      ['waiting'],
    );
    again.book.put(PLACE, { ...ALARM, AlarmName: 'other' });
    again.stop();
    assert.deepEqual(
      open(notes)
        .service.book.all.map(({ settings }) => settings.AlarmName)
        .toSorted(),
      ['other', 'waiting'],
    );
  });

  it('write a small part of a thousand alarms when one changes', () => {
    const notes = new Notes();
    const { service } = open(notes);
    for (let number = 0; number < 1000; number++)
      service.book.put(PLACE, { ...ALARM, AlarmName: `alarm-${number}` });
    service.save();
    const all = [...notes.texts].reduce(
      (sum, [key, text]) => sum + (key.startsWith('alarms') ? text.length : 0),
      0,
    );
    notes.written.clear();
    const alarm = service.book.find(PLACE, 'alarm-7');
    assert.ok(alarm);
    service.book.setState(alarm, 'ALARM', 'test', undefined);
    service.save();
    const written = [...notes.written].filter(([key]) => key.startsWith('alarms'));
    assert.equal(written.length, 1);
    assert.ok(all > 200_000 && (written[0]?.[1] ?? Infinity) < all / 20, `${written[0]?.[1]} of ${all}`);
  });

  it('are refused when their settings take more than 16 MiB', () => {
    const { service } = open(new Notes());
    const description = 'x'.repeat(1_048_576);
    const put = (AlarmName: string) =>
      service.book.put(PLACE, { ...ALARM, AlarmName, AlarmDescription: description });
    for (let number = 0; number < 15; number++) assert.ok(put(`alarm-${number}`).ok);
    const refused = put('one-more');
    assert.ok(!refused.ok && refused.code === 'LimitExceeded');
    // What is there can be set again, and makes room when it is deleted.
    assert.ok(put('alarm-0').ok);
    service.book.remove(PLACE, ['alarm-0']);
    assert.ok(put('one-more').ok);
  });
});

describe('The clock of alarms', () => {
  it('has no timer without alarms, and one for all of them', () => {
    const { service, machine } = open(new Notes());
    assert.equal(machine.timers.pendingCount, 0);
    for (const name of ['one', 'two']) service.book.put(PLACE, { ...ALARM, AlarmName: name });
    machine.run(0);
    machine.run(1000);
    assert.equal(machine.timers.pendingCount, 1);
    service.book.remove(PLACE, ['one', 'two']);
    machine.run(2000);
    machine.run(2000);
    assert.equal(machine.timers.pendingCount, 0);
  });

  it('evaluates at most a day that was missed', () => {
    const { service, machine, clock } = open(new Notes());
    service.book.put(PLACE, { ...ALARM, TreatMissingData: 'notBreaching' });
    machine.sleep(3 * 86_400_000);
    machine.run(1000);
    const [alarm] = service.book.all;
    assert.equal(alarm?.status.state, 'OK');
    assert.ok((alarm?.status.transitionedAt ?? 0) >= clock.now() - 86_400_000);
  });

  it('evaluates again when the clock went back', () => {
    const { service, clock } = open(new Notes());
    service.book.put(PLACE, { ...ALARM, TreatMissingData: 'notBreaching' });
    clock.advance(600_000);
    const [alarm] = service.book.all;
    clock.reset();
    service.goBack();
    assert.ok((alarm?.status.updatedAt ?? 0) <= clock.now());
    assert.ok(alarm);
    service.book.setState(alarm, 'ALARM', 'test', undefined);
    clock.advance(60_000);
    assert.equal(alarm.status.state, 'OK');
  });

  it('evaluates minutes that were missed also when an alarm with shorter steps was deleted before', () => {
    const { service, machine, clock } = open(new Notes());
    clock.advance(60_000 - (clock.now() % 60_000));
    const began = clock.now();
    service.book.put(PLACE, { ...ALARM, TreatMissingData: 'notBreaching' });
    service.book.put(PLACE, { ...ALARM, AlarmName: 'short', Period: 10 });
    service.book.remove(PLACE, ['short']);
    machine.sleep(600_000);
    machine.run(1000);
    const [alarm] = service.book.all;
    assert.deepEqual([alarm?.status.state, alarm?.status.transitionedAt], ['OK', began + 60_000]);
  });

  it('skips steps whose short periods are no longer kept, and evaluates those that are', () => {
    const notes = new Notes();
    const states: string[] = [];
    const { service, machine, clock, metrics } = open(notes, [], {
      onTransition: ({ alarm }) => states.push(alarm.status.state),
    });
    clock.advance(60_000 - (clock.now() % 60_000));
    const began = clock.now();
    const hours = 5;
    for (const name of ['short', 'long']) {
      service.book.put(PLACE, {
        ...ALARM,
        AlarmName: name,
        Period: 10,
        EvaluationPeriods: name === 'long' ? 2000 : 1,
        DatapointsToAlarm: 1,
        TreatMissingData: name === 'long' ? 'notBreaching' : 'breaching',
      });
    }
    const lastHour = (hours - 1) * 360;
    for (let step = 0; step < hours * 360; step++) {
      const samples = new Map([[step === lastHour ? 7 : 0, 1]]);
      const identity = { ...PLACE, namespace: 'Shop', metricName: 'orders', dimensions: [] };
      metrics.put(identity, { at: began + step * 10_000, unit: 'None', resolutionSeconds: 1, samples });
    }
    machine.sleep(hours * 3_600_000);
    machine.run(1000);
    // One of them looks at more than is kept: it is evaluated now, and not for the time before.
    assert.deepEqual(states, ['OK', 'ALARM', 'OK', 'ALARM']);
  });

  it('goes on after a defect, of the other alarms at once and of all at the next step', () => {
    let isBroken = true;
    const defects: unknown[] = [];
    const { service, clock } = open(new Notes(), [], {
      metrics: {
        list: () => [],
        read: ({ metricName }) => {
          if (isBroken && metricName === ALARM.MetricName) throw new Error('a defect');
          return [];
        },
      },
      onDefect: (error) => defects.push(error),
    });
    const settings = { ...ALARM, TreatMissingData: 'notBreaching' };
    service.book.put(PLACE, settings);
    service.book.put(PLACE, { ...settings, AlarmName: 'sound', MetricName: 'others' });
    const readStates = () => service.book.all.map(({ status }) => status.state);
    clock.advance(60_000);
    assert.deepEqual([readStates(), defects.length], [['INSUFFICIENT_DATA', 'OK'], 1]);
    isBroken = false;
    clock.advance(60_000);
    assert.deepEqual([readStates(), defects.length], [['OK', 'OK'], 1]);
  });

  it('reports a defect of what is saved and told in time, and saves it with the next change', () => {
    const notes = new Notes();
    const defects: string[] = [];
    let isBroken = true;
    const fail = (what: string): void => {
      if (isBroken) throw new Error(what);
    };
    const written = notes.writeNote.bind(notes);
    notes.writeNote = (key, value) => {
      fail('saved');
      written(key, value);
    };
    const { service, machine } = open(notes, [], {
      onListChange: () => fail('told'),
      onDefect: (error) => defects.push((error as Error).message),
    });
    service.book.put(PLACE, ALARM);
    machine.run(5000);
    assert.deepEqual(defects.toSorted(), ['saved', 'told']);
    isBroken = false;
    service.stop();
    assert.equal(open(notes).service.book.all.length, 1);
  });
});
