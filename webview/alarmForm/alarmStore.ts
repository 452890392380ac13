import { batch, computed, signal } from '@preact/signals';
import { describeCondition } from '../../broker/protocol/alarmSentence.ts';
import type { AlarmForm } from '../../broker/protocol/alarms.ts';
import { isRecord } from '../../broker/protocol/isRecord.ts';
import type { AlarmFormToHost, AlarmStart, HostToAlarmForm, SaveOutcome } from '../alarmFormProtocol.ts';
import type { BrokerView, RequestFailure } from '../protocol.ts';
import { formatCount } from '../shared/byteFormat.ts';
import { queueNameOf } from '../shared/queueName.ts';
import type { HostChannel } from '../shared/vscodeApi.ts';
import {
  type ActionListName,
  type AlarmDraft,
  type AlarmField,
  fillDraft,
  readDraft,
  restoreAlarmDraft,
  usualStatistic,
} from './alarmDraft.ts';
import { type AlarmProblems, countMistakes, findAlarmProblems } from './alarmRules.ts';

export type AlarmStore = ReturnType<typeof createAlarmStore>;

type Outcome = { readonly kind: 'saved' } | { readonly kind: 'failed'; readonly failure: RequestFailure };

/** What can be shown: a form, or why there is none. */
type Content = 'form' | 'unread' | 'gone' | 'other';

