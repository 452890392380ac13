import type { Delivery } from '../engine/state/delivery.ts';
import type { Result } from '../engine/base/result.ts';
import type { AlarmStateValue } from '../protocol/alarms.ts';
import type { NotificationMethod } from '../protocol/method.ts';
import type { PoolCredential, PoolDecision } from '../protocol/pools.ts';
import type { ManagedProcess } from './managedProcess.ts';

/** What an alarm says, and what it looks at. */
export interface AlarmReading {
  readonly state: AlarmStateValue;
  readonly threshold: number;
  /** Of its periods with data, the newest last. */
  readonly values: readonly number[];
}

/** The other end of the connection that runs a pool. */
export interface PoolRunner {
  notify<P>(method: NotificationMethod<P>, params: P): void;
}

/** What happened to a process, for the trace. */
export interface ProcessEvent {
  readonly process: ManagedProcess;
  readonly queueArn: string;
  /** A sentence. */
  readonly detail: string;
  /** Messages that it had in flight and that are lost with it, until their visibility timeouts end. */
  readonly lost: readonly Delivery[];
}

/** What a pool needs from outside. */
export interface PoolPorts {
  /** Epoch ms on the broker's clock. */
  now(): number;
  /** Creates credentials for a process, and names it to the broker. Errors: InvalidParameterValue for an unknown user. */
  admit(processName: string, user: string): Result<PoolCredential>;
  /** The process of a credential is known. */
  noteProcessId(process: ManagedProcess, processId: number): void;
  /** Of an alarm in the account and region of the pools; undefined: there is none. */
  readAlarm(name: string): AlarmReading | undefined;
  /** Random numbers in [0, 1) that only depend on the seed. */
  createRandom(seed: number): () => number;
  recordProcess(event: ProcessEvent): void;
  recordDecision(pool: string, queueArn: string, decision: PoolDecision): void;
  /** Something that views show has changed. */
  onChange(): void;
}
