import * as l10n from '@vscode/l10n';
import type { StorageState } from '../../broker/protocol/storage.ts';
import { formatBytes } from '../ground/text.ts';

/** One line on where messages are, and whether all is well there. */
export function describeStorage(state: StorageState): string {
  const { durability, bytes, segments, failure, setAside, unreadable } = state;
  if (failure !== undefined) return l10n.t('Messages can’t be stored: {0}', failure);
  if (durability === 'none') return l10n.t('Messages are in memory and are lost when the broker stops');
  const parts = [
    l10n.t('Stored: {0}, files: {1}, durability: {2}', formatBytes(bytes), segments, durability),
  ];
  if (unreadable > 0) parts.push(l10n.t('messages that cannot be read: {0}', unreadable));
  if (setAside > 0) parts.push(l10n.t('damaged files set aside: {0}', setAside));
  return parts.join(', ');
}
