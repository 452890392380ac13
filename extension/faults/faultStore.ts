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
import type { ServerClient } from '../broker/serverClient.ts';
import { describePlan } from './faultText.ts';
import { disposeAll } from '../ground/disposeAll.ts';

/** What injects them: the broker, or a gateway. */
type FaultClient = Pick<
  ServerClient<unknown>,
  'state' | 'request' | 'onNotification' | 'onDidConnect' | 'onDidChangeState'
>;

/** The active faults of a process; none while it does not run. */
export class FaultStore implements Disposable {
  readonly onDidChange: Event<void>;
  readonly #session: FaultClient;
  readonly #emitter: EventSource<void>;
  #plans: readonly FaultPlan[] = [];
  readonly #parts: readonly Disposable[];

  constructor(session: FaultClient, emitter: EventSource<void>) {
    this.#session = session;
    this.#emitter = emitter;
    this.onDidChange = emitter.event;
    this.#parts = [
      emitter,
      session.onNotification(faultsChanged, (params) => this.adopt(params)),
      session.onDidConnect(() => this.#read()),
      session.onDidChangeState(({ kind }) => {
        if (kind === 'stopped' || kind === 'failed') this.adopt({ plans: [] });
      }),
    ];
    if (session.state.kind === 'running') this.#read();
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
  #read(): void {
    this.#session.request(listFaults, {}).then(
      (params) => this.adopt(params),
      // The connection went away; the next one asks again.
      () => undefined,
    );
  }
}
