import type { Gate } from '../../broker/connections/client/gate.ts';
import type { Failure } from '../../broker/connections/client/failures.ts';
import type { Identity } from '../../broker/connections/client/identity.ts';
import type { ConnectionDefinition } from '../../broker/connections/definition.ts';
import type { Place } from '../../broker/connections/place.ts';
import type { ProtectionLevel } from '../../broker/protection/protectionLevel.ts';
import type { Capabilities } from '../connections/capabilities.ts';
import type { EventSource } from '../broker/supervisedClient.ts';
import type { Schedule } from '../ground/schedule.ts';
import type { SamplePorts } from './sampling/samples.ts';
import type { RemoteConnection } from './remoteConnection.ts';

/** What a connection asks of the window that it is in. */
export interface RemotePorts {
  readonly createEmitter: <T>() => EventSource<T>;
  readonly schedule: Schedule;
  readonly readNow: () => number;
  /** Works out where calls go, and opens the gate to it. @returns what is missing if it is a text */
  readonly openGate: (
    definition: ConnectionDefinition,
    onAttempt: () => void,
    signal: AbortSignal,
  ) => Promise<{ readonly gate: Gate; readonly place: Place } | string>;
  /** Shows that it connects, with a way to cancel that. */
  readonly showOpening: (
    definition: ConnectionDefinition,
    opening: Promise<void>,
    cancel: () => void,
  ) => void;
  /** @returns what is missing to connect if it is a text */
  readonly locate: (definition: ConnectionDefinition) => Promise<Place | string>;
  /** Settles the protection level before anything but the list is called, now that it is known whose the keys are. */
  readonly settle: (definition: ConnectionDefinition, identity: Identity | undefined) => Promise<void>;
  readonly readLevel: (definition: ConnectionDefinition) => ProtectionLevel;
  readonly samples: SamplePorts;
  /** The faults of the connection's gateway; undefined while none runs. */
  readonly findFaults: (connectionId: string) => Capabilities['faults'] | undefined;
  /** Shows the trace of the connection's gateway, or what to do if none was opened. Starts none. */
  readonly openTrace: (connectionId: string, ...filter: Parameters<Capabilities['trace']>) => Promise<void>;
  /** Offers what helps after a failure, such as signing in. Does not wait for it. */
  readonly offerHelp: (failure: Failure, connection: RemoteConnection) => void;
  /** Keeps a queue that was added in the settings. */
  readonly saveQueue: (definition: ConnectionDefinition, url: string) => Promise<void>;
  readonly remove: (definition: ConnectionDefinition) => Promise<void>;
}
