import * as l10n from '@vscode/l10n';
import type { ForecastReport, ReadForecastParams } from '../../broker/protocol/forecast.ts';
import { formatCount } from '../shared/byteFormat.ts';

/** What the form asks, all of it as typed; empty: as measured. */
export interface ForecastDraft {
  readonly queueArn: string;
  /** Seconds; `all`: as far as the trace goes. */
  readonly window: string;
  readonly consumers: string;
  readonly arrivals: string;
  readonly handling: string;
  readonly target: string;
  readonly drain: string;
}

export const EMPTY_DRAFT: ForecastDraft = {
  queueArn: '',
  window: '300',
  consumers: '',
  arrivals: '',
  handling: '',
  target: '1000',
  drain: '1000',
};

interface NumberRule {
  readonly param: Exclude<keyof ReadForecastParams, 'queueArn' | 'windowSeconds'>;
  readonly minimum: number;
  readonly maximum: number;
  readonly isWhole: boolean;
}

/** The params of `queueside/forecast/read`; a test holds the two together. */
export const NUMBER_RULES = {
  consumers: { param: 'consumers', minimum: 1, maximum: 10_000, isWhole: true },
  arrivals: { param: 'arrivalsPerSecond', minimum: 0.000_01, maximum: 1_000_000, isWhole: false },
  handling: { param: 'handlingMs', minimum: 0.01, maximum: 43_200_000, isWhole: false },
  target: { param: 'targetP95WaitMs', minimum: 0, maximum: 1_209_600_000, isWhole: false },
  drain: { param: 'drainMessages', minimum: 1, maximum: 1_000_000_000, isWhole: true },
} as const satisfies Readonly<Record<string, NumberRule>>;

export type ForecastNumber = keyof typeof NUMBER_RULES;
export const FORECAST_NUMBERS = Object.keys(NUMBER_RULES) as ForecastNumber[];

export type ForecastProblems = Readonly<Partial<Record<ForecastNumber, string>>>;

export function findForecastProblems(draft: ForecastDraft): ForecastProblems {
  const problems: Partial<Record<ForecastNumber, string>> = {};
  for (const name of FORECAST_NUMBERS) {
    const { minimum, maximum, isWhole }: NumberRule = NUMBER_RULES[name];
    if (draft[name].trim() === '') continue;
    const value = readNumber(draft[name]);
    if (value >= minimum && value <= maximum && (!isWhole || Number.isInteger(value))) continue;
    problems[name] = isWhole
      ? l10n.t('Enter a whole number from {0} to {1}.', formatCount(minimum), formatCount(maximum))
      : l10n.t('Enter a number of at least {0}.', String(minimum));
  }
  return problems;
}

/** @param draft without problems */
export function buildParams(draft: ForecastDraft): ReadForecastParams {
  const given = FORECAST_NUMBERS.filter((name) => draft[name].trim() !== '');
  return {
    queueArn: draft.queueArn,
    ...(draft.window === 'all' ? undefined : { windowSeconds: Number(draft.window) }),
    ...Object.fromEntries(given.map((name) => [NUMBER_RULES[name].param, readNumber(draft[name])])),
  };
}

/** With a point or a comma, as in German. */
function readNumber(text: string): number {
  const typed = text.trim().replace(',', '.');
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
