import { l10n } from 'vscode';
import { labelAttribute } from '../../../broker/protocol/attributeLabels.ts';
import type { UndoableChange } from '../../../broker/protocol/queue.ts';
import type { Connections } from '../../connections/connections.ts';
import { writeMessages } from '../../ground/counts.ts';
import { formatMoment } from '../../ground/moments.ts';
import { pick } from '../../ground/pick.ts';
import { takeBack } from '../../ground/tellChange.ts';
import { nameOfArn } from '../../ground/text.ts';
import type { RecentImports } from './recentImports.ts';
import { undoChange } from './undoChange.ts';

interface Needs {
  readonly connections: Connections;
  readonly imports: RecentImports;
}

/** Lists what can still be undone, newest first, and undoes what the user picks: Enter undoes the last change. */
export async function undoLastChangeCommand({ connections, imports }: Needs): Promise<void> {
  const able = connections.listAble(['undo']);
  const lists = await Promise.all(
    able.map(async (connection) =>
      (await connection.can.undo.list()).map((change) => ({ connection, change })),
    ),
  );
  const changes = lists
    .flat()
    .filter(({ change }) => change.kind !== 'purge' || change.messages > 0)
    .map(({ connection, change }) => ({
      connection,
      at: change.at,
      label: nameChange(change),
      description: describeChanged(change),
      undo: () => undoChange(connection, change),
    }));
  const imported = imports.list().map(({ connection, at, queueArn, messages, undo }) => ({
    connection,
    at,
    label: l10n.t('Import Messages'),
    description: `${nameOfArn(queueArn)} · ${writeMessages(messages)}`,
    undo,
  }));
  const places = new Set([...able, ...imported.map(({ connection }) => connection)]);
  const choices = [...imported.toReversed(), ...changes]
    // Each list is in this order already.
    .sort((left, right) => right.at - left.at)
    .map(({ connection, at, label, description, undo }) => ({
      label,
      description,
      detail: places.size > 1 ? l10n.t('{0} on {1}', formatMoment(at), connection.name) : formatMoment(at),
      value: undo,
    }));
  const chosen = await pick(choices, {
    title: l10n.t('Undo Last Change'),
    placeHolder: l10n.t('Change to undo'),
    matchOnDescription: true,
    none: {
      text: l10n.t('Nothing to undo. Changes can be undone for a few minutes only.'),
    },
    isMenu: true,
  });
  if (chosen) await takeBack(chosen);
}

/** As the command that made the change is called. */
function nameChange({ kind }: UndoableChange): string {
  switch (kind) {
    case 'deleteMessages':
      return l10n.t('Delete Messages');
    case 'moveMessages':
      return l10n.t('Move Messages');
    case 'redriveMessages':
      return l10n.t('Redrive Messages');
    case 'changeQueue':
      return l10n.t('Edit Queue');
    case 'purge':
      return l10n.t('Purge Queue');
    case 'delete':
      return l10n.t('Delete Queue');
  }
}

/** Such as `orders → images · 3 messages`. */
function describeChanged(change: UndoableChange): string {
  const name = nameOfArn(change.queueArn);
  if (change.kind === 'changeQueue') {
    const changed = [
      ...change.attributes.map(labelAttribute),
      ...change.tags.map((key) => l10n.t('tag {0}', key)),
    ];
    return `${name} · ${changed.join(', ')}`;
  }
  const place =
    change.kind === 'moveMessages' && change.toQueueArn !== undefined
      ? `${name} → ${nameOfArn(change.toQueueArn)}`
      : name;
  return `${place} · ${writeMessages(change.messages)}`;
}
