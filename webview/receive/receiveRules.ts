import * as l10n from '@vscode/l10n';
import { formatCount } from '../shared/byteFormat.ts';
import { findSecondsProblem, formatSeconds, parseSeconds } from '../shared/wholeSeconds.ts';
import type { ReceiveRequest } from '../receiveProtocol.ts';

/** What the form asks for, all of it as typed. */
export interface ReceiveDraft {
  readonly queueArn: string;
  readonly maximum: string;
  readonly wait: string;
  /** Empty: the queue's own. */
  readonly visibility: string;
  /** For FIFO queues; empty: none. */
  readonly attemptId: string;
}

export const EMPTY_DRAFT: ReceiveDraft = {
  queueArn: '',
  maximum: '10',
  wait: formatSeconds(0),
  visibility: '',
  attemptId: '',
};

/** The ranges of ReceiveMessage. */
const RULES = {
  maximum: { minimum: 1, maximum: 10, isNeeded: true },
  wait: { minimum: 0, maximum: 20, isNeeded: true },
  visibility: { minimum: 0, maximum: 43_200, isNeeded: false },
} as const;

export type ReceiveNumber = keyof typeof RULES;

export type ReceiveProblems = Readonly<Partial<Record<keyof ReceiveDraft, string>>>;

export function findReceiveProblems(draft: ReceiveDraft, isFifo: boolean): ReceiveProblems {
  const problems: Partial<Record<keyof ReceiveDraft, string>> = {};
  for (const name of Object.keys(RULES) as ReceiveNumber[]) {
    const problem = findNumberProblem(name, draft[name].trim());
    if (problem !== undefined) problems[name] = problem;
  }
  if (isFifo && !/^[!-~]{0,128}$/u.test(draft.attemptId.trim()))
    problems.attemptId = l10n.t('Use 1 to 128 letters, digits and punctuation marks.');
  return problems;
}

/** @param draft without problems */
export function buildRequest(draft: ReceiveDraft, isFifo: boolean): ReceiveRequest {
  const visibility = parseSeconds(draft.visibility);
  const attemptId = draft.attemptId.trim();
  return {
    queueArn: draft.queueArn,
    maximum: readWhole(draft.maximum.trim()) ?? 1,
    waitSeconds: parseSeconds(draft.wait) ?? 0,
    ...(visibility === undefined ? {} : { visibilitySeconds: visibility }),
    ...(isFifo && attemptId !== '' ? { attemptId } : {}),
  };
}

/** Whole seconds for ChangeMessageVisibility; undefined if the text is no such duration. */
export function readTimeout(typed: string): number | undefined {
  const value = parseSeconds(typed);
  return value !== undefined && value <= RULES.visibility.maximum ? value : undefined;
}

/** What is wrong with a timeout for ChangeMessageVisibility. */
export function findTimeoutProblem(typed: string): string | undefined {
  return findSecondsProblem(typed, RULES.visibility);
}

/** What may be typed, such as `0 seconds to 12 hours`, behind what is read in what was typed without a unit. */
export function describeNumber(name: ReceiveNumber, typed: string): string {
  const { minimum, maximum } = RULES[name];
  const write = name === 'maximum' ? formatCount : formatSeconds;
  const range = l10n.t('{0} to {1}', write(minimum), write(maximum));
  const value = name === 'maximum' ? undefined : parseSeconds(typed);
  const read = value === undefined ? '' : formatSeconds(value);
  return read === '' || read === typed.trim() ? range : `${read} · ${range}`;
}

function findNumberProblem(name: ReceiveNumber, typed: string): string | undefined {
  const rule = RULES[name];
  if (typed === '' && !rule.isNeeded) return undefined;
  if (name !== 'maximum') return findSecondsProblem(typed, rule);
  const { minimum, maximum } = rule;
  const value = readWhole(typed);
  return value !== undefined && value >= minimum && value <= maximum
    ? undefined
    : l10n.t('Enter a whole number from {0} to {1}.', formatCount(minimum), formatCount(maximum));
}

function readWhole(text: string): number | undefined {
  return /^\d{1,6}$/u.test(text) ? Number(text) : undefined;
}

/** A draft of unknown shape, from a saved state. */
export function restoreReceiveDraft(value: unknown): ReceiveDraft {
  if (typeof value !== 'object' || value === null) return EMPTY_DRAFT;
  const saved = value as Readonly<Record<string, unknown>>;
  const entries = Object.entries(EMPTY_DRAFT).map(([name, fallback]) => {
    const kept = saved[name];
    return [name, typeof kept === 'string' ? kept : fallback];
  });
  return Object.fromEntries(entries);
}
