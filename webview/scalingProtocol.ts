/** The messages between the extension host and the panel that shows how a pool scales. */
import type { PoolHistory, PoolState } from '../broker/protocol/pools.ts';
import type { HostToMetrics, MetricsWatch } from './metricsProtocol.ts';
import type { BrokerView, RequestFailure, TableRow } from './protocol.ts';

/** What the panel says about a pool beside its chart. */
export interface ScalingPool {
  readonly name: string;
  readonly queueArn: string;
  readonly state: PoolState;
  /** Why it failed, or why its policy cannot decide now. */
  readonly failure?: string;
  readonly minimum: number;
  readonly maximum: number;
  /** Until when a cooldown lasts, epoch ms on the broker's clock. */
  readonly coolsUntil?: number;
}

export type HostToScaling =
  | {
      readonly type: 'initialize';
      readonly broker: BrokerView;
      /** Absent: not known, as the broker does not run. */
      readonly pools?: readonly ScalingPool[];
      /** The pool that the panel was opened for; absent: that of the restored state. */
      readonly poolName?: string;
    }
  | { readonly type: 'brokerChanged'; readonly broker: BrokerView }
  | { readonly type: 'poolsChanged'; readonly pools: readonly ScalingPool[] }
  /** Of the queue; comes again when a period has ended. */
  | Extract<HostToMetrics, { readonly type: 'metricsRead' }>
  /** Comes again when the size of the pool has changed. */
  | {
      readonly type: 'historyRead';
      /** Of the `watch` that asked. */
      readonly requestId: number;
      readonly outcome:
        | {
            readonly ok: true;
            readonly history: PoolHistory;
            /** When it was read, epoch ms on the broker's clock. */
            readonly readAt: number;
          }
        | { readonly ok: false; readonly failure: RequestFailure };
    };

export type ScalingToHost =
  | { readonly type: 'ready' }
  | { readonly type: 'startBroker' }
  | { readonly type: 'showLog' }
  /** Asks which pool, and runs it. */
  | { readonly type: 'runPool' }
  /** Adds a pool to `queueside.json`, and opens it. */
  | { readonly type: 'declarePool' }
  | {
      readonly type: 'watch';
      readonly requestId: number;
      readonly poolName: string;
      /** Metrics of its queue. */
      readonly watch: MetricsWatch;
    }
  /** Nothing is read until the next `watch`. */
  | { readonly type: 'pause' }
  /** Writes them to a file of the user's choice; the first row names the columns. */
  | { readonly type: 'saveTable'; readonly rows: readonly TableRow[] }
  /** A PNG. */
  | { readonly type: 'savePicture'; readonly base64: string };
