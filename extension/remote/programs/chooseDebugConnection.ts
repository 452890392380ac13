import * as l10n from '@vscode/l10n';
import { commands, ConfigurationTarget, type QuickPickItem, window, workspace } from 'vscode';
import type { ConnectionDefinition } from '../../../broker/connections/definition.ts';
import type { Connection, RemotePlace } from '../../connections/connection.ts';
import type { Connections } from '../../connections/connections.ts';
import { COMMANDS } from '../../ground/commandIds.ts';
import { showWarning } from '../../ground/notices.ts';
import { escapeIcons } from '../../ground/oneLine.ts';
import { tellChange } from '../../ground/tellChange.ts';
import { guessAddress } from '../dialogConsent.ts';
import { shortenAddress } from './describePlace.ts';

const SETTING = 'debug.connection';

interface TargetItem extends QuickPickItem {
  /** What the setting becomes; undefined: a connection is added. */
  readonly value: string | undefined;
}

/**
 * Asks where programs that are debugged call SQS, and writes that into the setting of the workspace, or of the user without one.
 * @param findDefinition of a connection, by its id
 */
export async function chooseDebugConnection(
  connections: Connections,
  findDefinition: (id: string) => ConnectionDefinition | undefined,
): Promise<void> {
  const current = readSetting();
  const title = l10n.t('Debug Against');
  const items = listTargets(connections, findDefinition, current);
  const choice = await window.showQuickPick(items, {
    title,
    placeHolder: l10n.t('Where the programs you debug, and new terminals, call SQS'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (choice === undefined) return;
  if (choice.value === undefined) {
    await commands.executeCommand(COMMANDS.addConnection);
    return;
  }
  await writeSetting(choice.value);
  if (readSetting() !== choice.value) {
    void showWarning(
      l10n.t(
        'A folder of this workspace has its own value of queueside.debug.connection, which still applies.',
      ),
    );
  } else if (choice.value === '') {
    tellChange({ text: l10n.t('The next launches call the local broker.') });
  } else tellChange({ text: l10n.t('The next launches call {0}.', choice.value) });
}

function listTargets(
  { all }: Connections,
  findDefinition: (id: string) => ConnectionDefinition | undefined,
  current: string,
): readonly TargetItem[] {
  const remotes = all.flatMap((connection) =>
    connection.remote === undefined ? [] : [describeTarget(connection, connection.remote, findDefinition)],
  );
  const local = { label: l10n.t('Local broker'), value: '' };
  const isKnown = current === '' || remotes.some(({ value }) => value === current);
  const gone = {
    label: escapeIcons(current),
    detail: l10n.t('No connection has this name: launches are cancelled.'),
    value: current,
  };
  const targets: readonly TargetItem[] = [local, ...remotes, ...(isKnown ? [] : [gone])];
  const shown = targets.map((item): TargetItem => {
    const isCurrent = item.value === current;
    // For those who see the list, and for those who hear it.
    const label = `$(${isCurrent ? 'check' : 'blank'}) ${item.label}`;
    const parts = [item.description, isCurrent ? l10n.t('current') : undefined];
    return { ...item, label, description: parts.filter((part) => part !== undefined).join(' · ') };
  });
  return [...shown, { label: `$(add) ${l10n.t('Add Connection…')}`, value: undefined }];
}

function describeTarget(
  { id, name }: Connection,
  { level }: RemotePlace,
  findDefinition: (id: string) => ConnectionDefinition | undefined,
) {
  const definition = findDefinition(id);
  const place =
    definition &&
    shortenAddress(guessAddress(definition), definition.region ?? l10n.t('region of the profile'));
  return {
    label: escapeIcons(name),
    description: [level, place].filter((part) => part !== undefined).join(' · '),
    ...(level === 'readOnly' && {
      detail: l10n.t('Consumers are rejected: the level readOnly only allows calls that read.'),
    }),
    value: name,
  };
}

function readSetting(): string {
  return workspace.getConfiguration('queueside').get(SETTING, '');
}

async function writeSetting(value: string): Promise<void> {
  const configuration = workspace.getConfiguration('queueside');
  const isInWorkspace = (workspace.workspaceFolders ?? []).length > 0;
  const ofUser = configuration.inspect<string>(SETTING)?.globalValue ?? '';
  // What a folder says counts before what the user says for all, also if it is the default.
  const isDefault = value === '' && (!isInWorkspace || ofUser === '');
  await configuration.update(
    SETTING,
    isDefault ? undefined : value,
    isInWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global,
  );
}
