import { type AlarmForm, COMPARISONS, MISSING_DATA } from '../../broker/protocol/alarms.ts';
import { isRecord } from '../../broker/protocol/isRecord.ts';
import { METRIC_ROWS } from '../../broker/protocol/metricTable.ts';

/** What actions an alarm has, by the state that runs them. */
export const ACTION_LISTS = ['alarmActions', 'okActions', 'insufficientDataActions'] as const;
export type ActionListName = (typeof ACTION_LISTS)[number];

type TypedField =
  | 'threshold'
  | 'periodSeconds'
  | 'evaluationPeriods'
  | 'datapointsToAlarm'
  | 'comparison'
  | 'missingData';

/** An alarm as it is typed. */
export interface AlarmDraft extends Omit<AlarmForm, TypedField>, Readonly<Record<TypedField, string>> {
  readonly name: string;
}

export type AlarmField = keyof AlarmDraft;

const NEW_FORM: AlarmForm = {
  description: '',
  metricName: 'ApproximateNumberOfMessagesVisible',
  statistic: 'Maximum',
  comparison: 'GreaterThanThreshold',
  threshold: 100,
  periodSeconds: 60,
  evaluationPeriods: 2,
  datapointsToAlarm: 2,
  missingData: 'missing',
  actionsEnabled: true,
  alarmActions: [],
  okActions: [],
  insufficientDataActions: [],
};

/** @param form undefined for an alarm to create */
export function fillDraft(name: string, form: AlarmForm = NEW_FORM): AlarmDraft {
  const { threshold, periodSeconds, evaluationPeriods, datapointsToAlarm } = form;
  return {
    ...form,
    name,
    threshold: String(threshold),
    periodSeconds: String(periodSeconds),
    evaluationPeriods: String(evaluationPeriods),
    // Empty: all of them, also when their number is changed.
    datapointsToAlarm: datapointsToAlarm === evaluationPeriods ? '' : String(datapointsToAlarm),
  };
}

/** What a draft says; numbers that are none are NaN. */
export function readDraft(draft: AlarmDraft): AlarmForm {
  const { name: _, ...rest } = draft;
  const evaluationPeriods = readNumber(draft.evaluationPeriods);
  return {
    ...rest,
    description: draft.description.trim(),
    comparison: COMPARISONS.find((each) => each === draft.comparison) ?? NEW_FORM.comparison,
    missingData: MISSING_DATA.find((each) => each === draft.missingData) ?? NEW_FORM.missingData,
    threshold: readNumber(draft.threshold),
    periodSeconds: readNumber(draft.periodSeconds),
    evaluationPeriods,
    datapointsToAlarm:
      draft.datapointsToAlarm.trim() === '' ? evaluationPeriods : readNumber(draft.datapointsToAlarm),
    alarmActions: trimAll(draft.alarmActions),
    okActions: trimAll(draft.okActions),
    insufficientDataActions: trimAll(draft.insufficientDataActions),
  };
}

/** The statistic that says something about a metric. */
export function usualStatistic(metricName: string): string {
  return METRIC_ROWS.find(({ name }) => name === metricName)?.usual ?? NEW_FORM.statistic;
}

/** A draft of unknown shape, from a saved state; what does not fit is as in a new form. */
export function restoreAlarmDraft(value: unknown): AlarmDraft | undefined {
  if (!isRecord(value)) return undefined;
  const blank = fillDraft('');
  const kept = Object.entries(blank).map(([name, fallback]): [string, unknown] => {
    const each = value[name];
    if (Array.isArray(fallback)) return [name, Array.isArray(each) ? each.filter(isText) : fallback];
    return [name, typeof each === typeof fallback ? each : fallback];
  });
  return Object.fromEntries(kept) as unknown as AlarmDraft;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function trimAll(texts: readonly string[]): string[] {
  return texts.map((text) => text.trim()).filter((text) => text !== '');
}

/** Also `1e3` and `-0.5`; NaN for what is no number. */
function readNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
