import * as l10n from '@vscode/l10n';
import type { CallFault, CallFaults } from '../calls/injectedFaults.ts';
import type { Caller } from '../engine/base/caller.ts';
import type { DeliveryFaults } from '../engine/state/deliveryFaults.ts';
import type { EngineListener } from '../engine/events.ts';
import { type Result, fail, succeed } from '../engine/base/result.ts';
import type { FaultPlan, SetFaultsParams } from '../protocol/faults.ts';
import type { Schedule } from '../time/schedule.ts';
import type { InjectedFault } from '../trace/injectedFault.ts';
import { combineFaults } from './combineFaults.ts';
import { ActiveQueueFaults } from './queueFaults.ts';
import { isAnyOn, listUnordered } from './activeFaults.ts';

/** A queue, as far as faults know it. */
export interface FaultableQueue {
  readonly arn: string;
  readonly isFifo: boolean;
  deliveryFaults: DeliveryFaults | undefined;
}

/** Where queues are looked up: an engine, or what a gateway knows of an endpoint. */
export interface FaultableQueues {
  findByArn(arn: string): FaultableQueue | undefined;
  onEvent(listener: EngineListener): unknown;
}

export interface FaultPorts {
  readonly engine: FaultableQueues;
  readonly schedule: Schedule;
  /** Tells the trace. */
  report(fault: InjectedFault): void;
  /** Plans were set or cleared. */
  onChange(): void;
}

/** The active faults, by queue. */
export class FaultRegistry implements CallFaults {
  private readonly ports: FaultPorts;
  private readonly plans = new Map<string, ActiveQueueFaults>();
  private readonly probes = new Map<string, DeliveryFaults>();

  constructor(ports: FaultPorts) {
    this.ports = ports;
    ports.engine.onEvent((event) => {
      if (event.kind !== 'queueDeleted') return;
      this.probes.delete(event.queue.arn);
      if (this.plans.delete(event.queue.arn)) ports.onChange();
    });
  }

  get isIdle(): boolean {
    return this.plans.size === 0;
  }

  list(): FaultPlan[] {
    return [...this.plans.values()].map((plan) => plan.describe());
  }

  /** The plans that stay active when the broker restarts, as they were set. */
  get kept(): SetFaultsParams[] {
    const plans = this.list().filter(({ keep }) => keep);
    return plans.map(({ queueArn, faults, seed, keep }) => ({ queueArn, faults, seed, keep }));
  }

  has(queueArn: string): boolean {
    return this.plans.has(queueArn);
  }

  find(queueArn: string): FaultPlan | undefined {
    return this.plans.get(queueArn)?.describe();
  }

  /**
   * Errors: ResourceNotFoundException, InvalidParameterValue for faults that a FIFO queue cannot have.
   * @param definedIn the source of the definitions that ask for it; undefined: a client does
   */
  set(params: SetFaultsParams, definedIn?: string): Result<undefined> {
    const queue = this.ports.engine.findByArn(params.queueArn);
    if (queue === undefined) {
      return fail('ResourceNotFoundException', l10n.t('There is no queue {0}.', params.queueArn), 'queueArn');
    }
    const [forbidden] = queue.isFifo ? listUnordered(params.faults) : [];
    if (forbidden !== undefined) {
      return fail(
        'InvalidParameterValue',
        l10n.t('A FIFO queue cannot have {0}.', forbidden),
        `faults.${forbidden}`,
      );
    }
    if (isAnyOn(params.faults))
      this.plans.set(
        queue.arn,
        new ActiveQueueFaults(params, definedIn, (fault) => this.ports.report(fault)),
      );
    else this.plans.delete(queue.arn);
    this.install(queue.arn);
    this.ports.onChange();
    return succeed(undefined);
  }

  /** @param queueArn undefined: all queues */
  clear(queueArn: string | undefined): void {
    for (const arn of queueArn === undefined ? [...this.plans.keys()] : [queueArn]) {
      this.plans.delete(arn);
      this.install(arn);
    }
    this.ports.onChange();
  }

  /** Assigns an active plan to definitions with the same faults; its random numbers and counts continue. */
  claim(queueArn: string, definedIn: string): void {
    const plan = this.plans.get(queueArn);
    if (plan !== undefined) plan.definedIn = definedIn;
  }

  /** Puts the faults of a test before those of the queue's plan; undefined takes them away. */
  setProbe(queueArn: string, probe: DeliveryFaults | undefined): void {
    if (probe === undefined) this.probes.delete(queueArn);
    else this.probes.set(queueArn, probe);
    this.install(queueArn);
  }

  draw(queueArn: string, caller: Caller): CallFault | undefined {
    return this.plans.get(queueArn)?.drawCall(caller);
  }

  after(delayMs: number, callback: () => void): void {
    this.ports.schedule(delayMs, callback);
  }

  private install(queueArn: string): void {
    const queue = this.ports.engine.findByArn(queueArn);
    if (queue === undefined) return;
    const plan = this.plans.get(queueArn);
    const probe = this.probes.get(queueArn);
    queue.deliveryFaults =
      probe === undefined ? plan : plan === undefined ? probe : combineFaults(probe, plan);
  }
}
