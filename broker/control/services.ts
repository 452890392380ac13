import type { Ledger } from '../accounting/ledger.ts';
import type { ApiCall } from '../apiCall.ts';
import type { ControllableClock } from '../clock.ts';
import type { SessionCredential } from '../sessionCredential.ts';
import type { Engine } from '../engine/engine.ts';
import type { FaultRegistry } from '../faults/registry.ts';
import type { Result } from '../engine/result.ts';
import type { Kms } from '../kms/kms.ts';
import type { BrokerInfo } from '../protocol/broker.ts';
import type { NotificationMethod } from '../protocol/method.ts';
import type { Schedule } from '../schedule.ts';
import type { ConsumerRegistry } from '../trace/consumers.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { Findings } from '../trace/findings/findings.ts';
import type { TraceRecorder } from '../trace/recorder.ts';
import type { TraceNames } from '../trace/traceEvent.ts';
import type { HoldRegistry } from './holds.ts';

/** What the handlers work on. */
export interface ControlServices {
  readonly engine: Engine;
  readonly clock: ControllableClock;
  readonly recorder: TraceRecorder;
  readonly consumers: ConsumerRegistry;
  readonly ledger: Ledger;
  readonly faults: FaultRegistry;
  readonly findings: Findings;
  readonly telemetry: Telemetry;
  readonly names: TraceNames;
  readonly holds: HoldRegistry;
  readonly schedule: Schedule;
  /** Only while the broker serves. */
  readonly info: () => BrokerInfo;
  /** Counts and traces an API call that a user made in the editor. */
  readonly onApiCall: (call: ApiCall) => void;
  /** The local KMS as it is now. */
  readonly kms: () => Kms;
  /** Makes these 32 bytes the master key of the data folder; false where it is not encrypted. */
  readonly rotateMasterKey: (secret: Uint8Array) => boolean;
  /** Lets a debug session sign as a user. Errors: InvalidParameterValue. */
  readonly admitSession: (session: SessionCredential) => Result<undefined>;
  /** Sends to every open session. */
  readonly broadcast: <P>(method: NotificationMethod<P>, params: P) => void;
  /** Stores all times of queues and messages again, because they were moved with the clock. */
  readonly keepTimes: () => void;
  /** Ends the broker in order. */
  readonly stop: () => void;
}
