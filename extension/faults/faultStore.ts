import type { Disposable, Event } from 'vscode';
import {
  type FaultPlan,
  type FaultsChangedParams,
  clearFaults,
  faultsChanged,
  listFaults,
  setFaults,
  type SetFaultsParams,
} from '../../broker/protocol/faults.ts';
import type { EventSource } from '../broker/supervisedClient.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { describePlan } from './faultText.ts';
import { disposeAll } from '../ground/disposeAll.ts';

/** The active faults; none while the broker does not run. */
export class FaultStore implements Disposable {
  readonly onDidChange: Event<void>;
  readonly #session: BrokerClient;
  readonly #emitter: EventSource<void>;
  #plans: readonly FaultPlan[] = [];
  readonly #parts: readonly Disposable[];

  constructor(session: BrokerClient, emitter: EventSource<void>) {
    this.#session = session;
    this.#emitter = emitter;
    this.onDidChange = emitter.event;
    this.#parts = [
      emitter,
      session.onNotification(faultsChanged, (params) => this.adopt(params)),
      session.onDidConnect(() => {
        session.request(listFaults, {}).then(
          (params) => this.adopt(params),
          // The connection went away; the next one asks again.
          () => undefined,
        );
      }),
      session.onDidChangeState(({ kind }) => {
        if (kind === 'stopped' || kind === 'failed') this.adopt({ plans: [] });
      }),
    ];
  }

  dispose(): void {
    disposeAll(this.#parts);
  }

  get plans(): readonly FaultPlan[] {
    return this.#plans;
  }

  find(queueArn: string): FaultPlan | undefined {
    return this.#plans.find((plan) => plan.queueArn === queueArn);
  }

  /** The active faults of a queue, as text; empty without any. */
  describe(queueArn: string): string {
    return describePlan(this.find(queueArn));
  }

  async set(params: SetFaultsParams): Promise<void> {
    this.adopt(await this.#session.request(setFaults, params));
  }

  async clear(queueArn: string): Promise<void> {
    this.adopt(await this.#session.request(clearFaults, { queueArn }));
  }

  /** Takes over what the broker answered with. */
  adopt({ plans }: FaultsChangedParams): void {
    this.#plans = plans;
    this.#emitter.fire();
  }
}
