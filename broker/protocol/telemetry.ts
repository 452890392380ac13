import { NO_PARAMS, type ParamsOf, request, type } from './method.ts';
import { dictionaryOf, optional, shape, text } from './shape.ts';

export interface TelemetryState {
  /** Absent: off, the default. */
  readonly endpoint?: string;
  readonly exportedSpans: number;
  /** Spans that were not delivered. */
  readonly failedSpans: number;
  /** One for each metric of each queue, each minute. */
  readonly exportedDataPoints: number;
  readonly failedDataPoints: number;
  readonly lastError?: string;
}

/**
 * Exports spans of sends, receives, processing and settling to `<endpoint>/v1/traces` over OTLP/HTTP, following
 * OpenTelemetry's messaging conventions, and the metrics of queues to `<endpoint>/v1/metrics` at the end of each minute of
 * the broker's clock; without `endpoint`, the export stops. Nothing is exported until a client sets an endpoint.
 */
export const configureTelemetry = request('queueside/telemetry/configure', {
  params: shape({
    /** Of an OTLP/HTTP receiver, such as `http://127.0.0.1:4318`. Absent: off. */
    endpoint: optional(text(2048, 1)),
    /** Sent with every export, such as an API key. */
    headers: optional(dictionaryOf(text(8192), 32)),
  }),
  result: type<TelemetryState>(),
  stores: 'nothing',
});

export type ConfigureTelemetryParams = ParamsOf<typeof configureTelemetry>;

/** Reads spans and data points delivered and not delivered, and the last error. */
export const getTelemetry = request('queueside/telemetry/get', {
  params: NO_PARAMS,
  result: type<TelemetryState>(),
  stores: 'nothing',
});
