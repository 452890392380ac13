import type { ForecastRefusal, ForecastReport } from '../../broker/protocol/forecast.ts';
import type { HostToForecast } from '../../webview/forecastProtocol.ts';
import { makeQueue, SAMPLE_QUEUES } from './webviewSamples.ts';

const IMAGES = makeQueue('images').arn;
const START = Date.UTC(2026, 7, 3, 14, 0, 0);

/** What the panel of forecasts starts with. */
export function startForecast(queues = SAMPLE_QUEUES): HostToForecast {
  return {
    type: 'initialize',
    broker: { kind: 'running', maximumMessageBytes: 1_048_576 },
    queues,
    ...(queues.length === 0 ? {} : { queueArn: IMAGES }),
  };
}

export function answerForecast(report: ForecastReport, requestId = 1): HostToForecast {
  return { type: 'forecastRead', requestId, outcome: { ok: true, report } };
}

/** 4 consumers that are busy for 70 % of their time. */
export function makeForecastReport(): ForecastReport {
  return {
    queueArn: IMAGES,
    from: START,
    until: START + 292_000,
    samples: { arrivals: 2044, handled: 2041 },
    measured: {
      arrivalsPerSecond: { value: 7, low: 6.7, high: 7.3 },
      arrivalVariation: { value: 1.02, low: 0.9, high: 1.14 },
      handlingMs: { value: 401.3, low: 382, high: 420.6 },
      handlingVariation: { value: 1.2, low: 0.95, high: 1.45 },
      consumers: 4,
      waitMs: { mean: 162.4, p95: 845 },
      littlesLaw: [
        { place: 'waiting', counted: 1.14, computed: 1.137, holds: true },
        { place: 'inFlight', counted: 3.4, computed: 2.81, holds: false },
      ],
    },
    forecast: {
      plan: { consumers: 4, arrivalsPerSecond: 7, handlingMs: 401.3 },
      utilisation: { value: 0.702, low: 0.64, high: 0.768 },
      cost: { messageRequests: 1_814_400, emptyReceives: 5100, costUsd: 0.7278, payableUsd: 0.7145 },
      waitMs: {
        mean: { value: 164.2, low: 78, high: 350 },
        p95: { value: 871, low: 480, high: 1720 },
      },
      consumersNeeded: { value: 4, low: 4, high: 5 },
      drainMs: { value: 338_200, low: 259_000, high: 489_000 },
    },
    assumptions: [
      { kind: 'steadyArrivals', holds: true },
      { kind: 'randomGaps', holds: true },
      { kind: 'anyConsumer', holds: true },
      { kind: 'oneAtATime', holds: false },
      { kind: 'noRetries', holds: true },
      { kind: 'alwaysReceiving', holds: true },
      { kind: 'independentHandling' },
    ],
  };
}

/** The same with waits refused. */
export function makeRefusedReport(refusal: ForecastRefusal): ForecastReport {
  const { measured, forecast, ...report } = makeForecastReport();
  if (refusal.kind === 'tooFewSamples') return { ...report, samples: { arrivals: 12, handled: 9 }, refusal };
  const { waitMs: _waits, drainMs: _drain, consumersNeeded, ...rest } = forecast ?? {};
  const isOverloaded = refusal.kind === 'overloaded';
  return {
    ...report,
    ...(measured === undefined ? {} : { measured }),
    forecast: {
      ...(rest as NonNullable<ForecastReport['forecast']>),
      ...(isOverloaded && consumersNeeded !== undefined ? { consumersNeeded } : {}),
    },
    refusal,
  };
}
