import { NO_PARAMS, request, type } from './method.ts';
import { oneOf, optional, shape, text, wholeNumber } from './shape.ts';

/** The one line of JSON on the broker's standard output, printed when it is ready. */
export interface ReadyLine {
  readonly event: 'ready';
  /** `http://host:port` for SQS clients. */
  readonly endpoint: string;
  /** `ws://host:port/control` for the extension. */
  readonly control: string;
  /** `https://host:port` for SQS clients, with `--tls-port`. */
  readonly secureEndpoint?: string;
  /** The PEM file of the certificate authority that clients of `secureEndpoint` must trust. */
  readonly authorityPath?: string;
  /** A PEM file with that authority and the public ones, for programs that trust only one file. */
  readonly bundlePath?: string;
  readonly pid: number;
  readonly protocol: number;
  readonly version: string;
}

/**
 * Printed instead of {@link ReadyLine} if the broker cannot start; it then exits with 2 (configuration) or 3 (address).
 */
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
  /** The active limits profile. */
  readonly limits: 'strict' | 'classic' | 'relaxed';
  readonly maximumMessageBytes: number;
  /** Whether calls must be signed, and whether policies must allow them. */
  readonly auth: 'off' | 'signatures' | 'policies';
  /** Whether the data folder is encrypted; absent without one. */
  readonly isEncrypted?: boolean;
}

/** Returns where the broker listens, its versions, region and account, and the active limits. */
export const getBroker = request('queueside/broker/get', {
  params: NO_PARAMS,
  result: type<BrokerInfo>(),
  stores: 'nothing',
});

/** Stops the broker gracefully, for all clients, 20 ms after the response. */
export const stopBroker = request('queueside/broker/stop', {
  params: NO_PARAMS,
  result: type<null>(),
  stores: 'nothing',
});

/**
 * Registers the program that signs with this access key id. From then on, every call signed with it belongs to the
 * consumer `consumerId`, and the trace shows `name`, whatever SDK the program uses. Register before the program starts,
 * and again when its process id is known. If calls must be signed, pass `secretAccessKey`: the key pair then has the
 * permissions of `user`, a name in the credential file, or of its first user. The broker keeps the newest 1,000 such
 * pairs, in memory only.
 */
export const registerConsumer = request('queueside/consumer/register', {
  params: shape({
    accessKeyId: text(128, 1),
    name: text(256, 1),
    kind: oneOf(['debugSession']),
    /** The program's process id, if the debugger reported it. Register again to add it. */
    processId: optional(wholeNumber(0, 2 ** 32)),
    /** The secret that the program signs with; needed if signatures are checked. */
    secretAccessKey: optional(text(128, 1)),
    /** Name of the user in the credential file that the program acts as; absent or empty: the first user. */
    user: optional(text(128)),
  }),
  result: type<{ readonly consumerId: string }>(),
  stores: 'nothing',
});

/**
 * Returns the consumer that a running process is, for a debugger that has attached to it: `consumerId` stands for all of
 * its calls, those to come too, whatever their credentials. Pass it to `queueside/clock/hold` and
 * `queueside/message/listInFlight`. `seesProcesses` is false on systems where the broker cannot tell which process is at
 * the other end of a connection; the consumer then has no calls. On Linux, the broker recognizes processes of its own
 * user in its own network namespace: not those in containers.
 */
export const attachConsumer = request('queueside/consumer/attach', {
  params: shape({ processId: wholeNumber(1, 2 ** 31 - 1) }),
  result: type<{ readonly consumerId: string; readonly seesProcesses: boolean }>(),
  stores: 'nothing',
});
