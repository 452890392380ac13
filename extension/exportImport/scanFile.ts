import type { FileFormats } from '../fileFormats/loadFileFormats.ts';
import type { FileProblem, LineProblem } from '../fileFormats/messageRecord.ts';
import { MAXIMUM_MESSAGES } from './limits.ts';

/** Of lines that are no messages, so many are named. */
const MAXIMUM_NAMED = 1_000;

/** What a file has, before any of it is sent. */
export interface FileScan {
  readonly messageCount: number;
  readonly withoutGroupCount: number;
  readonly withDeduplicationIdCount: number;
  /** How many lines are no messages. */
  readonly badCount: number;
  /** The first of them. */
  readonly bad: readonly { readonly line: number; readonly problem: LineProblem }[];
  /** Why none of it is imported. */
  readonly problem?: FileProblem | 'tooMany';
}

/** Reads a file to its end. @returns undefined when it was cancelled */
export async function scanFile(
  { readMessageFile }: FileFormats,
  path: string,
  isCancelled: () => boolean,
): Promise<FileScan | undefined> {
  const counts = { messageCount: 0, withoutGroupCount: 0, withDeduplicationIdCount: 0, badCount: 0 };
  const bad: { line: number; problem: LineProblem }[] = [];
  for await (const each of readMessageFile(path)) {
    if (isCancelled()) return undefined;
    if (each.kind === 'unreadable') return { ...counts, bad, problem: each.problem };
    if (each.kind === 'bad') {
      counts.badCount++;
      if (bad.length < MAXIMUM_NAMED) bad.push(each);
      continue;
    }
    const { MessageGroupId, MessageDeduplicationId } = each.record.systemAttributes;
    counts.messageCount++;
    if (MessageGroupId === undefined) counts.withoutGroupCount++;
    if (MessageDeduplicationId !== undefined) counts.withDeduplicationIdCount++;
    if (counts.messageCount > MAXIMUM_MESSAGES) return { ...counts, bad, problem: 'tooMany' };
  }
  return { ...counts, bad };
}
