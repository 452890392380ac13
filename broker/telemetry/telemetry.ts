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

  /** Ends what runs and starts what is wanted. */
  async configure({ endpoint, headers = {} }: ConfigureTelemetryParams): Promise<void> {
    await this.stop();
    if (endpoint === undefined) return;
    this.counts = startCounts();
    // OpenTelemetry's packages would make every start of the broker slower, and few use them.
    const { startExport } = await import('./exporter.ts');
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

  /** Sends what is gathered, and ends. A receiver that is gone does not hold it up for longer than its timeout. */
  async stop(): Promise<void> {
    this.unfollow();
    this.wakeAt?.(undefined);
    this.endpoint = undefined;
    const { running } = this;
    this.running = undefined;
    if (running === undefined) return;
    await this.exporting;
    await this.exportMetrics(running);
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
      await this.exportMetrics(running);
    }
    this.exporting = undefined;
  }

  private waitForMinute(): void {
    const now = this.ports.clock.now();
    this.wakeAt?.((Math.floor(now / METRICS_MS) + 1) * METRICS_MS);
  }

  private async exportMetrics(running: RunningExport): Promise<void> {
    try {
      await running.exportMetrics(this.ports.readMetrics());
    } catch (error) {
      this.ports.onDefect(error);
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
