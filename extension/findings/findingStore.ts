import type { Disposable, Event } from 'vscode';
import {
  type Finding,
  type FindingsChangedParams,
  findingsChanged,
  listFindings,
} from '../../broker/protocol/findings.ts';
import type { EventSource } from '../broker/supervisedClient.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { disposeAll } from '../ground/disposeAll.ts';

/** The mistakes that the broker sees in what programs do, newest first; none while the user does not want any. */
export class FindingStore implements Disposable {
  readonly onDidChange: Event<void>;
  readonly #emitter: EventSource<void>;
  readonly #isEnabled: () => boolean;
  #findings: readonly Finding[] = [];
  readonly #parts: readonly Disposable[];

  constructor(session: BrokerClient, emitter: EventSource<void>, isEnabled: () => boolean) {
    this.#emitter = emitter;
    this.#isEnabled = isEnabled;
    this.onDidChange = emitter.event;
    this.#parts = [
      emitter,
      session.onNotification(findingsChanged, (params) => this.#replace(params)),
      session.onDidConnect(() => {
        session.request(listFindings, {}).then(
          (params) => this.#replace(params),
          // The connection went away; the next one asks again.
          () => undefined,
        );
      }),
      session.onDidChangeState(({ kind }) => {
        if (kind === 'stopped' || kind === 'failed') this.#replace({ findings: [] });
      }),
    ];
  }

  dispose(): void {
    disposeAll(this.#parts);
  }

  get findings(): readonly Finding[] {
    return this.#isEnabled() ? this.#findings : [];
  }

  find(id: string): Finding | undefined {
    return this.#findings.find((finding) => finding.id === id);
  }

  /** The setting was changed. */
  update(): void {
    this.#emitter.fire();
  }

  #replace({ findings }: FindingsChangedParams): void {
    this.#findings = findings;
    this.#emitter.fire();
  }
}
