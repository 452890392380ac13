import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ALARM, Notes, openAlarms, PLACE } from '../../support/alarmsOnNotes.ts';

describe('Alarms over restarts', () => {
  it('keep settings, tags, state, history and topics', () => {
    const notes = new Notes();
    const { service } = openAlarms(notes);
    service.setTopics('file', [{ ...PLACE, name: 'alerts', source: 'file', subscriptions: [] }]);
    const put = service.book.put(PLACE, ALARM, new Map([['team', 'shop']]));
    assert.ok(put.ok);
    service.book.setState(put.value, 'ALARM', 'test', '{"a":1}');
    service.stop();
    const { service: again } = openAlarms(notes);
    assert.deepEqual(again.book.all, service.book.all);
    assert.deepEqual(again.book.history.all, service.book.history.all);
    assert.deepEqual(again.topics.all, service.topics.all);
  });

  it('write nothing without a change, and soon after one', () => {
    const notes = new Notes();
    const { service, machine } = openAlarms(notes);
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
      const { service } = openAlarms(notes, logged);
      assert.deepEqual(service.book.all, []);
      assert.equal(logged.filter((line) => line.includes('cannot be read')).length, 2);
      assert.ok(service.book.put(PLACE, ALARM).ok);
    });
  }

  it('are restored but for one that no longer has a meaning', () => {
    const notes = new Notes();
    const { service } = openAlarms(notes);
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
    const { service: again } = openAlarms(notes, logged);
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
      openAlarms(notes).service.book.put(PLACE, ALARM);
      openAlarms(notes).service.stop();
      const { service } = openAlarms(notes);
      service.book.put(PLACE, ALARM);
      service.stop();
      const [key, text] =
        [...notes.texts].find(([name, each]) => name.startsWith('alarms/') && each !== '[]') ?? [];
      assert.ok(key !== undefined && text !== undefined);
      notes.texts.set(key, `[${damaged},${text.slice(1)}`);
      const logged: string[] = [];
      assert.equal(openAlarms(notes, logged).service.book.all.length, 1);
      assert.equal(logged.length, 1);
    });
  }

  it('are taken from the one note in which they were, and then have their own', () => {
    const notes = new Notes();
    const { service } = openAlarms(notes);
    service.book.put(PLACE, ALARM);
    service.stop();
    const alarms = [...notes.texts].flatMap(([key, text]) =>
      key.startsWith('alarms/') ? (JSON.parse(text) as object[]) : [],
    );
    const old = new Notes();
    old.texts.set('alarms', JSON.stringify({ version: 1, alarms, topics: [] }));
    const { service: first } = openAlarms(old);
    assert.deepEqual(
      first.book.all.map(({ arn }) => arn),
      service.book.all.map(({ arn }) => arn),
    );
    first.book.put(PLACE, { ...ALARM, AlarmName: 'other' });
    first.stop();
    assert.equal(openAlarms(old).service.book.all.length, 2);
  });

  it('outlive an older broker that could not read them and wrote the one note', () => {
    const notes = new Notes();
    const { service } = openAlarms(notes);
    service.book.put(PLACE, ALARM);
    service.stop();
    notes.texts.set('alarms', JSON.stringify({ version: 1, alarms: [], topics: [] }));
    const { service: again } = openAlarms(notes);
    assert.deepEqual(
      again.book.all.map(({ settings }) => settings.AlarmName),
      ['waiting'],
    );
    again.book.put(PLACE, { ...ALARM, AlarmName: 'other' });
    again.stop();
    assert.deepEqual(
      openAlarms(notes)
        .service.book.all.map(({ settings }) => settings.AlarmName)
        .toSorted(),
      ['other', 'waiting'],
    );
  });

  it('write a small part of a thousand alarms when one changes', () => {
    const notes = new Notes();
    const { service } = openAlarms(notes);
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
    const { service } = openAlarms(new Notes());
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
