import type { Disposable, Event } from 'vscode';
import {
  type FunctionInfo,
  functionsChanged,
  type FunctionsResult,
  listFunctions,
} from '../../broker/protocol/functions.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { EventSource } from '../broker/supervisedClient.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import type { FunctionSource } from './functionSource.ts';

/** The functions of the broker. */
export class FunctionStore implements FunctionSource, Disposable {
  readonly onDidChange: Event<void>;
  readonly #session: BrokerClient;
  readonly #emitter: EventSource<void>;
  readonly #parts: readonly Disposable[];
  #functions: readonly FunctionInfo[] = [];

  constructor(session: BrokerClient, emitter: EventSource<void>) {
    this.#session = session;
    this.#emitter = emitter;
    this.onDidChange = emitter.event;
    this.#parts = [
      emitter,
      session.onNotification(functionsChanged, (result) => this.take(result)),
      // The connection may go away; the next one asks again.
      session.onDidConnect(() => void this.refresh().catch(() => undefined)),
      session.onDidChangeState(({ kind }) => {
        if (kind !== 'running') this.take({ functions: [] });
      }),
    ];
    if (session.state.kind === 'running') void this.refresh().catch(() => undefined);
  }

  get functions(): readonly FunctionInfo[] {
    return this.#functions;
  }

  dispose(): void {
    disposeAll(this.#parts);
  }

  find(name: string): FunctionInfo | undefined {
    return this.#functions.find(({ definition }) => definition.name === name);
  }

  async refresh(): Promise<void> {
    this.take(await this.#session.request(listFunctions, {}));
  }

  take({ functions }: FunctionsResult): void {
    this.#functions = functions;
    this.#emitter.fire();
  }
}
