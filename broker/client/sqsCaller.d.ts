import { type SqsCredentials } from './sqsSigner.ts';
export interface SqsCallerOptions {
  /** Absent: nothing says who calls. */
  readonly credentials?: SqsCredentials | undefined;
  /** What the program is called where the broker shows its consumers. */
  readonly userAgent: string;
  /** Calls at once; more wait for a connection. */
  readonly connections?: number;
}
export interface CallOptions {
  /** Without it the answer's body is not kept. */
  readonly wantsBody?: boolean;
  /** Hangs up. */
  readonly signal?: AbortSignal | undefined;
}
export interface SqsAnswer {
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** The error's code or what went wrong with the connection; empty when all is well. */
  readonly error: string;
  /** Empty unless it was asked for. */
  readonly body: string;
}
/** Calls a queue's endpoint by the JSON protocol on connections that stay open. */
export declare class SqsCaller {
  private readonly endpoint;
  private readonly userAgent;
  private readonly agent;
  private readonly signer;
  constructor(endpoint: URL, { credentials, userAgent, connections }: SqsCallerOptions);
  /** Never rejects: what goes wrong is in the answer. */
  call(action: string, members: object, { wantsBody, signal }?: CallOptions): Promise<SqsAnswer>;
  close(): void;
}
