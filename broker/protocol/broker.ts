import { type NoParams, request } from './method.ts';

/** The one line of JSON on the broker's standard output once it serves. */
export interface ReadyLine {
  readonly event: 'ready';
  /** `http://host:port` for SQS clients. */
  readonly endpoint: string;
  /** `ws://host:port/control` for the extension. */
  readonly control: string;
  /** `https://host:port` for SQS clients, with `--tls-port`. */
  readonly secureEndpoint?: string;
  /** The file of the certificate authority that clients of `secureEndpoint` have to trust, PEM. */
  readonly authorityPath?: string;
  /** The file of the public authorities and that one, for programs that trust one file only, PEM. */
  readonly bundlePath?: string;
  readonly pid: number;
  readonly protocol: number;
  readonly version: string;
}

/** The line instead of {@link ReadyLine} when the broker cannot serve; it then exits with 2 (configuration) or 3 (address). */
export interface FailedLine {
  readonly event: 'failed';
  /** `BAD_CONFIG`, `DATA_…` when the data folder cannot be used, or Node's error code such as `EADDRINUSE`. */
  readonly code: string;
  readonly message: string;
}

export interface BrokerInfo extends ReadyLine {
  readonly region: string;
  readonly account: string;
  /** Epoch ms. */
  readonly startedAt: number;
  /** Limits profile in force. */
  readonly limits: 'strict' | 'classic' | 'relaxed';
  readonly maximumMessageBytes: number;
  /** Whether calls have to be signed, and policies have to allow them. */
  readonly auth: 'off' | 'signatures' | 'policies';
  /** Whether the data folder is encrypted; absent without one. */
  readonly isEncrypted?: boolean;
}

/** Tells the broker what to call the program that will sign with this access key id. */
export interface RegisterConsumerParams {
  readonly accessKeyId: string;
  readonly name: string;
  readonly kind: 'debugSession';
  /** Of the program, when the debugger has told it. Registering again adds it. */
  readonly processId?: number;
  /** What it signs with; where signatures are checked, they then hold. Kept in memory only. */
  readonly secretAccessKey?: string;
  /** Name of the user in the credential file that the program is to be; absent or empty: the first one. */
  readonly user?: string;
}

export const getBroker = request<NoParams, BrokerInfo>('queueside/broker/get');
/** Ends the broker in order, for all windows. */
export const stopBroker = request<NoParams, null>('queueside/broker/stop');
export const registerConsumer = request<RegisterConsumerParams, { readonly consumerId: string }>(
  'queueside/consumer/register',
);
