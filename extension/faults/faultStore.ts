import type { Disposable, Event } from 'vscode';
import {
  type FaultPlan,
  type FaultsChangedParams,
  faultsChanged,
  listFaults,
} from '../../broker/protocol/faults.ts';
import type { EventSource } from '../broker/brokerSession.ts';
import type { BrokerSession } from '../broker/session.ts';
import { disposeAll } from '../ground/disposeAll.ts';

/** The active faults; none while the broker does not run. */
export class FaultStore implements Disposable {
  readonly onDidChange: Event<void>;
  readonly #emitter: EventSource<void>;
  #plans: readonly FaultPlan[] = [];
  readonly #parts: readonly Disposable[];

  constructor(session: BrokerSession, emitter: EventSource<void>) {
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

  /** Takes over what the broker answered with. */
  adopt({ plans }: FaultsChangedParams): void {
    this.#plans = plans;
    this.#emitter.fire();
  }
}
