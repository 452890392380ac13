import type { StorageState } from '../../broker/protocol/storage.ts';
import { formatBytes, type Translate } from '../ground/text.ts';

/** One line on where messages are, and whether all is well there. */
export function describeStorage(t: Translate, state: StorageState): string {
  const { durability, bytes, segments, failure, setAside, unreadable } = state;
  if (failure !== undefined) return t('Messages can’t be stored: {0}', failure);
  if (durability === 'none') return t('Messages are in memory and are lost when the broker stops');
  const parts = [t('Stored: {0}, files: {1}, durability: {2}', formatBytes(bytes), segments, durability)];
  if (unreadable > 0) parts.push(t('messages that cannot be read: {0}', unreadable));
  if (setAside > 0) parts.push(t('damaged files set aside: {0}', setAside));
  return parts.join(', ');
}
