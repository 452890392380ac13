import { l10n } from 'vscode';
import type { AlarmCondition, AlarmInfo } from '../../broker/protocol/alarms.ts';
import { formatDuration } from '../ground/durations.ts';
import { BACK, pickInStep, type StepAnswer, typeInStep } from '../ground/inputSteps.ts';
import {
  findWorded,
  WORDED_CONDITIONS,
  WORDED_PERIOD_SECONDS,
  type WordedCondition,
} from '../queues/alarmText.ts';

/** What the questions are about. */
export interface AlarmQuestion {
  readonly title: string;
  readonly queueName: string;
  /** Names that alarms of this queue's account have. */
  readonly takenNames: ReadonlySet<string>;
  /** The alarm that is changed; undefined for a new one. */
  readonly alarm?: AlarmInfo;
}

export interface AskedAlarm {
  readonly name: string;
  readonly condition: AlarmCondition;
}

interface Draft {
  readonly worded?: WordedCondition;
  readonly threshold?: number;
  readonly minutes?: number;
  readonly name?: string;
}

type Step = (question: AlarmQuestion, draft: Draft, place: Place) => Promise<StepAnswer<Draft>>;

interface Place {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

const DEFAULT_MINUTES = 2;
/** An alarm looks at a day at most. */
const MAXIMUM_MINUTES = 1_440;
const MAXIMUM_THRESHOLD = 1_000_000_000;
const MAXIMUM_NAME = 255;

/** Asks when an alarm goes off, a question after the other. @returns undefined if the user cancels */
export async function askForAlarm(question: AlarmQuestion): Promise<AskedAlarm | undefined> {
  const { alarm, title } = question;
  // The name of an alarm does not change.
  const steps: readonly Step[] = [pickCondition, typeThreshold, typeMinutes, ...(alarm ? [] : [typeName])];
  const drafts: Draft[] = [startDraft(alarm)];
  for (let step = 0; step < steps.length; ) {
    const place = { title, step: step + 1, totalSteps: steps.length };
    const answer = await (steps[step] as Step)(question, drafts[step] as Draft, place);
    if (answer === undefined) return undefined;
    if (answer === BACK) step--;
    else drafts[++step] = answer;
  }
  const { worded, threshold, minutes, name } = drafts[steps.length] as Draft;
  if (worded === undefined || threshold === undefined || minutes === undefined) return undefined;
  const { metricName, statistic, comparison } = worded;
  return {
    name: alarm?.name ?? name ?? '',
    condition: {
      metricName,
      statistic,
      comparison,
      threshold,
      periodSeconds: WORDED_PERIOD_SECONDS,
      evaluationPeriods: minutes,
    },
  };
}

function startDraft(alarm: AlarmInfo | undefined): Draft {
  const condition = alarm?.condition;
  const worded = condition && findWorded(condition);
  return worded === undefined
    ? {}
    : { worded, threshold: condition?.threshold ?? 0, minutes: condition?.evaluationPeriods ?? 1 };
}

async function pickCondition(_: AlarmQuestion, draft: Draft, place: Place): Promise<StepAnswer<Draft>> {
  const items = WORDED_CONDITIONS.map((worded) => ({
    label: worded.label(),
    description: worded.metricName,
    detail: worded.describe(worded.threshold, formatDuration(DEFAULT_MINUTES * 60_000)),
    worded,
  }));
  const picked = items.find(({ worded }) => worded === draft.worded);
  const answer = await pickInStep(
    { ...place, placeholder: l10n.t('When does the alarm go off?') },
    items,
    picked,
  );
  if (answer === undefined || answer === BACK) return answer;
  // A threshold of another condition means something else.
  return answer.worded === draft.worded
    ? draft
    : { ...draft, worded: answer.worded, threshold: answer.worded.threshold };
}

async function typeThreshold(_: AlarmQuestion, draft: Draft, place: Place): Promise<StepAnswer<Draft>> {
  const { worded, threshold = worded?.threshold ?? 0 } = draft;
  const prompt =
    worded?.unit === 'seconds' ? l10n.t('Threshold in seconds') : l10n.t('Threshold: a number of messages');
  const answer = await typeInStep(
    { ...place, prompt, placeholder: '100', value: String(threshold) },
    (text) => findNumberProblem(text, 0, MAXIMUM_THRESHOLD),
  );
  return answer === undefined || answer === BACK ? answer : { ...draft, threshold: Number(answer) };
}

async function typeMinutes(_: AlarmQuestion, draft: Draft, place: Place): Promise<StepAnswer<Draft>> {
  const { minutes = DEFAULT_MINUTES } = draft;
  const answer = await typeInStep(
    {
      ...place,
      prompt: l10n.t('For how many minutes, on the broker’s clock'),
      placeholder: String(DEFAULT_MINUTES),
      value: String(minutes),
    },
    (text) => findNumberProblem(text, 1, MAXIMUM_MINUTES),
  );
  return answer === undefined || answer === BACK ? answer : { ...draft, minutes: Number(answer) };
}

async function typeName(
  { queueName, takenNames }: AlarmQuestion,
  draft: Draft,
  place: Place,
): Promise<StepAnswer<Draft>> {
  const value = draft.name ?? findFreeName(`${queueName}-${draft.worded?.suffix ?? 'alarm'}`, takenNames);
  const answer = await typeInStep(
    { ...place, prompt: l10n.t('Name of the alarm'), placeholder: value, value },
    (text) => {
      if (text.trim() === '' || text.length > MAXIMUM_NAME) return l10n.t('Use 1 to 255 characters.');
      return takenNames.has(text) ? l10n.t('The alarm {0} already exists.', text) : undefined;
    },
  );
  return answer === undefined || answer === BACK ? answer : { ...draft, name: answer };
}

function findFreeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name}-${number}`;
  return free;
}

function findNumberProblem(text: string, minimum: number, maximum: number): string | undefined {
  const number = Number(text);
  return /^\d{1,10}$/.test(text.trim()) && number >= minimum && number <= maximum
    ? undefined
    : l10n.t('Enter a whole number from {0} to {1}.', String(minimum), String(maximum));
}
