import { l10n } from 'vscode';
import type { MessagesResult } from '../../../broker/protocol/message.ts';
import { type Connection, isAble } from '../../connections/connection.ts';
import { tellChange } from '../../ground/tellChange.ts';
import { undoMessageEdits } from '../undo/undoChange.ts';

/** What one or more requests have done to messages, with the ids by which it can be taken back. */
export interface EditOutcome extends Pick<MessagesResult, 'done' | 'missed'> {
  readonly undoIds: readonly string[];
  /** Why the rest was not tried. */
  readonly failure?: string;
}

export interface OutcomeOptions {
  /** Offers to take it back, where the connection can. */
  readonly connection?: Connection;
  /** It can take so long that users do not wait for it. */
  readonly isSlow?: boolean;
}

/**
 * Shows the result of an operation on messages.
 * @param text says what was done to so many messages
 */
export function showOutcome(
  text: (count: number) => string,
  result: MessagesResult | EditOutcome,
  { connection, isSlow = false }: OutcomeOptions = {},
): void {
  const { done, missed } = result;
  const undoIds = 'undoIds' in result ? result.undoIds : result.undoId === undefined ? [] : [result.undoId];
  const failure = 'failure' in result ? result.failure : undefined;
  const [first] = missed;
  const problems = [
    ...(first === undefined ? [] : [l10n.t('Skipped: {0}. {1}', missed.length, first.reason)]),
    ...(failure === undefined ? [] : [l10n.t('The rest failed: {0}', failure)]),
  ];
  tellChange({
    text: text(done.length),
    problem: problems.length === 0 ? undefined : problems.join(' '),
    isSlow,
    undo:
      connection !== undefined && isAble(connection, ['undo']) && undoIds.length > 0
        ? () => undoMessageEdits(connection, undoIds)
        : undefined,
  });
}
