import * as l10n from '@vscode/l10n';
import { formatBytes, formatCount } from './byteFormat.ts';
import { forCount } from './quantities.ts';

/** A billed request carries up to 64 KiB of payload (https://aws.amazon.com/sqs/pricing/). */
const CHUNK_BYTES = 65_536;

/** Billed requests of one send of so many bytes; at least 1. */
export function countChunks(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / CHUNK_BYTES));
}

/** `1 chunk of 64 KiB`. */
export function describeChunks(chunks: number): string {
  return forCount(
    chunks,
    l10n.t('1 chunk of {0}', formatBytes(CHUNK_BYTES)),
    l10n.t('{0} chunks of {1}', formatCount(chunks), formatBytes(CHUNK_BYTES)),
  );
}
