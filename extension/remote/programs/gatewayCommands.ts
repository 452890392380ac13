import * as l10n from '@vscode/l10n';
import { commands, type QuickPickItem, window } from 'vscode';
import { COMMANDS, type CommandId } from '../../ground/commandIds.ts';
import { copyText } from '../../ground/copyText.ts';
import { showMissing } from '../../ground/missing.ts';
import { tellChange } from '../../ground/tellChange.ts';
import { describePlaceOf } from './describePlace.ts';
import { listUsers } from './gatewayItem.ts';
import type { GatewayUse } from './gatewayUse.ts';
import { describeReturn } from './lostHoldsNotice.ts';
import { findQuestions } from './programQuestions.ts';

interface ActionItem extends QuickPickItem {
  /** A command that is called for the connection. */
  readonly command?: CommandId;
  readonly run?: () => Promise<void>;
}

/** What can be done with a gateway: the item in the status bar opens this. */
export async function showGateway(uses: readonly GatewayUse[], target: unknown): Promise<void> {
  const use = await pickGateway(uses, target, l10n.t('Show Gateway'));
  if (use === undefined) return;
  const { connection, client } = use;
  const isRunning = client.state.kind === 'running';
  const questions = findQuestions(use);
  const items: readonly ActionItem[] = [
    { label: `$(debug-alt) ${l10n.t('Debug Against…')}`, command: COMMANDS.chooseDebugConnection },
    { label: `$(pulse) ${l10n.t('Open Trace')}`, command: COMMANDS.openTrace },
    ...(questions?.hasDeclined === true
      ? [{ label: `$(question) ${l10n.t('Ask Again')}`, run: () => questions.askAgain() }]
      : []),
    ...(isRunning
      ? ([
          { label: `$(copy) ${l10n.t('Copy Endpoint')}`, command: COMMANDS.copyGatewayEndpoint },
          { label: `$(debug-stop) ${l10n.t('Stop Gateway')}`, command: COMMANDS.stopGateway },
        ] as const)
      : []),
    { label: `$(output) ${l10n.t('Show Log')}`, command: COMMANDS.showLog },
  ];
  const choice = await window.showQuickPick(items, {
    title: l10n.t('Gateway of {0}', connection.name),
    placeHolder: [...describePlaceOf(use), ...listUsers(use)].join(' · '),
  });
  await choice?.run?.();
  if (choice?.command !== undefined)
    await commands.executeCommand(choice.command, { connectionId: connection.id });
}

export async function copyGatewayEndpoint(uses: readonly GatewayUse[], target: unknown): Promise<void> {
  const use = await pickGateway(uses.filter(isRunning), target, l10n.t('Copy Gateway Endpoint'));
  if (use?.client.state.kind !== 'running') return;
  const { endpoint, secureEndpoint = endpoint } = use.client.state.info;
  await copyText(secureEndpoint, l10n.t('Copied the endpoint.'));
}

/** Ends the gateway for all windows; asks first when programs of this one use it. */
export async function stopGateway(uses: readonly GatewayUse[], target: unknown): Promise<void> {
  const use = await pickGateway(uses.filter(isRunning), target, l10n.t('Stop Gateway'));
  if (use === undefined) return;
  const { name } = use.connection;
  const users = listUsers(use);
  if (users.length > 0) {
    const stop = l10n.t('Stop');
    const choice = await window.showWarningMessage(
      l10n.t('Stop the gateway of “{0}”?', name),
      {
        modal: true,
        detail: [
          l10n.t(
            'Calls of {0} fail until you debug against this connection again.',
            users.map((user) => `“${user}”`).join(', '),
          ),
          ...(use.holds.count > 0 ? [describeReturn(use.holds.count)] : []),
        ].join('\n'),
      },
      stop,
    );
    if (choice !== stop) return;
  }
  await use.client.stop();
  tellChange({ text: l10n.t('Stopped the gateway of {0}.', name) });
}

/** The gateway that a command was called for, the only one there is, or the user's choice. */
async function pickGateway(
  uses: readonly GatewayUse[],
  target: unknown,
  title: string,
): Promise<GatewayUse | undefined> {
  const id = (target as { readonly connectionId?: unknown } | undefined)?.connectionId;
  const named = uses.find(({ connection }) => connection.id === id);
  if (named !== undefined) return named;
  if (uses.length === 0) {
    await showMissing({
      text: l10n.t('No gateway is used in this window. Debug a program against a connection first.'),
      remedy: { title: l10n.t('Debug Against…'), command: COMMANDS.chooseDebugConnection },
    });
  }
  if (uses.length < 2) return uses[0];
  const items = uses.map((use) => ({ label: use.connection.name, use }));
  return (await window.showQuickPick(items, { title, placeHolder: l10n.t('Connection') }))?.use;
}

function isRunning({ client }: GatewayUse): boolean {
  return client.state.kind === 'running';
}