/** The state of the form of an alarm, and everything that can be done to it. One for each page. */
export function createAlarmStore(channel: HostChannel<HostToAlarmForm, AlarmFormToHost>) {
  const saved = channel.readState();
  const start = signal<AlarmStart | undefined>(undefined);
  const broker = signal<BrokerView | undefined>(undefined);
  /** As typed; undefined: there is nothing to edit yet. */
  const draft = signal<AlarmDraft | undefined>(
    isRecord(saved) ? restoreAlarmDraft(saved['draft']) : undefined,
  );
  /** As it was read, or of a new alarm. */
  const base = signal<AlarmDraft | undefined>(isRecord(saved) ? restoreAlarmDraft(saved['base']) : undefined);
  const outcome = signal<Outcome | undefined>(undefined);
  const saving = signal<{ readonly requestId: number; readonly draft: AlarmDraft } | undefined>(undefined);
  let lastRequestId = 0;

  const isNew = computed(() => start.value?.name === undefined);
  const isEdited = computed(
    () => draft.value !== undefined && JSON.stringify(draft.value) !== JSON.stringify(base.value),
  );
  const content = computed((): Content => {
    const { alarm } = start.value ?? {};
    if (alarm !== undefined && !isNew.value && alarm.form === undefined)
      return alarm.exists ? 'other' : 'gone';
    return draft.value === undefined ? 'unread' : 'form';
  });
  const found = computed((): AlarmProblems => {
    if (draft.value === undefined) return {};
    return findAlarmProblems(draft.value, isNew.value ? (start.value?.takenNames ?? []) : undefined);
  });
  const refusal = computed(() => (outcome.value?.kind === 'failed' ? outcome.value.failure : undefined));
  const problems = computed((): AlarmProblems => {
    const { parameter, message } = refusal.value ?? {};
    const isPlaced = parameter !== undefined && draft.value !== undefined && parameter in draft.value;
    return isPlaced ? { [parameter]: message, ...found.value } : found.value;
  });
  const mistakeCount = computed(() =>
    Object.keys(problems.value).reduce((sum, field) => sum + countMistakes(field, draft.value), 0),
  );
  const canSave = computed(
    () =>
      content.value === 'form' &&
      saving.value === undefined &&
      Object.keys(found.value).length === 0 &&
      (isNew.value || isEdited.value) &&
      broker.value?.kind === 'running',
  );
  /** When it is in alarm, in words; undefined while there are mistakes in that. */
  const sentence = computed(() => {
    if (draft.value === undefined) return undefined;
    const wrong: readonly AlarmField[] = ['threshold', 'evaluationPeriods', 'datapointsToAlarm'];
    if (wrong.some((field) => found.value[field] !== undefined)) return undefined;
    const form = readDraft(draft.value);
    return describeCondition(form, formatCount);
  });

  function save(): void {
    const { queueArn, name } = start.value ?? {};
    channel.saveState({ draft: draft.value, base: base.value, queueArn, name });
  }

  function change(part: Partial<AlarmDraft>): void {
    if (draft.value === undefined) return;
    const next = { ...draft.value, ...part };
    batch(() => {
      draft.value = next;
      outcome.value = undefined;
    });
    save();
  }

  function initialize(message: AlarmStart): void {
    start.value = message;
    broker.value = message.broker;
    const { alarm, name, queueArn, takenNames } = message;
    const read =
      name === undefined
        ? fillDraft(findFreeName(`${queueNameOf(queueArn)}-alarm`, takenNames))
        : alarm?.form && fillDraft(name, alarm.form);
    if (read === undefined) return;
    // What is typed stays; what others have changed meanwhile is overwritten by Save.
    const keepsDraft = draft.value !== undefined && isEdited.value;
    // The name of a new alarm that was proposed once stays, too.
    if (name !== undefined || base.value === undefined) base.value = read;
    if (!keepsDraft) draft.value = base.value;
    save();
  }

  function finish(result: SaveOutcome): void {
    const sent = saving.value;
    saving.value = undefined;
    if (!result.ok) {
      outcome.value = { kind: 'failed', failure: result.failure };
      return;
    }
    const now = fillDraft(result.name, result.form);
    // Else something was typed meanwhile, and is to be kept.
    if (sent === undefined || sent.draft === draft.value) draft.value = now;
    base.value = now;
    if (start.value !== undefined)
      start.value = {
        ...start.value,
        name: result.name,
        alarm: { targets: [], ...start.value.alarm, form: result.form, exists: true },
      };
    outcome.value = { kind: 'saved' };
    save();
  }

  function receive(message: HostToAlarmForm): void {
    switch (message.type) {
      case 'initialize':
        initialize(message);
        return;
      case 'brokerChanged':
        broker.value = message.broker;
        return;
      case 'saved':
        if (saving.value === undefined || message.requestId === saving.value.requestId)
          finish(message.outcome);
    }
  }

  channel.listen((message) => batch(() => receive(message)));

  function changeActions(list: ActionListName, actions: readonly string[]): void {
    change({ [list]: [...actions] });
  }

  return {
    broker,
    draft,
    content,
    isNew,
    isEdited,
    problems,
    mistakeCount,
    canSave,
    sentence,
    outcome,
    /** Of a refusal that is about no field. */
    unplaced: computed(() => {
      const { parameter, message } = refusal.value ?? {};
      return parameter !== undefined && problems.value[parameter as AlarmField] !== undefined
        ? undefined
        : message;
    }),
    name: computed(() => start.value?.name ?? ''),
    queueName: computed(() => queueNameOf(start.value?.queueArn ?? '')),
    queueKind: computed(() => start.value?.queueKind),
    targets: computed(() => start.value?.alarm?.targets ?? []),
    change,
    changeMetric: (metricName: string) => change({ metricName, statistic: usualStatistic(metricName) }),
    changeAction: (list: ActionListName, index: number, arn: string) =>
      changeActions(
        list,
        (draft.value?.[list] ?? []).map((each, at) => (at === index ? arn : each)),
      ),
    addAction: (list: ActionListName, arn: string) =>
      changeActions(list, [...(draft.value?.[list] ?? []), arn]),
    removeAction: (list: ActionListName, index: number) =>
      changeActions(
        list,
        (draft.value?.[list] ?? []).filter((_, at) => at !== index),
      ),
    save: () => {
      if (!canSave.value || draft.value === undefined) return;
      lastRequestId += 1;
      saving.value = { requestId: lastRequestId, draft: draft.value };
      outcome.value = undefined;
      const form: AlarmForm = readDraft(draft.value);
      channel.post({ type: 'save', requestId: lastRequestId, name: draft.value.name.trim(), form });
    },
    discard: () => {
      if (base.value !== undefined) change(base.value);
    },
    openDefinition: () => channel.post({ type: 'openDefinition' }),
    close: () => channel.post({ type: 'close' }),
    startBroker: () => channel.post({ type: 'startBroker' }),
    showLog: () => channel.post({ type: 'showLog' }),
  };
}

function findFreeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let number = 2; taken.includes(free); number++) free = `${name}-${number}`;
  return free;
}
