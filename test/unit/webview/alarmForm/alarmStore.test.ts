import assert from 'node:assert/strict';
import type { AlarmFormToHost, AlarmStart, HostToAlarmForm } from '../../../../webview/alarmFormProtocol.ts';
import type { AlarmDraft, AlarmField } from '../../../../webview/alarmForm/alarmDraft.ts';
import { createAlarmStore } from '../../../../webview/alarmForm/alarmStore.ts';
import { READ_ALARM, startAlarmForm } from '../../../support/review/alarmFormScreens.ts';
import { FakeChannel } from '../fakeChannel.ts';

function open(more: Partial<AlarmStart> = {}, state?: unknown) {
  const channel = new FakeChannel<HostToAlarmForm, AlarmFormToHost>(state);
  const store = createAlarmStore(channel);
  channel.deliver(startAlarmForm(more));
  return { channel, store };
}

const READ = { name: 'images-waiting', alarm: { exists: true, form: READ_ALARM, targets: [] } };

describe('the form of an alarm', () => {
  it('begins with an alarm that can be created as it is, in words', () => {
    const { channel, store } = open();
    assert.equal(
      store.sentence.value,
      'the maximum of visible messages is greater than 100 in the last 2 periods of 1 minute',
    );
    assert.equal(store.draft.value?.name, 'images-alarm-2');
    store.save();
    const [sent] = channel.posted;
    assert.ok(sent?.type === 'save');
    assert.deepEqual(
      [sent.name, sent.form.datapointsToAlarm, sent.form.threshold],
      ['images-alarm-2', 2, 100],
    );
  });

  it('sends back what it was given, field by field', () => {
    const { channel, store } = open(READ);
    assert.equal(store.isEdited.value, false);
    assert.equal(store.canSave.value, false);
    store.change({ threshold: '101' });
    store.save();
    const [sent] = channel.posted;
    assert.ok(sent?.type === 'save');
    assert.deepEqual(sent.form, { ...READ_ALARM, threshold: 101 });
  });

  it('says the condition again with each change, and nothing while it is wrong', () => {
    const { store } = open(READ);
    assert.equal(
      store.sentence.value,
      'the maximum of visible messages is greater than 100 in 2 of the last 3 periods of 1 minute',
    );
    store.changeMetric('NumberOfMessagesSent');
    assert.equal(store.draft.value?.statistic, 'Sum');
    store.change({ comparison: 'LessThanThreshold', threshold: '1', datapointsToAlarm: '' });
    assert.equal(
      store.sentence.value,
      'the sum of sent messages is lower than 1 in the last 3 periods of 1 minute',
    );
    store.change({ threshold: 'one' });
    assert.equal(store.sentence.value, undefined);
  });

  const mistakes: readonly [Partial<AlarmDraft>, AlarmField][] = [
    [{ name: '' }, 'name'],
    [{ name: 'images-alarm' }, 'name'],
    [{ name: 'x'.repeat(256) }, 'name'],
    [{ description: 'x'.repeat(1025) }, 'description'],
    [{ threshold: '' }, 'threshold'],
    [{ threshold: '1,5' }, 'threshold'],
    [{ evaluationPeriods: '0' }, 'evaluationPeriods'],
    [{ evaluationPeriods: '1441' }, 'evaluationPeriods'],
    [{ periodSeconds: '3600', evaluationPeriods: '25' }, 'evaluationPeriods'],
    [{ datapointsToAlarm: '3' }, 'datapointsToAlarm'],
    [{ datapointsToAlarm: '1.5' }, 'datapointsToAlarm'],
    [{ okActions: ['alerts'] }, 'okActions'],
  ];
  for (const [part, field] of mistakes) {
    it(`finds a mistake at its field: ${JSON.stringify(part).slice(0, 60)}`, () => {
      const { channel, store } = open();
      store.change(part);
      assert.deepEqual(Object.keys(store.problems.value), [field]);
      store.save();
      assert.deepEqual(channel.posted, []);
    });
  }

  it('counts each wrong action as one mistake', () => {
    const { store } = open();
    for (const index of [0, 1, 2]) {
      store.addAction('okActions', '');
      store.changeAction('okActions', index, 'alerts');
    }
    store.change({ threshold: 'many' });
    assert.equal(store.mistakeCount.value, 4);
  });

  it('adds and removes actions, and leaves out those that are empty', () => {
    const { channel, store } = open();
    const [topic] = store.targets.value;
    assert.ok(topic);
    store.addAction('alarmActions', topic.arn);
    store.addAction('alarmActions', '');
    store.addAction('okActions', 'arn:aws:sns:us-east-1:000000000000:b');
    store.changeAction('okActions', 0, 'arn:aws:sns:us-east-1:000000000000:c');
    store.addAction('insufficientDataActions', topic.arn);
    store.removeAction('insufficientDataActions', 0);
    store.save();
    const [sent] = channel.posted;
    assert.ok(sent?.type === 'save');
    const { alarmActions, okActions, insufficientDataActions } = sent.form;
    assert.deepEqual(
      [alarmActions, okActions, insufficientDataActions],
      [[topic.arn], ['arn:aws:sns:us-east-1:000000000000:c'], []],
    );
  });

  it('shows a refusal at its field, or below if it is about none', () => {
    const { channel, store } = open();
    const refuse = (parameter?: string): void => {
      store.save();
      const failure = { message: 'no', ...(parameter === undefined ? {} : { parameter }) };
      const requestId = channel.posted.findLast(({ type }) => type === 'save') as { requestId: number };
      channel.deliver({ type: 'saved', requestId: requestId.requestId, outcome: { ok: false, failure } });
    };
    refuse('statistic');
    assert.deepEqual([store.problems.value.statistic, store.unplaced.value], ['no', undefined]);
    store.change({ statistic: 'Sum' });
    assert.equal(store.problems.value.statistic, undefined);
    refuse();
    assert.deepEqual([store.mistakeCount.value, store.unplaced.value], [0, 'no']);
  });

  it('goes on with the alarm that it has created', () => {
    const { channel, store } = open();
    store.save();
    const form = { ...READ_ALARM, threshold: 7 };
    channel.deliver({ type: 'saved', requestId: 1, outcome: { ok: true, name: 'images-alarm-2', form } });
    assert.deepEqual(
      [store.isNew.value, store.isEdited.value, store.outcome.value?.kind],
      [false, false, 'saved'],
    );
    assert.equal(store.draft.value?.threshold, '7');
  });

  it('keeps what is typed over a reload, and when others change the alarm', () => {
    const first = open(READ);
    first.store.change({ threshold: '9' });
    const { channel, store } = open(READ, first.channel.readState());
    assert.deepEqual([store.draft.value?.threshold, store.isEdited.value], ['9', true]);
    const changed = { ...READ_ALARM, threshold: 50 };
    channel.deliver(startAlarmForm({ ...READ, alarm: { ...READ.alarm, form: changed } }));
    assert.equal(store.draft.value?.threshold, '9');
    store.discard();
    assert.equal(store.draft.value?.threshold, '50');
    channel.deliver(startAlarmForm({ ...READ, alarm: { ...READ.alarm, form: READ_ALARM } }));
    assert.equal(store.draft.value?.threshold, '100');
  });

  it('begins again from a saved state that is damaged', () => {
    for (const state of [null, 'x', { draft: 7 }, { draft: { threshold: 7, okActions: [1, 'arn'] } }]) {
      const { store } = open(READ, state);
      assert.equal(store.content.value, 'form');
    }
  });

  it('says why there is no form', () => {
    const contents = [
      { name: 'gone', alarm: { exists: false, targets: [] } },
      { name: 'ratio', alarm: { exists: true, targets: [] } },
    ].map((start) => open(start).store.content.value);
    assert.deepEqual(contents, ['gone', 'other']);
    const { alarm: _, ...unread } = startAlarmForm({ name: 'later' });
    const channel = new FakeChannel<HostToAlarmForm, AlarmFormToHost>(undefined);
    const store = createAlarmStore(channel);
    channel.deliver(unread);
    assert.equal(store.content.value, 'unread');
  });
});
