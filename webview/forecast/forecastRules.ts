import * as l10n from '@vscode/l10n';
import type { ForecastReport, ReadForecastParams } from '../../broker/protocol/forecast.ts';
import { parseDuration } from '../../broker/protocol/duration.ts';
import { formatCount } from '../shared/byteFormat.ts';
import { formatSeconds } from '../shared/wholeSeconds.ts';
import { formatNumber } from './forecastText.ts';

/** What the form asks, all of it as typed; empty: as measured. */
export interface ForecastDraft {
  readonly queueArn: string;
  /** Seconds; `all`: as far as the trace goes. */
  readonly window: string;
  readonly consumers: string;
  readonly arrivals: string;
  /** A duration, as is the target. */
  readonly handlingTime: string;
  readonly targetWait: string;
  readonly drain: string;
}

export const EMPTY_DRAFT: ForecastDraft = {
  queueArn: '',
  window: '300',
  consumers: '',
  arrivals: '',
  handlingTime: '',
  targetWait: formatSeconds(1),
  drain: '1000',
};

interface NumberRule {
  readonly param: Exclude<keyof ReadForecastParams, 'queueArn' | 'windowSeconds'>;
  readonly minimum: number;
  readonly maximum: number;
  /** How it is typed; durations are in ms. */
  readonly kind: 'whole' | 'decimal' | 'duration';
}

/** The params of `queueside/forecast/read`; a test holds the two together. */
export const NUMBER_RULES = {
  consumers: { param: 'consumers', minimum: 1, maximum: 10_000, kind: 'whole' },
  arrivals: { param: 'arrivalsPerSecond', minimum: 0.000_01, maximum: 1_000_000, kind: 'decimal' },
  handlingTime: { param: 'handlingMs', minimum: 0.01, maximum: 43_200_000, kind: 'duration' },
  targetWait: { param: 'targetP95WaitMs', minimum: 0, maximum: 1_209_600_000, kind: 'duration' },
  drain: { param: 'drainMessages', minimum: 1, maximum: 1_000_000_000, kind: 'whole' },
} as const satisfies Readonly<Record<string, NumberRule>>;

export type ForecastNumber = keyof typeof NUMBER_RULES;
export const FORECAST_NUMBERS = Object.keys(NUMBER_RULES) as ForecastNumber[];

export type ForecastProblems = Readonly<Partial<Record<ForecastNumber, string>>>;

export function findForecastProblems(draft: ForecastDraft): ForecastProblems {
  const problems: Partial<Record<ForecastNumber, string>> = {};
  for (const name of FORECAST_NUMBERS) {
    const rule: NumberRule = NUMBER_RULES[name];
    if (draft[name].trim() === '') continue;
    const value = readValue(draft[name], rule);
    const isWhole = rule.kind !== 'whole' || Number.isInteger(value);
    if (value < rule.minimum || value > rule.maximum || Number.isNaN(value) || !isWhole)
      problems[name] = describeProblem(rule);
  }
  return problems;
}

function describeProblem({ minimum, maximum, kind }: NumberRule): string {
  switch (kind) {
    case 'whole':
      return l10n.t('Enter a whole number from {0} to {1}.', formatCount(minimum), formatCount(maximum));
    case 'decimal':
      return l10n.t('Enter a number of at least {0}.', formatNumber(minimum));
    case 'duration':
      return l10n.t(
        'Enter a duration from {0} to {1}, such as {2}.',
        `${formatNumber(minimum)} ms`,
        formatSeconds(maximum / 1000),
        '250 ms',
      );
  }
}

/** @param draft without problems */
export function buildParams(draft: ForecastDraft): ReadForecastParams {
  const given = FORECAST_NUMBERS.filter((name) => draft[name].trim() !== '');
  return {
    queueArn: draft.queueArn,
    ...(draft.window === 'all' ? undefined : { windowSeconds: Number(draft.window) }),
    ...Object.fromEntries(
      given.map((name) => [NUMBER_RULES[name].param, readValue(draft[name], NUMBER_RULES[name])]),
    ),
  };
}

/** With a point or a comma, as in German; NaN for what is none. */
function readValue(text: string, { kind }: NumberRule): number {
  const typed = text.trim().replace(',', '.');
  if (kind !== 'duration') return readNumber(typed);
  // Parts of a millisecond are lost elsewhere, where no program sleeps for less than one.
  return /^[\d.]+\s*ms$/iu.test(typed)
    ? readNumber(typed.slice(0, -2).trim())
    : (parseDuration(typed) ?? Number.NaN);
}

function readNumber(typed: string): number {
  return /^\d{1,12}(\.\d{1,6})?$/u.test(typed) ? Number(typed) : Number.NaN;
}

/** A draft of unknown shape, from a saved state. */
export function restoreForecastDraft(value: unknown): ForecastDraft | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const saved = value as Readonly<Record<string, unknown>>;
  const entries = Object.entries(EMPTY_DRAFT).map(([name, fallback]) => {
    const kept = saved[name];
    return [name, typeof kept === 'string' ? kept : fallback];
  });
  return Object.fromEntries(entries);
}

/** A load test that sends this many messages tells a p95 well. */
const PROOF_MESSAGES = 2000;
const LEAST_SECONDS = 60;
const MOST_SECONDS = 3600;

/** The load test that proves a forecast; undefined without one, and for a rate that a load test cannot send at. */
export function planProof({
  forecast,
}: Pick<ForecastReport, 'forecast'>): { readonly perSecond: number; readonly seconds: number } | undefined {
  const perSecond = Math.round(forecast?.plan.arrivalsPerSecond ?? 0);
  if (perSecond < 1) return undefined;
  const seconds = Math.min(MOST_SECONDS, Math.max(LEAST_SECONDS, Math.ceil(PROOF_MESSAGES / perSecond)));
  return { perSecond, seconds };
}
