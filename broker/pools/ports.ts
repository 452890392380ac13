import type { Delivery } from '../engine/state/delivery.ts';
import type { Result } from '../engine/base/result.ts';
import type { AlarmStateValue } from '../protocol/alarms.ts';
import type { NotificationMethod } from '../protocol/method.ts';
import type { PolicyType } from '../protocol/poolDefinition.ts';
import type { PoolDecision } from '../protocol/pools.ts';
import type { ProcessCredential } from '../protocol/processCredential.ts';
import type { ManagedProcess } from './managedProcess.ts';

/** What an alarm says, and what it looks at. */
export interface FollowedAlarm {
  readonly state: AlarmStateValue;
  readonly threshold: number;
  /** The metric of a queue that it looks at; absent: not one. */
  readonly metricName?: string;
  /** Of its periods with data, the newest last. */
  readonly values: readonly number[];
}

/** The other end of the connection that runs a pool. */
export interface RunnerConnection {
  notify<P>(method: NotificationMethod<P>, params: P): void;
}

/** Which pool something happened to. */
export interface PoolEvent {
  readonly pool: string;
  /** The type of its policy. */
  readonly policy: PolicyType;
  readonly queueArn: string;
}

/**
 * `end`: it has ended because it was asked to; `kill`: it is killed, or has ended by that; `ignoreStop`: it is killed because it
 * did not end within its grace period.
 */
export type ProcessDeed =
  | 'start'
  | 'serve'
  | 'drain'
  | 'stop'
  | 'ignoreStop'
  | 'receiveLate'
  | 'kill'
  | 'end'
  | 'crash';

/** What happened to a process, for the trace. */
export interface ProcessEvent extends PoolEvent {
  readonly process: ManagedProcess;
  readonly did: ProcessDeed;
  /** A sentence. */
  readonly detail: string;
  readonly graceMs: number;
  /** Messages that it had in flight and that are lost with it, until their visibility timeouts end. */
  readonly lost: readonly Delivery[];
}

/** A change of the size of a pool, for the trace. */
export interface DecisionEvent extends PoolEvent {
  readonly decision: PoolDecision;
  /** What the policy follows. */
  readonly metric: string | undefined;
  /** How often it turned from growing to shrinking or back in the last ten minutes. */
  readonly turns: number;
  readonly cooldownMs: number;
  /** Of the last growth: when it was, epoch ms, and after how many ms the queue was empty. */
  readonly drained: { readonly from: number; readonly ms: number } | undefined;
}

/** Its policy cannot decide. */
export interface BlockEvent extends PoolEvent {
  /** A sentence. */
  readonly detail: string;
  readonly alarmWithoutData: string | undefined;
}

/** What a pool needs from outside. */
export interface PoolPorts {
  /** Epoch ms on the broker's clock. */
  now(): number;
  /** Creates credentials for a process, and names it to the broker. Errors: InvalidParameterValue for an unknown user. */
  admit(processName: string, user: string): Result<ProcessCredential>;
  /** The process has ended: its credentials sign nothing more. */
  revoke(process: ManagedProcess): void;
  /** The process of a credential is known. */
  noteProcessId(process: ManagedProcess, processId: number): void;
  /** Of an alarm in the account and region of the pools; undefined: there is none. */
  readonly readAlarm: (name: string) => FollowedAlarm | undefined;
  /** Random numbers in [0, 1) that only depend on the seed. */
  createRandom(seed: number): () => number;
  recordProcess(event: ProcessEvent): void;
  recordDecision(event: DecisionEvent): void;
  recordBlock(event: BlockEvent): void;
  /** Something that views show has changed. */
  onChange(): void;
}
