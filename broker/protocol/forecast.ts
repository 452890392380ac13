import { NAME } from './commonShapes.ts';
import { type ParamsOf, request, type } from './method.ts';
import { number, optional, shape, wholeNumber } from './shape.ts';

/** Fewer arrivals or handled messages than this say too little. */
export const SAMPLES_NEEDED = 200;

/** A number, and the range in which it lies at a confidence of 95 %. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  /** Absent: nothing that was measured limits it. */
  readonly high?: number;
}

/** What a forecast takes for granted; docs/forecast.md says how each is checked. */
export const FORECAST_ASSUMPTIONS = [
  /** Messages arrive at the same mean rate all the time, one by one. */
  'steadyArrivals',
  /** The gaps between messages are random, as of many independent senders; other gaps widen the ranges of the waits. */
  'randomGaps',
  /** Each free consumer takes the message that waits longest, whichever it is; a FIFO queue's groups prevent that. */
  'anyConsumer',
  /** A consumer receives one message, handles and deletes it, and then receives the next one. */
  'oneAtATime',
  /** Each message is received once and deleted before its visibility timeout ends. */
  'noRetries',
  /** A consumer that is free waits for messages: none wait while one is free. */
  'alwaysReceiving',
  /** How long handling takes does not depend on how many messages wait or how many consumers run. */
  'independentHandling',
] as const;

export type ForecastAssumptionKind = (typeof FORECAST_ASSUMPTIONS)[number];

export interface ForecastAssumption {
  readonly kind: ForecastAssumptionKind;
  /** Whether it was true of what was measured; absent: that cannot be seen in a trace. */
  readonly holds?: boolean;
}

/** Why there is no forecast of waits. */
export type ForecastRefusal =
  /** Fewer arrivals or handled messages than {@link SAMPLES_NEEDED}. */
  | { readonly kind: 'tooFewSamples' }
  /** Not steady: messages arrive in bursts. `dispersion`: how many times as irregular as Poisson arrivals. */
  | { readonly kind: 'bursts'; readonly dispersion: number }
  /** Not steady: the rate rises or falls. `change`: from the beginning to the end, as a share of the mean rate. */
  | { readonly kind: 'ramp'; readonly change: number }
  /** The consumers of the plan cannot keep up; the number of waiting messages grows by so many a second. */
  | { readonly kind: 'overloaded'; readonly growthPerSecond: number };

/** Little's law: the mean number of messages in a place equals their arrival rate times their mean time in it. */
export interface LittlesLaw {
  readonly place: 'waiting' | 'inFlight';
  /** The mean number of messages over time, as counted. */
  readonly counted: number;
  /** The number that follows from rate and time. */
  readonly computed: number;
  /** They differ by at most a tenth. */
  readonly holds: boolean;
}

/** What the trace shows of a queue. */
export interface QueueMeasurement {
  readonly arrivalsPerSecond: Estimate;
  /** Squared coefficient of variation of the gaps between arrivals: 0 constant, 1 Poisson. */
  readonly arrivalVariation: Estimate;
  /** From the receive to the delete. */
  readonly handlingMs: Estimate;
  /** Squared coefficient of variation of the handling times: 0 constant, 1 exponential. */
  readonly handlingVariation: Estimate;
  /** Messages that were in flight at the same time; more than this only for less than 0.1 % of the time. */
  readonly consumers: number;
  /** From the time when a message could be received to its receive; absent: none was received. */
  readonly waitMs?: { readonly mean: number; readonly p95: number };
  readonly littlesLaw: readonly LittlesLaw[];
}

/** What the forecast is made for: what was measured, with the values of the params in its place. */
export interface ForecastPlan {
  readonly consumers: number;
  readonly arrivalsPerSecond: number;
  readonly handlingMs: number;
}

/** What would be billed for one day. */
export interface DailyCost {
  /** Sends, receives, deletes and changes of visibility. */
  readonly messageRequests: number;
  /** Receives that return no message, of consumers that are free. */
  readonly emptyReceives: number;
  /** US dollars a day at 30 such days a month, without the free tier. */
  readonly costUsd: number;
  /** The same with the free requests of each month. */
  readonly payableUsd: number;
}

export interface Forecast {
  readonly plan: ForecastPlan;
  /** Share of their time that the consumers are busy; 1 and more: they cannot keep up. */
  readonly utilisation: Estimate;
  readonly cost: DailyCost;
  /** Absent if they are refused; so are the others. */
  readonly waitMs?: { readonly mean: Estimate; readonly p95: Estimate };
  /** The fewest consumers whose p95 wait is at most the target; `high` absent: not even 10,000 are enough. */
  readonly consumersNeeded?: Estimate;
  /** Until as many messages as the params say are received, while others arrive; ms. */
  readonly drainMs?: Estimate;
}

export interface ForecastReport {
  readonly queueArn: string;
  /** First and last event that was used, epoch ms on the broker's clock; both absent: there was none. */
  readonly from?: number;
  readonly until?: number;
  readonly samples: { readonly arrivals: number; readonly handled: number };
  /** Absent with too few samples. */
  readonly measured?: QueueMeasurement;
  /** Absent with too few samples. */
  readonly forecast?: Forecast;
  readonly refusal?: ForecastRefusal;
  readonly assumptions: readonly ForecastAssumption[];
}

/**
 * Forecasts the waits of a queue from what its trace shows: how messages arrive, how long consumers take for them, and how
 * many consumers there are. Params replace what was measured: *what if* twice as many messages arrived? Nothing is
 * measured while no one asks; what came before a jump of the clock, a purge or a start of the queue does not count.
 * docs/forecast.md has the formulas.
 */
export const readForecast = request('queueside/forecast/read', {
  params: shape({
    queueArn: NAME,
    /** How far back it looks, on the broker's clock; absent: as far as the trace goes. */
    windowSeconds: optional(wholeNumber(1, 1_209_600)),
    consumers: optional(wholeNumber(1, 10_000)),
    arrivalsPerSecond: optional(number(0.000_01, 1_000_000)),
    handlingMs: optional(number(0.01, 43_200_000)),
    /** For `consumersNeeded`; absent: 1,000. */
    targetP95WaitMs: optional(number(0, 1_209_600_000)),
    /** For `drainMs`; absent: 1,000. */
    drainMessages: optional(wholeNumber(1, 1_000_000_000)),
  }),
  result: type<ForecastReport>(),
  stores: 'nothing',
});

export type ReadForecastParams = ParamsOf<typeof readForecast>;
