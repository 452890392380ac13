import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import { BROKER_VERSION } from '../protocol/brokerVersion.ts';
import { type SpanSource, SpanWriter } from './spanWriter.ts';

/** How long spans are gathered, ms. */
const GATHER_MS = 1000;
const QUEUED_SPANS = 8192;
const EXPORT_TIMEOUT_MS = 5000;
/** The result code of a successful export (`ExportResultCode` of a package that is not ours to name). */
const SUCCESS = 0;

/** What became of spans. */
export interface ExportCounts {
  exportedSpans: number;
  failedSpans: number;
  lastError: string | undefined;
}

export interface RunningExport {
  readonly writer: SpanWriter;
  /** Exports what is gathered, and ends. */
  stop(): Promise<void>;
}

/** Starts to export; loaded only when someone names an endpoint. */
export function startExport(
  endpoint: string,
  headers: Readonly<Record<string, string>>,
  source: SpanSource,
  counts: ExportCounts,
): RunningExport {
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    headers: { ...headers },
    timeoutMillis: EXPORT_TIMEOUT_MS,
  });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'queueside', 'service.version': BROKER_VERSION }),
    sampler: new AlwaysOnSampler(),
    spanProcessors: [
      new BatchSpanProcessor(countExports(exporter, counts), {
        scheduledDelayMillis: GATHER_MS,
        maxQueueSize: QUEUED_SPANS,
        exportTimeoutMillis: EXPORT_TIMEOUT_MS,
      }),
    ],
  });
  return {
    writer: new SpanWriter(provider.getTracer('queueside', BROKER_VERSION), source),
    stop: () => provider.shutdown(),
  };
}

function countExports(exporter: SpanExporter, counts: ExportCounts): SpanExporter {
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const code: number = result.code;
        if (code === SUCCESS) counts.exportedSpans += spans.length;
        else {
          counts.failedSpans += spans.length;
          counts.lastError = result.error?.message ?? 'The receiver refused the spans.';
        }
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
  };
}
