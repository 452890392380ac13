import * as l10n from '@vscode/l10n';
import type { LoadDraft } from '../loadProtocol.ts';
import { formatCount } from '../shared/byteFormat.ts';
import { findSecondsProblem, formatSeconds, parseSeconds } from '../shared/wholeSeconds.ts';

interface NumberRule {
  readonly minimum: number;
  readonly maximum: number;
  readonly fallback: number;
}

/** The same ranges and defaults as the options of `queueside load`; a test holds the two together. */
export const NUMBER_RULES = {
  rate: { minimum: 0, maximum: 1_000_000, fallback: 100 },
  size: { minimum: 1, maximum: 1_048_576, fallback: 1024 },
  duration: { minimum: 1, maximum: 86_400, fallback: 10 },
  connections: { minimum: 1, maximum: 512, fallback: 8 },
  groups: { minimum: 0, maximum: 1_000_000, fallback: 0 },
} as const satisfies Readonly<Record<string, NumberRule>>;

export const EMPTY_DRAFT: LoadDraft = {
  queueArn: '',
  rate: '100',
  shape: 'steady',
  duration: '30',
  size: '1024',
  template: '',
  connections: '8',
  groups: '',
  attributes: '',
};

export type LoadProblems = Readonly<Partial<Record<keyof LoadDraft, string>>>;

/** What is wrong with a draft, by field. */
export function findLoadProblems(draft: LoadDraft): LoadProblems {
  const problems: Partial<Record<keyof LoadDraft, string>> = {};
  for (const [name, rule] of Object.entries(NUMBER_RULES) as [keyof typeof NUMBER_RULES, NumberRule][]) {
    if (name === 'size' && draft.template !== '') continue;
    const problem = name === 'duration' ? checkDuration(draft.duration) : checkNumber(draft[name], rule);
    if (problem !== undefined) problems[name] = problem;
  }
  if (draft.shape !== 'steady' && /^\s*0+\s*$/u.test(draft.rate)) {
    problems.rate = l10n.t('This load profile needs a rate.');
  }
  const isList = draft.attributes
    .split(',')
    .every((pair) => draft.attributes.trim() === '' || /^\s*[^=\s][^=]*=.+$/u.test(pair));
  if (!isList) problems.attributes = l10n.t('Enter names and values, such as tenant=a,kind=order.');
  return problems;
}

function checkNumber(text: string, { minimum, maximum }: NumberRule): string | undefined {
  const typed = text.trim();
  if (typed === '') return undefined;
  const value = /^\d{1,9}$/u.test(typed) ? Number(typed) : Number.NaN;
  if (value >= minimum && value <= maximum) return undefined;
  return l10n.t('Enter a whole number from {0} to {1}.', formatCount(minimum), formatCount(maximum));
}

function checkDuration(text: string): string | undefined {
  return text.trim() === '' ? undefined : findSecondsProblem(text, NUMBER_RULES.duration);
}

/** A draft, or a part of one, as the form has it: the extension has durations in seconds, without a unit. */
export function writeDraft<D extends { readonly duration?: string }>(draft: D): D {
  const { duration } = draft;
  return duration === undefined || !/^\s*\d+\s*$/u.test(duration)
    ? draft
    : { ...draft, duration: formatSeconds(Number(duration)) };
}

/** A draft without mistakes as the extension has it. */
export function readDraft(draft: LoadDraft): LoadDraft {
  return { ...draft, duration: parseSeconds(draft.duration)?.toString() ?? '' };
}

/** A draft of unknown shape, from a saved state. */
export function restoreLoadDraft(value: unknown): LoadDraft | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const saved = value as Readonly<Record<string, unknown>>;
  const entries = Object.entries(EMPTY_DRAFT).map(([name, fallback]) => {
    const kept = saved[name];
    return [name, typeof kept === 'string' ? kept : fallback];
  });
  return Object.fromEntries(entries);
}
