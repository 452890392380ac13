/** The messages between the extension host and the panel of forecasts. */
import type { ForecastReport, ReadForecastParams } from '../broker/protocol/forecast.ts';
import type { HostToQueuePage, QueuePageState, QueuePageToHost, RequestFailure } from './protocol.ts';

export type HostToForecast =
  | HostToQueuePage
  | (QueuePageState & { readonly type: 'initialize' })
  | {
      readonly type: 'forecastRead';
      /** Of the `read` that asked. */
      readonly requestId: number;
      readonly outcome:
        | { readonly ok: true; readonly report: ForecastReport }
        | { readonly ok: false; readonly failure: RequestFailure };
    };

export type ForecastToHost =
  | QueuePageToHost
  | { readonly type: 'read'; readonly requestId: number; readonly params: ReadForecastParams }
  /** Opens the load test, filled in to prove the forecast. */
  | {
      readonly type: 'prove';
      readonly queueArn: string;
      /** A whole number of at least 1. */
      readonly perSecond: number;
      readonly seconds: number;
    };
