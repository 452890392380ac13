import type { ProcessCredential } from '../protocol/processCredential.ts';
import type { Environment } from './environment.ts';
import type { ActiveFunctionFaults } from './functionFaults.ts';
import type { FunctionSettings } from './functionSettings.ts';
import type { Invocation } from './invocation.ts';
import type { ProcessedEnd } from './ports.ts';
import type { InvocationReport } from '../protocol/invocation.ts';

/** What the runner is asked to do with a process. */
export interface EnvironmentOrders {
  /** @param runtimeApi host and port */
  start(environment: Environment, credential: ProcessCredential, runtimeApi: string): void;
  freeze(environment: Environment): void;
  thaw(environment: Environment): void;
  stop(environment: Environment, graceMs: number): void;
  kill(environment: Environment): void;
  /** An invocation is over, and the environment is in its next state: what its process wrote before is to be reported. */
  askForLines(environment: Environment, requestId: string): void;
}

/** Whose environment it is. */
export interface EnvironmentOwner {
  readonly name: string;
  readonly arn: string;
  readonly settings: FunctionSettings;
  /** How many environments may run at the same time. */
  readonly limit: number;
  /** Whether its runner can freeze processes. */
  readonly canFreeze: boolean;
  readonly faults: ActiveFunctionFaults | undefined;
  readonly orders: EnvironmentOrders;
  /** Its start is over, and it has no invocation. */
  onIdle(environment: Environment): void;
  /** It is given an invocation, which it has not begun yet. */
  onTaken(environment: Environment, invocation: Invocation): void;
  /** An invocation is over, and the environment is in its next state. */
  onOver(environment: Environment, invocation: Invocation, end: ProcessedEnd, report: InvocationReport): void;
  /** The environment ends before it has run this invocation, which needs another one. */
  onReturned(invocation: Invocation): void;
  onEnded(environment: Environment): void;
  /** Something that views show has changed. */
  onChange(): void;
}
