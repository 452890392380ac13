import * as l10n from '@vscode/l10n';
import {
  type Disposable,
  MarkdownString,
  StatusBarAlignment,
  type StatusBarItem,
  ThemeColor,
  window,
} from 'vscode';
import { nameColor } from '../../connections/nameColor.ts';
import { appendSentence } from '../../ground/appendSentence.ts';
import { COMMANDS, type CommandId } from '../../ground/commandIds.ts';
import { disposeAll } from '../../ground/disposeAll.ts';
import { forCount } from '../../ground/forCount.ts';
import { escapeIcons, oneLine } from '../../ground/oneLine.ts';
import { formatCount } from '../../ground/text.ts';
import { estimateCost } from '../callBudget.ts';
import { describePlaceOf, shortenAddress } from './describePlace.ts';
import type { GatewayUse } from './gatewayUse.ts';

/** An extension lasts 60 s and is made when 20 s are left, for up to ten messages (broker/gateway/visibilityHolds.ts). */
const EXTENSIONS_PER_HOUR = 90;

/** Right of the item of the broker; the mark stands before the text. */
const MARK_PRIORITY = -0.001;
const TEXT_PRIORITY = -0.002;

/**
 * In the status bar as long as a program of this window can call a connection: which one it is. Its colour is in a mark of its own: the bar
 * is coloured itself while a program is debugged, and a text in the colour of the connection could not be read on it.
 */
export class GatewayItem implements Disposable {
  readonly #use: GatewayUse;
  readonly #mark: StatusBarItem;
  readonly #item: StatusBarItem;
  readonly #listeners: readonly Disposable[];

