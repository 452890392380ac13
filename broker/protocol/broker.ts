import { NO_PARAMS, request, type } from './method.ts';
import { oneOf, optional, shape, text, wholeNumber } from './shape.ts';

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

/** Says where the broker listens, its versions, region and account, and the limits in force. */
export const getBroker = request('queueside/broker/get', {
  params: NO_PARAMS,
  result: type<BrokerInfo>(),
  stores: 'nothing',
});

/** Ends the broker in order, for all clients, 20 ms after the answer was given. */
export const stopBroker = request('queueside/broker/stop', {
  params: NO_PARAMS,
  result: type<null>(),
  stores: 'nothing',
});

/**
 * Tells the broker what to call the program that will sign with this access key id. From then on every call that is signed
 * with it is the consumer `consumerId`, and the trace shows it by `name`, whatever SDK makes it. Register before the program
 * starts, and again when its process id is known. With `secretAccessKey`, where calls have to be signed, the key pair is as
 * good as that of `user`, a name in the credential file, or of its first user; such pairs are kept in memory only, the newest
 * 1,000.
 */
export const registerConsumer = request('queueside/consumer/register', {
  params: shape({
    accessKeyId: text(128, 1),
    name: text(256, 1),
    kind: oneOf(['debugSession']),
    /** Of the program, when the debugger has told it. Registering again adds it. */
    processId: optional(wholeNumber(0, 2 ** 32)),
    /** What it signs with; where signatures are checked, they then hold. */
    secretAccessKey: optional(text(128, 1)),
    /** Name of the user in the credential file that the program is to be; absent or empty: the first one. */
    user: optional(text(128)),
  }),
  result: type<{ readonly consumerId: string }>(),
  stores: 'nothing',
});
