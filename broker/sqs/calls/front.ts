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
import type { Exchange } from './exchange.ts';

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

/** What a front is made of, whatever answers its calls. */
export interface FrontOptions {
  readonly config: SqsConfig;
  /** Absent: callers are not authenticated. */
  readonly authority?: Authority | undefined;
  /** Names the program behind a call; default: {@link formatConsumerId}. */
  readonly identifyConsumer?: (accessKeyId: string, userAgent: string) => string;
  /** Called with defects of this program; the client gets an InternalError. */
  readonly onDefect?: (error: unknown) => void;
}

/**
 * What stands behind a front: the engine of a broker, or the endpoint that a gateway calls. The request has passed the guard, and
 * its body is whole. An exception is a defect.
 */
export type ServeRequest = (exchange: Exchange, body: Buffer) => void;

/** What the front of an engine is made of. */
export interface SqsFrontOptions extends FrontOptions {
  readonly engine: Engine;
  /** Called for every call before its response is sent. */
  readonly onApiCall?: (call: ApiCall) => void;
  /** Absent: the keys of SSE-KMS queues are names only. */
  readonly checkKey?: CheckKey | undefined;
  /** Absent: the broker keeps its messages in memory, and answers leave at once. */
  readonly commit?: Commit;
  /** What goes wrong on purpose. */
  readonly faults?: CallFaults;
  /** The process at the other end of a connection; the answer may be filled in later. Default: unknown. */
  readonly findProcess?: (socket: Socket, accessKeyId: string) => CallerProcess | undefined;
  /** Other services on the same port, which are asked in this order; default: none. */
  readonly neighbours?: readonly NeighbourService[] | undefined;
  /** Writes the metrics of queues for `GET /metrics`; default: they are not served. */
  readonly metricsText?: MetricsText | undefined;
}
