import * as l10n from '@vscode/l10n';
import { formatBytes, formatCount } from './byteFormat.ts';

/** One of two texts: languages differ in more than a letter. `extension/ground/forCount.ts` is the same for the host. */
export function forCount(count: number, one: string, other: string): string {
  return count === 1 ? one : other;
}

/** `1 event`, `2 events`. */
export function countEvents(count: number): string {
  return forCount(count, l10n.t('1 event'), l10n.t('{0} events', formatCount(count)));
}

/** `1 message`, `2 messages`. */
export function countMessages(count: number): string {
  return forCount(count, l10n.t('1 message'), l10n.t('{0} messages', formatCount(count)));
}

/** `1 receive`, `2 receives`. */
export function countReceives(count: number): string {
  return forCount(count, l10n.t('1 receive'), l10n.t('{0} receives', formatCount(count)));
}

/** `1 byte`, `2 bytes`. */
export function countBytes(count: number): string {
  return forCount(count, l10n.t('1 byte'), l10n.t('{0} bytes', formatCount(count)));
}

/** The size of a message: `212 bytes`, `1.2 KiB`. */
export function describeSize(bytes: number): string {
  return bytes < 1_024 ? countBytes(bytes) : formatBytes(bytes);
}
