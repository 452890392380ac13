import { type NoParams, request } from './method.ts';

export interface ConfigureTelemetryParams {
  /** Of an OTLP/HTTP receiver, such as `http://127.0.0.1:4318`; spans go to `/v1/traces` there. Absent: off. */
  readonly endpoint?: string;
  /** Sent with every export, such as an API key; at most 32. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TelemetryState {
  /** Absent: off, as it is until someone names an endpoint. */
  readonly endpoint?: string;
  readonly exportedSpans: number;
  /** Spans that were not delivered. */
  readonly failedSpans: number;
  readonly lastError?: string;
}

/** Spans of sends, receives, processing and settling by OpenTelemetry's messaging conventions. Off by default. */
export const configureTelemetry = request<ConfigureTelemetryParams, TelemetryState>(
  'queueside/telemetry/configure',
);
export const getTelemetry = request<NoParams, TelemetryState>('queueside/telemetry/get');
