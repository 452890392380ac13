import * as l10n from '@vscode/l10n';
import { type Disposable, window } from 'vscode';
import { disposeAll } from '../../ground/disposeAll.ts';
import { forCount } from '../../ground/forCount.ts';
import { formatCount } from '../../ground/text.ts';
import type { GatewayUse } from './gatewayUse.ts';

/**
 * Says that messages of paused programs are no longer held because their gateway was lost: that which is started again holds only what
 * programs receive through it.
 */
export class LostHoldsNotice implements Disposable {
  readonly #use: GatewayUse;
  readonly #listeners: readonly Disposable[];
  /** Programs whose messages were held when the gateway was last heard of. */
  #heldCount: number;

  constructor(use: GatewayUse) {
    this.#use = use;
    this.#heldCount = use.holds.count;
    this.#listeners = [
      use.holds.onDidChange(() => {
        this.#heldCount = use.holds.count;
      }),
      use.client.onDidChangeState(({ kind }) => this.#follow(kind)),
    ];
  }

  dispose(): void {
    disposeAll(this.#listeners);
  }

  #follow(kind: GatewayUse['client']['state']['kind']): void {
    if (kind === 'running') return;
    const heldCount = this.#heldCount;
    this.#heldCount = 0;
    // Stop Gateway warns before it stops.
    if (heldCount === 0 || kind === 'stopped') return;
    const { name } = this.#use.connection;
    void window.showWarningMessage(
      [l10n.t('The gateway of “{0}” ended unexpectedly.', name), describeReturn(heldCount)].join(' '),
    );
  }
}

/** What becomes of the messages of paused programs without their gateway. @param programCount at least 1 */
export function describeReturn(programCount: number): string {
  return forCount(
    programCount,
    l10n.t(
      'What 1 paused program received before is no longer held. Its messages become visible again when their visibility timeouts end, mostly within 60 s.',
    ),
    l10n.t(
      'What {0} paused programs received before is no longer held. Their messages become visible again when their visibility timeouts end, mostly within 60 s.',
      formatCount(programCount),
    ),
  );
}
