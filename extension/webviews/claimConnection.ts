import type { Disposable, WebviewPanel } from 'vscode';
import type { Connections } from '../connections/connections.ts';

/** Says which connection a panel is about, as long as it is in front. */
export class ConnectionClaim implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #connections: Connections;
  readonly #listener: Disposable;
  #connectionId: string | undefined;

  constructor(panel: WebviewPanel, connections: Connections) {
    this.#panel = panel;
    this.#connections = connections;
    this.#listener = panel.onDidChangeViewState(() => this.#tell());
  }

  set(connectionId: string | undefined): void {
    this.#connectionId = connectionId;
    this.#tell();
  }

  dispose(): void {
    this.#listener.dispose();
    this.#connections.active.claim(this, undefined);
  }

  #tell(): void {
    this.#connections.active.claim(this, this.#panel.active ? this.#connectionId : undefined);
  }
}
