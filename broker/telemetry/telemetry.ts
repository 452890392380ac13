import type { ConfigureTelemetryParams, TelemetryState } from '../protocol/telemetry.ts';
import type { TraceRecorder } from '../trace/recorder.ts';
import type { TraceNames } from '../trace/traceEvent.ts';
import type { ExportCounts, RunningExport } from './exporter.ts';

/** Exports the trace as OpenTelemetry spans while someone has named an endpoint. */
export class Telemetry {
  private readonly recorder: Pick<TraceRecorder, 'onRecord' | 'contentOf'>;
  private readonly names: TraceNames;
  private endpoint: string | undefined;
  private counts: ExportCounts = startCounts();
  private running: RunningExport | undefined;
  private unfollow: () => void = () => undefined;

  constructor(recorder: Pick<TraceRecorder, 'onRecord' | 'contentOf'>, names: TraceNames) {
    this.recorder = recorder;
    this.names = names;
  }

  get state(): TelemetryState {
    const { exportedSpans, failedSpans, lastError } = this.counts;
    return {
      ...(this.endpoint === undefined ? {} : { endpoint: this.endpoint }),
      exportedSpans,
      failedSpans,
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
  }

  /** Sends what is gathered, and ends. A receiver that is gone does not hold it up for longer than its timeout. */
  async stop(): Promise<void> {
    this.unfollow();
    this.endpoint = undefined;
    const { running } = this;
    this.running = undefined;
    await running?.stop().catch(() => undefined);
  }
}

function startCounts(): ExportCounts {
  return { exportedSpans: 0, failedSpans: 0, lastError: undefined };
}
