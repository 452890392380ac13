import * as l10n from '@vscode/l10n';
import { type Disposable, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import { disposeAll } from '../ground/disposeAll.ts';

/** Beside the status of the broker: the protected connection that the user is about to act on. Hidden for all others. */
export class ConnectionItem implements Disposable {
  readonly #item = window.createStatusBarItem('queueside.connection', StatusBarAlignment.Left, 0);
  readonly #connections: Connections;
  readonly #listeners: readonly Disposable[];

  constructor(connections: Connections) {
    this.#connections = connections;
    this.#item.name = l10n.t('Queueside: Connection');
    this.#item.backgroundColor = new ThemeColor('statusBarItem.warningBackground');
    this.#listeners = [
      connections.active.onDidChange(() => this.#update()),
      connections.onDidChangeState(() => this.#update()),
    ];
    this.#update();
  }

  dispose(): void {
    disposeAll(this.#listeners);
    this.#item.dispose();
  }

  #update(): void {
    const connections = this.#connections;
    const connection = connections.active.ids
      .flatMap((id) => connections.find(id) ?? [])
      .findLast(({ remote }) => remote !== undefined && remote.level !== 'open');
    if (connection?.remote === undefined) {
      this.#item.hide();
      return;
    }
    const { level } = connection.remote;
    this.#item.text = `$(${level === 'readOnly' ? 'lock' : 'cloud'}) ${connection.name} · ${level}`;
    this.#item.tooltip =
      level === 'readOnly'
        ? l10n.t('You use queues of {0}. Nothing can be changed.', connection.name)
        : l10n.t('You use queues of {0}, and are asked before each change.', connection.name);
    this.#item.accessibilityInformation = { label: this.#item.tooltip };
    this.#item.show();
  }
}
