import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ALARM, Notes, openAlarms, PLACE } from '../../support/alarmsOnNotes.ts';

describe('The clock of alarms', () => {
  it('has no timer without alarms, and one for all of them', () => {
    const { service, machine } = openAlarms(new Notes());
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
    const { service, machine, clock } = openAlarms(new Notes());
    service.book.put(PLACE, { ...ALARM, TreatMissingData: 'notBreaching' });
    machine.sleep(3 * 86_400_000);
    machine.run(1000);
    const [alarm] = service.book.all;
    assert.equal(alarm?.status.state, 'OK');
    assert.ok((alarm?.status.transitionedAt ?? 0) >= clock.now() - 86_400_000);
  });

  it('evaluates again when the clock went back', () => {
    const { service, clock } = openAlarms(new Notes());
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
    const { service, machine, clock } = openAlarms(new Notes());
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
    const { service, machine, clock, metrics } = openAlarms(notes, [], {
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
    const { service, clock } = openAlarms(new Notes(), [], {
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
    const { service, machine } = openAlarms(notes, [], {
      onListChange: () => fail('told'),
      onDefect: (error) => defects.push((error as Error).message),
    });
    service.book.put(PLACE, ALARM);
    machine.run(5000);
    assert.deepEqual(defects.toSorted(), ['saved', 'told']);
    isBroken = false;
    service.stop();
    assert.equal(openAlarms(notes).service.book.all.length, 1);
  });
});
