import type { ConfigureTelemetryParams, TelemetryState } from '../protocol/telemetry.ts';
import type { QueueReading } from '../metrics/queueReading.ts';
import type { ControllableClock } from '../time/clock.ts';
import type { TraceRecorder } from '../trace/recorder.ts';
import type { TraceNames } from '../trace/traceEvent.ts';
import type { ExportCounts, RunningExport } from './exporter.ts';

/** Metrics are exported at the end of each minute, ms. */
const METRICS_MS = 60_000;

export interface TelemetryPorts {
  readonly clock: Pick<ControllableClock, 'now' | 'addWaker'>;
  /** What the queues say now. */
  readMetrics(): readonly QueueReading[];
  onDefect(error: unknown): void;
}

/**
 * Exports the trace as OpenTelemetry spans, and the metrics of queues each minute of the broker's clock, while someone has
 * named an endpoint.
 */
export class Telemetry {
  private readonly recorder: Pick<TraceRecorder, 'onRecord' | 'contentOf'>;
  private readonly names: TraceNames;
  private endpoint: string | undefined;
  private counts: ExportCounts = startCounts();
  private running: RunningExport | undefined;
  private unfollow: () => void = () => undefined;
  private readonly ports: TelemetryPorts;
  private exporting: Promise<void> | undefined;
  private isDue = false;
  /** Resolves when all that was set so far has been done. */
  private configuring: Promise<void> = Promise.resolve();
  private isEnded = false;
  /** Made with the first export. */
  private wakeAt: ((deadline: number | undefined) => void) | undefined;

  constructor(
    recorder: Pick<TraceRecorder, 'onRecord' | 'contentOf'>,
    names: TraceNames,
    ports: TelemetryPorts,
  ) {
    this.recorder = recorder;
    this.names = names;
    this.ports = ports;
  }

  get state(): TelemetryState {
    const { lastError, ...counts } = this.counts;
    return {
      ...(this.endpoint === undefined ? {} : { endpoint: this.endpoint }),
      ...counts,
      ...(lastError === undefined ? {} : { lastError }),
    };
  }

  /** Ends what runs and starts what is set. What is set meanwhile comes after it: two exports would send all twice. */
  configure(params: ConfigureTelemetryParams): Promise<void> {
    const configured = this.configuring.then(() => this.restart(params));
    this.configuring = configured.catch(() => undefined);
    return configured;
  }

  /**
   * Sends what is gathered, and ends for good. All that it sends has been read when this returns its promise, which a
   * receiver that does not respond holds up for several timeouts.
   */
  async end(): Promise<void> {
    this.isEnded = true;
    await Promise.all([this.stop(), this.configuring]);
  }

  private async restart({ endpoint, headers = {} }: ConfigureTelemetryParams): Promise<void> {
    await this.stop();
    if (endpoint === undefined) return;
    this.counts = startCounts();
    // OpenTelemetry's packages would make every start of the broker slower, and few use them.
    const { startExport } = await import('./exporter.ts');
    if (this.isEnded) return;
    this.endpoint = endpoint;
    const running = startExport(
      endpoint,
      headers,
      { ...this.names, contentOf: (record) => this.recorder.contentOf(record) },
      this.counts,
    );
    this.running = running;
    this.unfollow = this.recorder.onRecord((record) => running.writer.write(record));
    this.wakeAt ??= this.ports.clock.addWaker(() => this.wake());
    this.waitForMinute();
  }

  private async stop(): Promise<void> {
    this.unfollow();
    this.wakeAt?.(undefined);
    this.endpoint = undefined;
    const { running } = this;
    this.running = undefined;
    if (running === undefined) return;
    const readings = this.readMetrics();
    await this.exporting;
    await running.exportMetrics(readings).catch((error: unknown) => this.ports.onDefect(error));
    await running.stop().catch(() => undefined);
  }

  private wake(): void {
    this.waitForMinute();
    this.isDue = true;
    this.exporting ??= this.exportDue();
  }

  /** One export at a time: the minutes that pass meanwhile, however many, are one more. */
  private async exportDue(): Promise<void> {
    for (let { running } = this; this.isDue && running !== undefined; { running } = this) {
      this.isDue = false;
      await running.exportMetrics(this.readMetrics()).catch((error: unknown) => this.ports.onDefect(error));
    }
    this.exporting = undefined;
  }

  private waitForMinute(): void {
    const now = this.ports.clock.now();
    this.wakeAt?.((Math.floor(now / METRICS_MS) + 1) * METRICS_MS);
  }

  private readMetrics(): readonly QueueReading[] {
    try {
      return this.ports.readMetrics();
    } catch (error) {
      this.ports.onDefect(error);
      return [];
    }
  }
}

function startCounts(): ExportCounts {
  return {
    exportedSpans: 0,
    failedSpans: 0,
    exportedDataPoints: 0,
    failedDataPoints: 0,
    lastError: undefined,
  };
}
