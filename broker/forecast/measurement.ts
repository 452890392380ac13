import type {
  Estimate,
  ForecastAssumption,
  ForecastAssumptionKind,
  QueueMeasurement,
} from '../protocol/forecast.ts';
import { FORECAST_ASSUMPTIONS } from '../protocol/forecast.ts';
import { Z95 } from './moments.ts';
import type { TraceMeter } from './traceMeter.ts';
import { checkLittlesLaw } from './littlesLaw.ts';

/** Of the receives: how many more messages than one each they may return. */
const EXTRA_MESSAGES = 0.05;
const RETRIES = 0.01;
/** Of the time in which messages wait: from its delete to its next receive, a consumer is free for a moment. */
const IDLE_SHARE = 0.2;

/** Variations of gaps for which the formulas are as good as for Poisson arrivals, whose is 1. */
const LEAST_RANDOM = 0.6;
const MOST_RANDOM = 2;

/** Whether messages arrive about as randomly as Poisson arrivals. */
export function hasRandomGaps({ arrivals: { gaps } }: TraceMeter): boolean {
  return gaps.squaredVariation >= LEAST_RANDOM && gaps.squaredVariation <= MOST_RANDOM;
}

/** What a meter has measured, with the ranges of its samples. */
export function describeMeasurement(meter: TraceMeter): QueueMeasurement {
  const { arrivals, handling, waits, waitQuantiles, depths } = meter;
  const rate = arrivals.perMs * 1000;
  // The gaps vary, so the rate of as many does by as much.
  const rateError = Z95 * rate * Math.sqrt(arrivals.gaps.squaredVariation / Math.max(1, arrivals.gaps.count));
  return {
    arrivalsPerSecond: spread(rate, rateError),
    arrivalVariation: spread(arrivals.gaps.squaredVariation, arrivals.gaps.squaredVariationError),
    handlingMs: spread(handling.mean, handling.meanError),
    handlingVariation: spread(handling.squaredVariation, handling.squaredVariationError),
    consumers: depths.mostInFlight,
    ...(waits.count === 0 ? undefined : { waitMs: { mean: waits.mean, p95: waitQuantiles.read(0.95) } }),
    littlesLaw: describeLittlesLaw(meter),
  };
}

function describeLittlesLaw({ depths, waits, handling }: TraceMeter): QueueMeasurement['littlesLaw'] {
  const { totalMs, meanWaiting, meanInFlight } = depths;
  if (totalMs === 0) return [];
  return [
    checkLittlesLaw('waiting', meanWaiting, waits.count / totalMs, waits.mean),
    checkLittlesLaw('inFlight', meanInFlight, handling.count / totalMs, handling.mean),
  ];
}

/** Which assumptions held while it was measured. @param isSteady undefined with too few samples to say */
export function checkAssumptions(
  meter: TraceMeter,
  queueArn: string,
  isSteady: boolean | undefined,
): readonly ForecastAssumption[] {
  const { depths, receives, received, unfinished } = meter;
  const isEnough = isSteady !== undefined;
  const checks: Readonly<Record<ForecastAssumptionKind, boolean | undefined>> = {
    steadyArrivals: isSteady,
    randomGaps: isEnough ? hasRandomGaps(meter) : undefined,
    anyConsumer: !queueArn.endsWith('.fifo'),
    oneAtATime: isEnough ? received <= receives * (1 + EXTRA_MESSAGES) : undefined,
    noRetries: isEnough ? unfinished <= received * RETRIES : undefined,
    alwaysReceiving: isEnough ? depths.readIdleShare(depths.mostInFlight) <= IDLE_SHARE : undefined,
    independentHandling: undefined,
  };
  return FORECAST_ASSUMPTIONS.map((kind) => {
    const holds = checks[kind];
    return holds === undefined ? { kind } : { kind, holds };
  });
}

function spread(value: number, error: number): Estimate {
  return { value, low: Math.max(0, value - error), high: value + error };
}
