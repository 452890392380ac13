/** The messages between the extension host and the panel of load tests. */
import type { LoadProgress, LoadReport } from '../broker/protocol/load.ts';
import type { HostToQueuePage, QueuePageState, QueuePageToHost } from './protocol.ts';

/** A load test as the form has it, all of it as typed; empty: the default of `queueside load`. */
export interface LoadDraft {
  readonly queueArn: string;
  readonly rate: string;
  readonly shape: string;
  readonly duration: string;
  readonly size: string;
  /** A file with the body; empty: bodies of `size` bytes. */
  readonly template: string;
  readonly connections: string;
  readonly groups: string;
  /** Such as `tenant=a,kind=order`. */
  readonly attributes: string;
}

/** A step of a load test in time. */
export interface LoadSample {
  /** Of its end, epoch ms. */
  readonly at: number;
  /** Messages a second. */
  readonly sent: number;
  readonly received: number;
  readonly deleted: number;
  /** ms; null when no answer came in it. */
  readonly p50: number | null;
  readonly p99: number | null;
}

/** A load test that runs, or the last one. */
export interface LoadRunView {
  /** What was asked for; the form may hold something else by now. */
  readonly draft: LoadDraft;
  readonly queueName: string;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** Messages a second; 0: as many as possible. */
  readonly askedPerSecond: number;
  /** `stopping`: what is under way is still awaited. */
  readonly state: 'running' | 'stopping' | 'ended';
  readonly samples: readonly LoadSample[];
  readonly progress?: LoadProgress;
  /** Of one that ended. */
  readonly report?: LoadReport;
  /** Why there is no report. */
  readonly failure?: string;
}

export type HostToLoad =
  | HostToQueuePage
  | (QueuePageState & {
      readonly type: 'initialize';
      /** The values used last; absent: none yet. */
      readonly draft?: LoadDraft;
    })
  | { readonly type: 'runChanged'; readonly run: LoadRunView }
  | { readonly type: 'templatePicked'; readonly path: string }
  /** Another panel has planned a test: these values take the place of what was typed. */
  | { readonly type: 'draftFilled'; readonly values: Partial<LoadDraft> };

export type LoadToHost =
  | QueuePageToHost
  | { readonly type: 'pickTemplate' }
  | { readonly type: 'start'; readonly draft: LoadDraft }
  | { readonly type: 'stop' }
  | { readonly type: 'copy'; readonly text: string };
