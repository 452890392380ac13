import { type Disposable, l10n, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { Finding } from '../../broker/protocol/findings.ts';
import type { BillStore } from '../billing/billStore.ts';
import { explainBill } from '../billing/billText.ts';
import type { BrokerClient, BrokerState } from '../broker/brokerClient.ts';
import { appendSentence } from '../ground/appendSentence.ts';
import { COMMANDS } from '../ground/commandIds.ts';
import { describeOffset, formatDuration } from '../ground/durations.ts';
import { forCount } from '../ground/forCount.ts';
import type { QueueStore } from '../queues/queueStore.ts';
import type { StorageStore } from '../storage/storageStore.ts';
import { describeStorage } from '../storage/storageText.ts';
import { writeMessages, writeQueues } from '../ground/counts.ts';

export interface StatusSources {
  readonly session: BrokerClient;
  readonly queues: QueueStore;
  readonly bills: BillStore;
  readonly storage: StorageStore;
  /** Debug sessions at a breakpoint whose messages do not age. */
  countHolds(): number;
  /** Whether stopped programs hold the clock of their messages. */
  isHoldEnabled(): boolean;
  /** How far the broker's clock is ahead of real time. */
  readOffsetMs(): number;
  /** Queues with faults that are injected on purpose. */
  countFaultyQueues(): number;
  /** Mistakes that programs seem to make. */
  listFindings(): readonly Finding[];
  readonly isVisible: () => boolean;
}

/** A deviation from the normal state. */
interface StatusMark {
  readonly icon: string;
  readonly label: string;
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
      sources.storage.onDidChange(() => this.update()),
    ];
    this.update();
  }

  update(): void {
    const { state } = this.#sources.session;
    // What gateways hold, inject and find is there without the broker, too.
    const marks = this.#listMarks(state.kind === 'running');
    const findings = this.#countSerious();
    const text = composeText(state);
    const shown = marks.map(({ icon, label }) => `$(${icon}) ${label}`);
    this.#item.text = [text, ...shown, ...(findings > 0 ? [`$(warning) ${findings}`] : [])].join('  ');
    this.#item.tooltip = this.#composeTooltip(state);
    this.#item.backgroundColor = chooseBackground(state, findings > 0);
    const spoken = marks.map(({ label }) => label);
    if (findings > 0) spoken.push(forCount(findings, l10n.t('1 finding'), l10n.t('{0} findings', findings)));
    this.#item.accessibilityInformation = {
      label: [`Queueside: ${describeState(state)}`, ...spoken].join(', '),
    };
    if (this.#sources.isVisible()) this.#item.show();
    else this.#item.hide();
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.#item.dispose();
  }

  /** Deviations from the normal state. */
  #listMarks(isRunning: boolean): StatusMark[] {
    const sources = this.#sources;
    const offsetMs = isRunning ? sources.readOffsetMs() : 0;
    const marks: StatusMark[] = [];
    if (sources.countHolds() > 0) marks.push({ icon: 'debug-pause', label: l10n.t('timeouts paused') });
    if (offsetMs !== 0)
      marks.push({ icon: 'history', label: `${offsetMs > 0 ? '+' : '−'}${formatDuration(offsetMs)}` });
    if (sources.countFaultyQueues() > 0) marks.push({ icon: 'beaker', label: l10n.t('faults on') });
    return marks;
  }

  #countSerious(): number {
    return this.#sources.listFindings().filter(({ severity }) => severity !== 'information').length;
  }

  #composeTooltip(state: BrokerState): MarkdownString {
    const tooltip = new MarkdownString('', true);
    tooltip.isTrusted = { enabledCommands: Object.values(COMMANDS) };
    appendSentence(tooltip.appendMarkdown('**Queueside** '), describeState(state)).appendMarkdown('\n\n');
    if (state.kind === 'running') {
      for (const [text, ...links] of this.#describeRun(state.info.limits)) {
        appendSentence(tooltip, text ?? '').appendMarkdown(links.length > 0 ? ` ${links.join(' · ')}` : '');
        tooltip.appendMarkdown('\n\n');
      }
      const { state: storage } = this.#sources.storage;
      if (storage) appendSentence(tooltip, describeStorage(storage)).appendMarkdown('\n\n');
      const { report } = this.#sources.bills;
      for (const sentence of report ? explainBill(report) : []) {
        appendSentence(tooltip, sentence).appendMarkdown('\n\n');
      }
    }
    return tooltip.appendMarkdown(listLinks(state).join(' · '));
  }

  /** One line per fact, with links to related commands. */
  #describeRun(limits: string): (readonly string[])[] {
    const sources = this.#sources;
    const { queues } = sources.queues;
    const inFlight = queues.reduce((sum, { counts }) => sum + counts.inFlight, 0);
    const lines: (readonly string[])[] = [
      [
        [
          writeQueues(queues.length),
          l10n.t('{0} in flight', writeMessages(inFlight)),
          l10n.t('{0} limits', limits),
        ].join(' · '),
      ],
    ];
    const holds = sources.countHolds();
    const toggle = link(
      COMMANDS.toggleHold,
      sources.isHoldEnabled() ? l10n.t('Turn Off') : l10n.t('Turn On'),
    );
    if (holds > 0) {
      lines.push([
        forCount(
          holds,
          l10n.t('Visibility timeouts are paused while 1 program is paused.'),
          l10n.t('Visibility timeouts are paused while {0} programs are paused.', holds),
        ),
        link(COMMANDS.resumeVisibilityTimeouts, l10n.t('Resume Now')),
        toggle,
      ]);
    } else if (!sources.isHoldEnabled()) {
      lines.push([l10n.t('Visibility timeouts keep running at breakpoints.'), toggle]);
    }
    const offsetMs = sources.readOffsetMs();
    if (offsetMs !== 0) {
      lines.push([describeOffset(offsetMs), link(COMMANDS.resetClock, l10n.t('Reset Clock'))]);
    }
    const faulty = sources.countFaultyQueues();
    if (faulty > 0) {
      lines.push([
        forCount(
          faulty,
          l10n.t('Faults are injected into 1 queue.'),
          l10n.t('Faults are injected into {0} queues.', faulty),
        ),
        link(COMMANDS.stopAllFaults, l10n.t('Stop All Faults')),
      ]);
    }
    const findings = sources.listFindings().length;
    if (findings > 0) {
      lines.push([
        forCount(
          findings,
          l10n.t('1 finding about your programs.'),
          l10n.t('{0} findings about your programs.', findings),
        ),
        link(COMMANDS.showFindings, l10n.t('Show Findings')),
      ]);
    }
    return lines;
  }
}

function chooseBackground(state: BrokerState, warns: boolean): ThemeColor | undefined {
  if (state.kind === 'failed') return new ThemeColor('statusBarItem.errorBackground');
  return warns ? new ThemeColor('statusBarItem.warningBackground') : undefined;
}

function composeText(state: BrokerState): string {
  switch (state.kind) {
    case 'stopped':
      return '$(circle-slash) Queueside';
    case 'starting':
      return '$(loading~spin) Queueside';
    case 'restarting':
      return '$(sync~spin) Queueside';
    case 'failed':
      return '$(error) Queueside';
    case 'running':
      return `$(inbox) Queueside ${new URL(state.info.endpoint).port}`;
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
        link(COMMANDS.openStorageReport, l10n.t('Stored Messages')),
        link(COMMANDS.resetBilling, l10n.t('Reset Cost Estimate')),
        link(COMMANDS.stopBroker, l10n.t('Stop')),
        log,
      ];
  }
}

function link(command: string, title: string): string {
  return `[${title}](command:${command})`;
}