  constructor(use: GatewayUse) {
    const { connection, client, consumers, holds } = use;
    this.#use = use;
    const createItem = (id: string, priority: number): StatusBarItem => {
      const item = window.createStatusBarItem(
        `queueside.gateway${id}.${connection.id}`,
        StatusBarAlignment.Left,
        priority,
      );
      item.name = l10n.t('Queueside: Gateway of {0}', connection.name);
      item.command = {
        command: COMMANDS.showGateway,
        title: l10n.t('Show Gateway'),
        arguments: [{ connectionId: connection.id }],
      };
      return item;
    };
    this.#mark = createItem('Mark', MARK_PRIORITY);
    this.#mark.text = '$(circle-filled)';
    this.#item = createItem('', TEXT_PRIORITY);
    const update = () => this.#update();
    this.#listeners = [
      client.onDidChangeState(update),
      consumers.onDidChange(update),
      holds.onDidChange(update),
      use.onDidChangeUse(update),
      connection.onDidChangeState(update),
      window.onDidCloseTerminal(update),
    ];
    this.#update();
  }

  dispose(): void {
    disposeAll([...this.#listeners, this.#mark, this.#item]);
  }

  #update(): void {
    const { connection, client } = this.#use;
    const { remote } = connection;
    const users = listUsers(this.#use);
    if (users.length === 0 || remote === undefined) {
      this.#mark.hide();
      this.#item.hide();
      return;
    }
    const { state } = client;
    const place = state.kind === 'running' ? shortenAddress(state.info.upstream, state.info.region) : '';
    const shown = [escapeIcons(connection.name), place].filter((part) => part !== '').join(' · ');
    this.#item.text = `$(${chooseIcon(state.kind)}) ${shown}`;
    this.#mark.color = new ThemeColor(nameColor(remote));
    // As the item of a connection whose queues are used. The mark has none: VS Code would take its colour away.
    this.#item.backgroundColor = chooseBackground(state.kind, remote.level === 'open');
    const lines = describeGateway(this.#use, users);
    const tooltip = this.#composeTooltip(lines);
    this.#mark.tooltip = tooltip;
    this.#item.tooltip = tooltip;
    this.#mark.accessibilityInformation = { label: `${connection.name}: ${remote.level}` };
    this.#item.accessibilityInformation = { label: [shown, ...lines].join(', ') };
    this.#mark.show();
    this.#item.show();
  }

  #composeTooltip(lines: readonly string[]): MarkdownString {
    const { connection, client } = this.#use;
    const commands = [COMMANDS.copyGatewayEndpoint, COMMANDS.openTrace, COMMANDS.stopGateway];
    const tooltip = new MarkdownString('', true);
    tooltip.isTrusted = { enabledCommands: commands };
    appendSentence(tooltip.appendMarkdown('**'), connection.name).appendMarkdown('**\n\n');
    for (const line of lines) appendSentence(tooltip, line).appendMarkdown('\n\n');
    if (client.state.kind !== 'running') return tooltip;
    const { id } = connection;
    return tooltip.appendMarkdown(
      [
        link(COMMANDS.copyGatewayEndpoint, l10n.t('Copy Endpoint'), id),
        link(COMMANDS.openTrace, l10n.t('Open Trace'), id),
        link(COMMANDS.stopGateway, l10n.t('Stop Gateway'), id),
      ].join(' · '),
    );
  }
}

/** Names of the programs of this window that are led to a gateway, one for all terminals. */
export function listUsers({ consumers, terminalKeyId }: GatewayUse): readonly string[] {
  const hasTerminal = terminalKeyId !== undefined && window.terminals.length > 0;
  return [
    ...consumers.programs.map(({ name }) => oneLine(name)),
    ...(hasTerminal ? [l10n.t('Terminal')] : []),
  ];
}

/** Lines: where calls go and how, what is protected, who calls, and what is held at which price. */
function describeGateway(use: GatewayUse, users: readonly string[]): readonly string[] {
  const { connection, client, holds } = use;
  const { state } = client;
  const lines = [...describePlaceOf(use), describeLevel(connection.remote?.level)];
  if (state.kind === 'running')
    lines.push(l10n.t('Gateway: {0}', state.info.secureEndpoint ?? state.info.endpoint));
  else if (state.kind === 'failed') lines.push(l10n.t('The gateway failed: {0}', state.reason));
  else if (state.kind === 'stopped') lines.push(l10n.t('The gateway is stopped.'));
  else lines.push(l10n.t('The gateway is starting.'));
  lines.push(
    forCount(
      users.length,
      l10n.t('Program: {0}', users.join(', ')),
      l10n.t('Programs: {0}', users.join(', ')),
    ),
  );
  if (holds.count > 0) {
    lines.push(
      forCount(
        holds.count,
        l10n.t('The messages of 1 paused program are held.'),
        l10n.t('The messages of {0} paused programs are held.', formatCount(holds.count)),
      ),
      l10n.t(
        'Up to 10 messages that are held take {0} calls an hour, which cost about ${1} on Amazon SQS.',
        EXTENSIONS_PER_HOUR,
        estimateCost(EXTENSIONS_PER_HOUR).toFixed(6),
      ),
    );
  }
  return lines;
}

function describeLevel(level: string | undefined): string {
  switch (level) {
    case 'readOnly':
      return l10n.t('readOnly: programs can only read. Receiving, sending and changes are rejected.');
    case 'confirm':
      return l10n.t('confirm: you are asked before programs receive, send or change something.');
    default:
      return l10n.t('open: all calls are forwarded.');
  }
}

function chooseIcon(kind: GatewayUse['client']['state']['kind']): string {
  switch (kind) {
    case 'running':
      return 'arrow-swap';
    case 'failed':
      return 'error';
    case 'stopped':
      return 'circle-slash';
    case 'starting':
    case 'restarting':
      return 'sync~spin';
  }
}

function chooseBackground(kind: string, isOpen: boolean): ThemeColor | undefined {
  if (kind === 'failed') return new ThemeColor('statusBarItem.errorBackground');
  return isOpen ? undefined : new ThemeColor('statusBarItem.warningBackground');
}

function link(command: CommandId, title: string, connectionId: string): string {
  return `[${title}](command:${command}?${encodeURIComponent(JSON.stringify([{ connectionId }]))})`;
}
