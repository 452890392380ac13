import * as l10n from '@vscode/l10n';
import { formatCount } from '../shared/byteFormat.ts';
import { ACTION_LISTS, type AlarmDraft, type AlarmField, readDraft } from './alarmDraft.ts';

export type AlarmProblems = Readonly<Partial<Record<AlarmField, string>>>;

const DAY_SECONDS = 86_400;
const MAXIMUM_NAME = 255;
const MAXIMUM_DESCRIPTION = 1024;
export const MAXIMUM_ACTIONS = 5;
const ARN = /^arn:[\w-]+:[\w-]+:[\w-]*:\w*:.+/;

/** Whether an action is one, or empty: that is left out. */
export function isActionArn(typed: string): boolean {
  const arn = typed.trim();
  return arn === '' || ARN.test(arn);
}

/** What is wrong in a draft, at its field; the broker checks the rest when it is saved. @param takenNames undefined for an alarm that exists */
export function findAlarmProblems(
  draft: AlarmDraft,
  takenNames: readonly string[] | undefined,
): AlarmProblems {
  const form = readDraft(draft);
  const problems: Partial<Record<AlarmField, string>> = {};
  if (takenNames !== undefined) {
    const name = draft.name.trim();
    if (name === '' || name.length > MAXIMUM_NAME) problems.name = l10n.t('Use 1 to 255 characters.');
    else if (takenNames.includes(name)) problems.name = l10n.t('The alarm {0} already exists.', name);
  }
  if (form.description.length > MAXIMUM_DESCRIPTION) {
    problems.description = l10n.t('Use at most {0} characters.', formatCount(MAXIMUM_DESCRIPTION));
  }
  if (!Number.isFinite(form.threshold)) problems.threshold = l10n.t('Enter a number.');
  const most = Math.floor(DAY_SECONDS / form.periodSeconds);
  if (!isWhole(form.evaluationPeriods, most)) {
    problems.evaluationPeriods = l10n.t(
      'Enter a whole number from 1 to {0}: an alarm looks at one day at most.',
      formatCount(most),
    );
  } else if (!isWhole(form.datapointsToAlarm, form.evaluationPeriods)) {
    problems.datapointsToAlarm = l10n.t(
      'Enter a whole number from {0} to {1}.',
      '1',
      formatCount(form.evaluationPeriods),
    );
  }
  for (const list of ACTION_LISTS) {
    if (form[list].length > MAXIMUM_ACTIONS)
      problems[list] = l10n.t('An alarm has at most 5 actions for a state.');
    else if (!form[list].every(isActionArn))
      problems[list] = l10n.t('Enter an ARN, or add a topic or a pool below.');
  }
  return problems;
}

/** How many mistakes a field with a problem has: of a list of actions each that is wrong, as each says so in its row. */
export function countMistakes(field: string, draft: AlarmDraft | undefined): number {
  const list = ACTION_LISTS.find((name) => name === field);
  const wrong = list === undefined ? [] : (draft?.[list] ?? []).filter((typed) => !isActionArn(typed));
  return Math.max(1, wrong.length);
}

function isWhole(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}
