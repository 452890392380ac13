import type { Disposable } from 'vscode';
import {
  type Finding,
  type FindingsChangedParams,
  findingsChanged,
  listFindings,
} from '../../broker/protocol/findings.ts';
import type { ServerClient } from '../broker/serverClient.ts';
import { disposeAll } from '../ground/disposeAll.ts';

/** What findings ask of the process that finds them: the broker, or a gateway. */
export type FindingClient = Pick<
  ServerClient<unknown>,
  'state' | 'request' | 'onNotification' | 'onDidConnect' | 'onDidChangeState'
>;

/** The findings of one process, newest first; none while it is stopped. */
export class FindingSource implements Disposable {
  readonly client: FindingClient;
  findings: readonly Finding[] = [];
  readonly #onChange: () => void;
  readonly #parts: readonly Disposable[];

  constructor(client: FindingClient, onChange: () => void) {
    this.client = client;
    this.#onChange = onChange;
    this.#parts = [
      client.onNotification(findingsChanged, (params) => this.#replace(params)),
      client.onDidConnect(() => this.#read()),
      client.onDidChangeState(({ kind }) => {
        if (kind === 'stopped' || kind === 'failed') this.#replace({ findings: [] });
      }),
    ];
    if (client.state.kind === 'running') this.#read();
  }

  dispose(): void {
    disposeAll(this.#parts);
  }

  #read(): void {
    this.client.request(listFindings, {}).then(
      (params) => this.#replace(params),
      // The connection went away; the next one asks again.
      () => undefined,
    );
  }

  #replace({ findings }: FindingsChangedParams): void {
    this.findings = findings;
    this.#onChange();
  }
}
