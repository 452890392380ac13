import { type Disposable, l10n, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { BillStore } from '../broker/billStore.ts';
import type { QueueStore } from '../broker/queueStore.ts';
import type { BrokerSession, BrokerState } from '../broker/session.ts';
import { COMMANDS } from '../ids.ts';
import { explainBill } from './billText.ts';

export interface StatusSources {
  readonly session: BrokerSession;
  readonly queues: QueueStore;
  readonly bills: BillStore;
  /** Debug sessions at a breakpoint whose messages do not age. */
  countHolds(): number;
  readonly isVisible: () => boolean;
}

/** The one status item: where the broker is and how it is. */
export class StatusItem implements Disposable {
  readonly #item = window.createStatusBarItem('queueside.status', StatusBarAlignment.Left, 0);
  readonly #sources: StatusSources;
  readonly #listeners: Disposable[];

  constructor(sources: StatusSources) {
    this.#sources = sources;
    this.#item.name = 'Queueside';
    this.#item.command = COMMANDS.showActions;
    this.#listeners = [
      sources.session.onDidChangeState(() => this.update()),
      sources.queues.onDidChange(() => this.update()),
      sources.bills.onDidChange(() => this.update()),
    ];
    this.update();
  }

  update(): void {
    const { state } = this.#sources.session;
    const holds = this.#sources.countHolds();
    this.#item.text = composeText(state, holds);
    this.#item.tooltip = this.#composeTooltip(state, holds);
    this.#item.backgroundColor =
      state.kind === 'failed' ? new ThemeColor('statusBarItem.errorBackground') : undefined;
    this.#item.accessibilityInformation = { label: `Queueside: ${describeState(state)}` };
    if (this.#sources.isVisible()) this.#item.show();
    else this.#item.hide();
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.#item.dispose();
  }

  #composeTooltip(state: BrokerState, holds: number): MarkdownString {
    const tooltip = new MarkdownString('', true);
    tooltip.isTrusted = { enabledCommands: Object.values(COMMANDS) };
    tooltip.appendMarkdown('**Queueside** ').appendText(describeState(state)).appendMarkdown('\n\n');
    if (state.kind === 'running') {
      const { queues } = this.#sources.queues;
      const inFlight = queues.reduce((sum, { counts }) => sum + counts.inFlight, 0);
      tooltip.appendText(
        l10n.t('{0} queues, {1} messages in flight, limits: {2}', queues.length, inFlight, state.info.limits),
      );
      if (holds > 0) {
        tooltip
          .appendText('\n')
          .appendText(l10n.t('The visibility clock waits for {0} stopped programs.', holds));
      }
      tooltip.appendMarkdown('\n\n');
      const { report } = this.#sources.bills;
      for (const sentence of report ? explainBill(l10n.t, report) : []) {
        tooltip.appendText(sentence).appendMarkdown('\n\n');
      }
    }
    return tooltip.appendMarkdown(listLinks(state).join(' · '));
  }
}

function composeText(state: BrokerState, holds: number): string {
  switch (state.kind) {
    case 'stopped':
      return '$(circle-slash) Queueside';
    case 'starting':
      return '$(loading~spin) Queueside';
    case 'restarting':
      return '$(sync~spin) Queueside';
    case 'failed':
      return '$(error) Queueside';
    case 'running': {
      const text = `Queueside ${new URL(state.info.endpoint).port}`;
      return holds > 0 ? `$(debug-pause) ${text} ${l10n.t('clock held')}` : `$(inbox) ${text}`;
    }
  }
}

function describeState(state: BrokerState): string {
  switch (state.kind) {
    case 'stopped':
      return l10n.t('stopped');
    case 'starting':
      return l10n.t('starting');
    case 'restarting':
      return l10n.t('restarting, attempt {0}', state.attempt);
    case 'failed':
      return l10n.t('failed: {0}', state.reason);
    case 'running':
      return l10n.t('running at {0}', state.info.endpoint);
  }
}

function listLinks(state: BrokerState): string[] {
  const log = link(COMMANDS.showLog, l10n.t('Show Log'));
  switch (state.kind) {
    case 'stopped':
      return [link(COMMANDS.startBroker, l10n.t('Start')), log];
    case 'failed':
      return [link(COMMANDS.startBroker, l10n.t('Retry')), log];
    case 'starting':
    case 'restarting':
      return [link(COMMANDS.stopBroker, l10n.t('Stop')), log];
    case 'running':
      return [
        link(COMMANDS.copyEndpoint, l10n.t('Copy Endpoint')),
        link(COMMANDS.openTrace, l10n.t('Open Trace')),
        link(COMMANDS.resetAccounting, l10n.t('Reset Bill')),
        link(COMMANDS.stopBroker, l10n.t('Stop')),
        log,
      ];
  }
}

function link(command: string, title: string): string {
  return `[${title}](command:${command})`;
}
