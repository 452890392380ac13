import * as l10n from '@vscode/l10n';
import {
  type Estimate,
  type Forecast,
  type ForecastAssumptionKind,
  type ForecastRefusal,
  type ForecastReport,
  type LittlesLaw,
  type QueueMeasurement,
  SAMPLES_NEEDED,
} from '../../broker/protocol/forecast.ts';
import { formatCount, formatDecimal, formatPercent } from '../shared/byteFormat.ts';
import { LANGUAGE } from '../shared/language.ts';
import { forCount } from '../shared/quantities.ts';
import { formatDuration } from '../shared/timeFormat.ts';
import { formatSeconds } from '../shared/wholeSeconds.ts';

/** A value, and the range in which it lies; empty without one. */
export interface ForecastRow {
  readonly name: string;
  readonly value: string;
  readonly range: string;
}

const SIGNIFICANT = new Intl.NumberFormat(LANGUAGE, { maximumSignificantDigits: 3 });

/** Three digits that say something: `0.025`, `1.25`, `12.5`, `1,250`. */
export function formatNumber(value: number): string {
  if (Math.abs(value) < 1) return SIGNIFICANT.format(value);
  return formatDecimal(value, countDigits(value));
}

/** Of three digits, those after the point. @param value from 1 on */
function countDigits(value: number): number {
  return Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
}

/** As {@link formatDuration}, with decimals for a few ms. */
export function formatWait(ms: number): string {
  return ms > 0 && ms < 10 ? `${formatDecimal(ms, 1)} ms` : formatDuration(ms);
}

function formatShare(share: number): string {
  return formatPercent(share, countDigits(Math.max(1, share * 100)));
}

/** Whole cents from one cent on; below that, two significant digits. */
function formatUsd(usd: number): string {
  const digits = usd >= 0.01 || usd === 0 ? {} : { maximumSignificantDigits: 2 };
  return new Intl.NumberFormat(LANGUAGE, { style: 'currency', currency: 'USD', ...digits }).format(usd);
}

function describeRange({ low, high }: Estimate, write: (value: number) => string): string {
  if (high === undefined) return l10n.t('from {0}, no upper limit', write(low));
  return low === high ? '' : l10n.t('{0} to {1}', write(low), write(high));
}

function makeRow(name: string, estimate: Estimate, write: (value: number) => string): ForecastRow {
  return { name, value: write(estimate.value), range: describeRange(estimate, write) };
}

/** What was measured, as names and values. */
export function listMeasuredRows(measured: QueueMeasurement): readonly ForecastRow[] {
  const { arrivalsPerSecond, arrivalVariation, handlingMs, handlingVariation, consumers, waitMs } = measured;
  const waits =
    waitMs === undefined
      ? []
      : [
          { name: l10n.t('Mean wait'), value: formatWait(waitMs.mean), range: '' },
          { name: l10n.t('95% of messages wait less than'), value: formatWait(waitMs.p95), range: '' },
        ];
  return [
    makeRow(l10n.t('Messages per second'), arrivalsPerSecond, formatNumber),
    makeRow(l10n.t('Irregularity of arrivals (random: 1)'), arrivalVariation, formatNumber),
    makeRow(l10n.t('Handling time'), handlingMs, formatWait),
    makeRow(
      l10n.t('Irregularity of the handling time (always the same: 0)'),
      handlingVariation,
      formatNumber,
    ),
    { name: l10n.t('Consumers'), value: formatCount(consumers), range: '' },
    ...waits,
  ];
}

