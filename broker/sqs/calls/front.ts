import type { Socket } from 'node:net';
import type { ApiCall } from '../../calls/apiCall.ts';
import type { CallFaults } from '../../calls/injectedFaults.ts';
import type { NeighbourService } from '../../calls/serviceRequest.ts';
import type { Authority } from '../../auth/authorize.ts';
import type { CallerProcess } from '../../engine/base/caller.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Queue } from '../../engine/state/queue.ts';
import type { CheckKey } from '../../kms/checkQueueKey.ts';
import type { SqsConfig } from './config.ts';
import type { GuardRules } from '../../http/guard.ts';

/**
 * Waits until everything that the engine has done so far is safe, then calls back; with an error when it cannot be
 * made safe. May call back at once.
 */
export type Commit = (done: (error?: Error) => void) => void;

/** The metrics of queues as a text. */
export interface MetricsText {
  readonly contentType: string;
  /** @param leftOut how many queues there are beside these */
  write(queues: readonly Queue[], leftOut: number): string;
}

/** What the SQS front is made of. */
export interface SqsFrontOptions {
  readonly engine: Engine;
  readonly config: SqsConfig;
  /** Called for every call before its response is sent. */
  readonly onApiCall?: (call: ApiCall) => void;
  /** Absent: callers are not authenticated. */
  readonly authority?: Authority | undefined;
  /** Absent: the keys of SSE-KMS queues are names only. */
  readonly checkKey?: CheckKey | undefined;
  /** Absent: the broker keeps its messages in memory, and answers leave at once. */
  readonly commit?: Commit;
  /** What goes wrong on purpose. */
  readonly faults?: CallFaults;
  /** Names the program behind a call; default: {@link formatConsumerId}. */
  readonly identifyConsumer?: (accessKeyId: string, userAgent: string) => string;
  /** The process at the other end of a connection; the answer may be filled in later. Default: unknown. */
  readonly findProcess?: (socket: Socket, accessKeyId: string) => CallerProcess | undefined;
  /** Other services on the same port, which are asked in this order; default: none. */
  readonly neighbours?: readonly NeighbourService[] | undefined;
  /** Writes the metrics of queues for `GET /metrics`; default: they are not served. */
  readonly metricsText?: MetricsText | undefined;
  /** Called with defects of this program; the client gets an InternalError. */
  readonly onDefect?: (error: unknown) => void;
}

/** The options as the request path uses them. */
export interface SqsFront extends SqsFrontOptions {
  readonly guard: GuardRules;
}
