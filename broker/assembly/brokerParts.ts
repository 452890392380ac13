import type { Server as SecureServer } from 'node:https';
import type { Authority } from '../auth/authorize.ts';
import type { ControllableClock } from '../time/clock.ts';
import type { KeepAliveTimes } from '../control/channel/keepAlive.ts';
import type { MasterKey } from '../kms/masterKey.ts';
import type { Schedule } from '../time/schedule.ts';
import type { SqsListener } from '../sqs/http/listener.ts';
import type { ServerPorts } from '../sqs/http/server.ts';
import type { Journal } from '../storage/journal.ts';

/** The HTTPS server's certificate, and the certificates that clients must trust. */
export interface HttpsEndpoint {
  /** A file, PEM. */
  readonly authorityPath: string;
  /** The file of the public authorities and that one, PEM. */
  readonly bundlePath: string;
  createServer(listener: SqsListener, ports: ServerPorts): SecureServer;
}

/** What a broker needs from the process around it, or from a test. */
export interface BrokerParts {
  readonly clock: ControllableClock;
  /** An opened data folder that the broker shall keep its messages in; absent: in memory. */
  readonly journal?: Journal | undefined;
  /** That the data folder is encrypted with. */
  readonly masterKey?: MasterKey | undefined;
  /** Real time, for batches, pings and deadlines of shutting down. */
  readonly schedule: Schedule;
  readonly keepAlive: KeepAliveTimes;
  /** What clients of the control channel must show; undefined closes the channel. */
  readonly token: string | undefined;
  /** Absent: any credentials are accepted. */
  readonly authority?: Authority | undefined;
  /** For the port of `--tls-port`; absent without one. */
  readonly secure?: HttpsEndpoint | undefined;
  log(line: string): void;
  /** A client asks for the end of the broker. */
  onStopRequested(): void;
}