/** The results, as names and values; those that were refused are left out. */
export function listForecastRows(
  forecast: Forecast,
  asked: { readonly targetMs: number; readonly drainMessages: number },
): readonly ForecastRow[] {
  const { utilisation, waitMs, consumersNeeded, drainMs, cost } = forecast;
  const rows = [makeRow(l10n.t('Share of time that consumers are busy'), utilisation, formatShare)];
  if (waitMs !== undefined)
    rows.push(
      makeRow(l10n.t('Mean wait'), waitMs.mean, formatWait),
      makeRow(l10n.t('95% of messages wait less than'), waitMs.p95, formatWait),
    );
  if (consumersNeeded !== undefined)
    rows.push(
      makeRow(
        l10n.t('Consumers, so that 95% of messages wait less than {0}', formatWait(asked.targetMs)),
        consumersNeeded,
        formatCount,
      ),
    );
  if (drainMs !== undefined) {
    const { drainMessages } = asked;
    const name = forCount(
      drainMessages,
      l10n.t('Time until 1 waiting message is received'),
      l10n.t('Time until {0} waiting messages are received', formatCount(drainMessages)),
    );
    rows.push(makeRow(name, drainMs, formatDuration));
  }
  const requests = Math.round(cost.messageRequests + cost.emptyReceives);
  rows.push(
    { name: l10n.t('Requests per day'), value: formatCount(requests), range: '' },
    { name: l10n.t('Cost per day'), value: formatUsd(cost.costUsd), range: '' },
    { name: l10n.t('Cost per day with the free tier'), value: formatUsd(cost.payableUsd), range: '' },
  );
  return rows;
}

/** Why there is no p95, and what to do. */
export function describeRefusal(
  refusal: ForecastRefusal,
  { arrivals, handled }: ForecastReport['samples'],
): string {
  switch (refusal.kind) {
    case 'tooFewSamples':
      return l10n.t(
        'Too few samples: {0} of {2} messages arrived, and {1} of {2} were handled. Let your consumers work, look further back, or run a load test.',
        formatCount(arrivals),
        formatCount(handled),
        formatCount(SAMPLES_NEEDED),
      );
    case 'bursts':
      return l10n.t(
        'Not steady: messages arrive in bursts. Their number varies {0} times as much as that of many independent senders. Waits depend on each burst, so none are forecast.',
        formatNumber(refusal.dispersion),
      );
    case 'ramp':
      return refusal.change > 0
        ? l10n.t(
            'Not steady: the rate of arrivals rises by {0} of its mean, so no waits are forecast. Look less far back.',
            formatShare(refusal.change),
          )
        : l10n.t(
            'Not steady: the rate of arrivals falls by {0} of its mean, so no waits are forecast. Look less far back.',
            formatShare(-refusal.change),
          );
    case 'overloaded':
      return l10n.t(
        'These consumers cannot keep up: the backlog grows by {0} per second. Add consumers, or handle messages faster.',
        formatNumber(refusal.growthPerSecond),
      );
  }
}

/** Each assumption in words. */
export function describeAssumption(kind: ForecastAssumptionKind): string {
  switch (kind) {
    case 'steadyArrivals':
      return l10n.t('Messages arrive at a steady rate, one by one.');
    case 'randomGaps':
      return l10n.t('The gaps between messages are random, as of many independent senders.');
    case 'anyConsumer':
      return l10n.t('Any consumer can take the message that waits longest.');
    case 'oneAtATime':
      return l10n.t('A consumer handles one message at a time.');
    case 'noRetries':
      return l10n.t('Each message is received once, and deleted before its visibility timeout ends.');
    case 'alwaysReceiving':
      return l10n.t('A free consumer waits for messages.');
    case 'independentHandling':
      return l10n.t('Handling takes as long however many messages wait and however many consumers run.');
  }
}

/** A sentence about one place. */
export function describeLaw({ place, counted, computed }: LittlesLaw): string {
  return place === 'waiting'
    ? l10n.t(
        'Waiting messages: {0} counted, {1} from rate and wait.',
        formatNumber(counted),
        formatNumber(computed),
      )
    : l10n.t(
        'Messages in flight: {0} counted, {1} from rate and handling time.',
        formatNumber(counted),
        formatNumber(computed),
      );
}

/** What the forecast is based on. */
export function describeSamples({ samples, from, until }: ForecastReport): string {
  const span = from === undefined || until === undefined ? 0 : until - from;
  return l10n.t(
    'Arrived: {0}, handled: {1}, in {2}',
    formatCount(samples.arrivals),
    formatCount(samples.handled),
    formatSeconds(Math.round(span / 1000)),
  );
}
