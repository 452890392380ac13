/** The messages between the extension host and the panel of metrics. */
import type { AlarmStates } from '../broker/protocol/alarms.ts';
import type { MetricLines, ReadMetricsParams } from '../broker/protocol/metrics.ts';
import type {
  HostToQueuePage,
  QueuePageState,
  QueuePageToHost,
  RequestFailure,
  TableRow,
} from './protocol.ts';

/** What the panel shows until you choose something else. */
export interface MetricsWatch {
  /** For the title, and for the alarms that are shown. */
  readonly queueArns: readonly string[];
  readonly lines: ReadMetricsParams['lines'];
  readonly periodSeconds: number;
  /** Up to now on the broker's clock. */
  readonly rangeSeconds: number;
}

/** The points up to a moment, and what the alarms of the queues said. */
export interface MetricsReading extends MetricLines {
  /** Epoch ms on the broker's clock. */
  readonly from: number;
  readonly until: number;
  readonly alarms: readonly AlarmStates[];
}

export type HostToMetrics =
  | HostToQueuePage
  | (QueuePageState & {
      readonly type: 'initialize';
      /** The queues that the panel was opened for; absent: those of the restored state. */
      readonly queueArns?: readonly string[];
    })
  /** Comes again when a period has ended, and when the clock makes a jump. */
  | {
      readonly type: 'metricsRead';
      /** Of the `watch` that asked. */
      readonly requestId: number;
      readonly outcome:
        | { readonly ok: true; readonly reading: MetricsReading }
        | { readonly ok: false; readonly failure: RequestFailure };
    };

export type MetricsToHost =
  | QueuePageToHost
  | { readonly type: 'watch'; readonly requestId: number; readonly watch: MetricsWatch }
  /** For a queue that has no points. */
  | { readonly type: 'openComposer'; readonly queueArn: string }
  /** Writes the points to a file of the user's choice; the first row names the columns. */
  | { readonly type: 'saveTable'; readonly rows: readonly TableRow[] }
  /** A PNG. */
  | { readonly type: 'savePicture'; readonly base64: string };
