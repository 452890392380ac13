import {
  type Estimate,
  type Forecast,
  type ForecastPlan,
  type ForecastRefusal,
  type ForecastReport,
  type QueueMeasurement,
  type ReadForecastParams,
  SAMPLES_NEEDED,
} from '../protocol/forecast.ts';
import { findConsumersNeeded } from './consumersNeeded.ts';
import { estimateDay } from './dailyCost.ts';
import { forecastDrain } from './drainTime.ts';
import { checkAssumptions, describeMeasurement, hasRandomGaps } from './measurement.ts';
import { forecastMeanWait, measureUtilisation, type Station } from './meanWait.ts';
import { Z95 } from './moments.ts';
import type { TraceMeter } from './traceMeter.ts';
import { judgeSteadiness } from './steadiness.ts';
import { forecastWait } from './waitPercentile.ts';

const SHARE = 0.95;
const DEFAULT_TARGET_MS = 1000;
const DEFAULT_DRAIN_MESSAGES = 1000;
/** How far the formulas are off at most, by whether the gaps between messages are random (docs/forecast.md has the figures). */
const RANDOM_ERROR = 0.15;
const OTHER_ERROR = 0.35;

/** The same queue by the best estimate, and at both ends of the ranges: with less load, and with more. */
interface Stations {
  readonly value: Station;
  readonly low: Station;
  readonly high: Station;
}

/** What will be if a queue goes on as it was measured, but for what the params change. */
export function forecastQueue(meter: TraceMeter, params: ReadForecastParams): ForecastReport {
  const { arrivals, handling, from, until } = meter;
  const { queueArn } = params;
  const samples = { arrivals: arrivals.count, handled: handling.count };
  const times = from === undefined || until === undefined ? undefined : { from, until };
  if (Math.min(samples.arrivals, samples.handled) < SAMPLES_NEEDED) {
    const assumptions = checkAssumptions(meter, queueArn, undefined);
    return { queueArn, ...times, samples, refusal: { kind: 'tooFewSamples' }, assumptions };
  }
  const steadiness = judgeSteadiness(arrivals);
  const measured = describeMeasurement(meter);
  const stations = arrangeStations(measured, handling.thirdRatio, params);
  const modelError = hasRandomGaps(meter) ? RANDOM_ERROR : OTHER_ERROR;
  const refusal = steadiness.kind === 'steady' ? findOverload(stations.value) : steadiness;
  return {
    queueArn,
    ...times,
    samples,
    measured,
    forecast: {
      ...describePlan(meter, stations, queueArn),
      ...(refusal === undefined ? forecastWaits(stations, modelError) : undefined),
      ...(steadiness.kind === 'steady' ? forecastCapacity(stations, modelError, params) : undefined),
    },
    ...(refusal === undefined ? undefined : { refusal }),
    assumptions: checkAssumptions(meter, queueArn, steadiness.kind === 'steady'),
  };
}

function arrangeStations(
  measured: QueueMeasurement,
  handlingThirdRatio: number,
  { consumers = measured.consumers, arrivalsPerSecond, handlingMs }: ReadForecastParams,
): Stations {
  const make = (read: (estimate: Estimate) => number): Station => ({
    consumers,
    arrivalsPerMs: (arrivalsPerSecond ?? read(measured.arrivalsPerSecond)) / 1000,
    arrivalVariation: read(measured.arrivalVariation),
    handlingMs: handlingMs ?? read(measured.handlingMs),
    handlingVariation: read(measured.handlingVariation),
    handlingThirdRatio,
  });
  return {
    value: make(({ value }) => value),
    low: make(({ low }) => low),
    high: make(({ value, high = value }) => high),
  };
}

function findOverload(station: Station): ForecastRefusal | undefined {
  const { consumers, handlingMs, arrivalsPerMs } = station;
  if (measureUtilisation(station) < 1) return undefined;
  return { kind: 'overloaded', growthPerSecond: 1000 * (arrivalsPerMs - consumers / handlingMs) };
}

function describePlan(
  { billedForMessages, emptyReceives, arrivals, depths }: TraceMeter,
  stations: Stations,
  queueArn: string,
): Pick<Forecast, 'plan' | 'utilisation' | 'cost'> {
  const { consumers, arrivalsPerMs, handlingMs } = stations.value;
  const plan: ForecastPlan = { consumers, arrivalsPerSecond: arrivalsPerMs * 1000, handlingMs };
  const freeMs = depths.totalMs * (depths.mostInFlight - depths.meanInFlight);
  return {
    plan,
    utilisation: estimate(stations, measureUtilisation),
    cost: estimateDay(queueArn, arrivalsPerMs, consumers - arrivalsPerMs * handlingMs, {
      perMessage: billedForMessages / arrivals.count,
      emptyPerFreeMs: freeMs <= 0 ? 0 : emptyReceives / freeMs,
    }),
  };
}

function forecastWaits(stations: Stations, modelError: number): Pick<Forecast, 'waitMs'> {
  return {
    waitMs: {
      mean: widen(estimate(stations, forecastMeanWait), modelError),
      p95: widen(
        estimate(stations, (station) => forecastWait(station, SHARE)),
        modelError,
      ),
    },
  };
}

function forecastCapacity(
  stations: Stations,
  modelError: number,
  { targetP95WaitMs = DEFAULT_TARGET_MS, drainMessages = DEFAULT_DRAIN_MESSAGES }: ReadForecastParams,
): Pick<Forecast, 'consumersNeeded' | 'drainMs'> {
  // The formulas may be wrong about the waits, and so about the consumers.
  const needed = findConsumersNeeded(stations.value, SHARE, targetP95WaitMs);
  const fewest = findConsumersNeeded(stations.low, SHARE, targetP95WaitMs * (1 + modelError));
  const most = findConsumersNeeded(stations.high, SHARE, targetP95WaitMs / (1 + modelError));
  const drain = forecastDrain(stations.value, drainMessages);
  const shortest = forecastDrain(stations.low, drainMessages);
  const longest = forecastDrain(stations.high, drainMessages);
  return {
    ...(needed === undefined
      ? undefined
      : { consumersNeeded: toEstimate(needed, Math.min(needed, fewest ?? needed), most) }),
    ...(drain === undefined
      ? undefined
      : {
          drainMs: toEstimate(
            drain.mean,
            Math.max(0, (shortest ?? drain).mean - Z95 * (shortest ?? drain).deviation),
            longest && longest.mean + Z95 * longest.deviation,
          ),
        }),
  };
}

/** @param read undefined at an end of the range: there it has no limit */
function estimate(stations: Stations, read: (station: Station) => number | undefined): Estimate {
  const value = read(stations.value) ?? 0;
  return toEstimate(value, read(stations.low) ?? value, read(stations.high));
}

function widen({ value, low, high }: Estimate, share: number): Estimate {
  return toEstimate(value, low * (1 - share), high && high * (1 + share));
}

function toEstimate(value: number, low: number, high: number | undefined): Estimate {
  return high === undefined ? { value, low } : { value, low, high };
}
