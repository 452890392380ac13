import * as l10n from '@vscode/l10n';
import type { StorageState } from '../../broker/protocol/storage.ts';
import { formatBytes } from '../ground/text.ts';
import { writeFiles, writeMessages } from '../ground/counts.ts';

/** One line on where messages are, and whether all is well there. */
export function describeStorage(state: StorageState): string {
  const { durability, bytes, segments, failure, setAside, unreadable } = state;
  if (failure !== undefined) return l10n.t('Messages can’t be stored: {0}', failure);
  if (durability === 'none') return l10n.t('Messages are in memory and are lost when the broker stops');
  const parts = [
    l10n.t('{0} stored in {1} (durability: {2})', formatBytes(bytes), writeFiles(segments), durability),
  ];
  if (unreadable > 0) parts.push(l10n.t('{0} cannot be read', writeMessages(unreadable)));
  if (setAside > 0) parts.push(l10n.t('{0} damaged and set aside', writeFiles(setAside)));
  return parts.join(', ');
}
