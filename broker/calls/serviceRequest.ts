import type { IncomingHttpHeaders } from 'node:http';
import type { Failure, Result } from '../engine/base/result.ts';

/** What a service beside SQS gets of a request: it has passed the guard, and nothing else is decided. */
export interface ServiceRequest {
  readonly method: string;
  /** Path and query, as received. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly requestId: string;
  /**
   * Who calls, by a signature that holds; with `auth: off`, whom the request claims.
   * Errors: those of `Authority.authenticate`.
   */
  authenticate(): Result<ServiceCaller>;
  /**
   * Answers, once.
   * @param extra raw header pairs
   */
  answer(status: number, contentType: string, body: string | Uint8Array, extra?: readonly string[]): void;
}

/** An authenticated caller of a service. */
export interface ServiceCaller {
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
  /**
   * Why policies or the lack of a signature forbid an action; undefined when it is allowed.
   * @param action such as `cloudwatch:PutMetricAlarm`
   * @param resourceArn undefined for actions that are not about a resource
   */
  deny(action: ServiceAction, resourceArn: string | undefined): Failure | undefined;
}

/** An action of a service beside SQS, as policies call it. */
export type ServiceAction = `${string}:${string}`;

/** A service that shares the port of SQS. */
export interface NeighbourService {
  /** In the credential scope of its signatures. */
  readonly signingName: string;
  /** Whether a request is one of its own. */
  claims(headers: IncomingHttpHeaders, url: string, body: Buffer): boolean;
  serve(request: ServiceRequest): void;
}
