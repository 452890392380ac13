import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPExporterBase } from '@opentelemetry/otlp-exporter-base';
import {
  convertLegacyHttpOptions,
  createOtlpHttpExportDelegate,
} from '@opentelemetry/otlp-exporter-base/node-http';
import { JsonMetricsSerializer, MetricsExporterMetricsHelper } from '@opentelemetry/otlp-transformer';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import {
  AlwaysOnSampler,
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import type { QueueReading } from '../metrics/queueReading.ts';
import { BROKER_VERSION } from '../protocol/brokerVersion.ts';
import { countPoints, writeMetrics } from './metricWriter.ts';
import { type SpanSource, SpanWriter } from './spanWriter.ts';

/** How long spans are gathered, ms. */
const GATHER_MS = 1000;
const QUEUED_SPANS = 8192;
const EXPORT_TIMEOUT_MS = 5000;
/** The result code of a successful export (`ExportResultCode` of a package that is not ours to name). */
const SUCCESS = 0;

/** What became of spans, and of the data points of metrics. */
export interface ExportCounts {
  exportedSpans: number;
  failedSpans: number;
  exportedDataPoints: number;
  failedDataPoints: number;
  lastError: string | undefined;
}

export interface RunningExport {
  readonly writer: SpanWriter;
  /** Resolves when they have arrived or were given up. */
  exportMetrics(readings: readonly QueueReading[]): Promise<void>;
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
  const target = {
    headers: { ...headers },
    timeoutMillis: EXPORT_TIMEOUT_MS,
  };
  const base = endpoint.replace(/\/+$/, '');
  const exporter = new OTLPTraceExporter({ ...target, url: `${base}/v1/traces` });
  const resource = resourceFromAttributes({
    'service.name': 'queueside',
    'service.version': BROKER_VERSION,
  });
  const provider = new BasicTracerProvider({
    resource,
    sampler: new AlwaysOnSampler(),
    spanProcessors: [
      new BatchSpanProcessor(countExports(exporter, counts), {
        scheduledDelayMillis: GATHER_MS,
        maxQueueSize: QUEUED_SPANS,
        exportTimeoutMillis: EXPORT_TIMEOUT_MS,
      }),
    ],
  });
  // As the package for metrics does it, of which there is no version that fits the others.
  const metricExporter = new OTLPExporterBase(
    createOtlpHttpExportDelegate(
      convertLegacyHttpOptions({ ...target, url: `${base}/v1/metrics` }, 'METRICS', 'v1/metrics', {
        'Content-Type': 'application/json',
      }),
      JsonMetricsSerializer,
      'otlp_http_metric_exporter',
      MetricsExporterMetricsHelper,
      undefined,
    ),
  );
  return {
    writer: new SpanWriter(provider.getTracer('queueside', BROKER_VERSION), source),
    exportMetrics: (readings) => exportMetrics(metricExporter, resource, readings, counts),
    stop: async () => {
      await Promise.all([provider.shutdown(), metricExporter.shutdown()]);
    },
  };
}

async function exportMetrics(
  exporter: OTLPExporterBase<ResourceMetrics>,
  resource: Resource,
  readings: readonly QueueReading[],
  counts: ExportCounts,
): Promise<void> {
  const metrics = writeMetrics(readings);
  const points = countPoints(metrics);
  if (points === 0) return;
  const scope = { name: 'queueside', version: BROKER_VERSION };
  await new Promise<void>((resolve) => {
    exporter.export({ resource, scopeMetrics: [{ scope, metrics }] }, (result) => {
      const code: number = result.code;
      if (code === SUCCESS) counts.exportedDataPoints += points;
      else {
        counts.failedDataPoints += points;
        counts.lastError = result.error?.message ?? 'The receiver refused the metrics.';
      }
      resolve();
    });
  });
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
