import * as l10n from '@vscode/l10n';
import { formatCount } from '../shared/byteFormat.ts';
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
  wait: '0',
  visibility: '',
  attemptId: '',
};

/** The ranges of ReceiveMessage. */
const RULES = {
  maximum: { minimum: 1, maximum: 10, isNeeded: true },
  wait: { minimum: 0, maximum: 20, isNeeded: true },
  visibility: { minimum: 0, maximum: 43_200, isNeeded: false },
} as const;

export type ReceiveProblems = Readonly<Partial<Record<keyof ReceiveDraft, string>>>;

export function findReceiveProblems(draft: ReceiveDraft, isFifo: boolean): ReceiveProblems {
  const problems: Partial<Record<keyof ReceiveDraft, string>> = {};
  for (const [name, { minimum, maximum, isNeeded }] of Object.entries(RULES) as [
    keyof typeof RULES,
    (typeof RULES)[keyof typeof RULES],
  ][]) {
    const typed = draft[name].trim();
    if (typed === '' && !isNeeded) continue;
    const value = readWhole(typed);
    if (value === undefined || value < minimum || value > maximum)
      problems[name] = l10n.t(
        'Enter a whole number from {0} to {1}.',
        formatCount(minimum),
        formatCount(maximum),
      );
  }
  if (isFifo && !/^[!-~]{0,128}$/u.test(draft.attemptId.trim()))
    problems.attemptId = l10n.t('Use 1 to 128 letters, digits and punctuation marks.');
  return problems;
}

/** @param draft without problems */
export function buildRequest(draft: ReceiveDraft, isFifo: boolean): ReceiveRequest {
  const visibility = readWhole(draft.visibility.trim());
  const attemptId = draft.attemptId.trim();
  return {
    queueArn: draft.queueArn,
    maximum: readWhole(draft.maximum.trim()) ?? 1,
    waitSeconds: readWhole(draft.wait.trim()) ?? 0,
    ...(visibility === undefined ? {} : { visibilitySeconds: visibility }),
    ...(isFifo && attemptId !== '' ? { attemptId } : {}),
  };
}

/** A number of seconds for ChangeMessageVisibility; undefined if it is none. */
export function readTimeout(typed: string): number | undefined {
  const value = readWhole(typed.trim());
  return value !== undefined && value <= RULES.visibility.maximum ? value : undefined;
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
