import * as l10n from '@vscode/l10n';
import { type Disposable, window } from 'vscode';
import type { GatewayInfo } from '../../../broker/protocol/gateway.ts';
import { disposeAll } from '../../ground/disposeAll.ts';
import { listUsers } from './gatewayItem.ts';
import type { GatewayUse } from './gatewayUse.ts';

/** Says that programs call an address where their gateway is no longer: another program took its port while it was restarted. */
export class MovedNotice implements Disposable {
  readonly #use: GatewayUse;
  readonly #listeners: readonly Disposable[];
  #endpoint: string | undefined;

  constructor(use: GatewayUse) {
    this.#use = use;
    this.#listeners = [use.client.onDidConnect((info) => this.#follow(info))];
  }

  dispose(): void {
    disposeAll(this.#listeners);
  }

  #follow({ endpoint, secureEndpoint = endpoint }: GatewayInfo): void {
    const before = this.#endpoint;
    this.#endpoint = secureEndpoint;
    if (before === undefined || before === secureEndpoint) return;
    const users = listUsers(this.#use).map((name) => `“${name}”`);
    if (users.length === 0) return;
    void window.showWarningMessage(
      l10n.t(
        'The gateway of “{0}” now runs at {1}, because another program took the port of {2}. Start again what calls it: {3}.',
        this.#use.connection.name,
        secureEndpoint,
        before,
        users.join(', '),
      ),
    );
  }
}
