import { l10n, window } from 'vscode';
import type { MessagesResult } from '../../../broker/protocol/message.ts';
import type { Connection } from '../../connections/connection.ts';
import { forCount } from '../../ground/forCount.ts';

/** What one or more requests have done to messages, with the numbers by which it can be taken back. */
export interface EditOutcome extends Pick<MessagesResult, 'done' | 'missed'> {
  readonly undoIds: readonly number[];
}

export interface OutcomeOptions {
  /** Offers to take it back, where the connection can. */
  readonly connection?: Connection;
  /** It can take so long that users do not wait for it. */
  readonly isSlow?: boolean;
  /** What shows the messages reads them again. */
  readonly afterUndo?: () => Promise<void>;
}

/**
 * Shows the result of an operation on messages: briefly on success, otherwise with the reason, and with a button that takes
 * it back if possible.
 * @param text says what was done, with the number of messages as its `{0}`
 */
export function showOutcome(
  text: (count: number) => string,
  result: MessagesResult | EditOutcome,
  { connection, isSlow = false, afterUndo }: OutcomeOptions = {},
): void {
  const { done, missed } = result;
  const undoIds = 'undoIds' in result ? result.undoIds : result.undoId === undefined ? [] : [result.undoId];
  const putBack = connection?.can.putBack;
  const reason = missed[0]?.reason;
  const told =
    reason === undefined
      ? text(done.length)
      : `${text(done.length)} ${l10n.t('Skipped: {0}. {1}', missed.length, reason)}`;
  if (putBack && undoIds.length > 0) {
    const show = reason === undefined ? window.showInformationMessage : window.showWarningMessage;
    void offerUndo(show(told, l10n.t('Undo')), () => undoEdits(putBack, undoIds, afterUndo));
  } else if (reason !== undefined) void window.showWarningMessage(told);
  else if (isSlow) void window.showInformationMessage(told);
  else window.setStatusBarMessage(told, 5_000);
}

async function offerUndo(shown: Thenable<string | undefined>, undo: () => Promise<void>): Promise<void> {
  if ((await shown) === undefined) return;
  try {
    await undo();
  } catch (error) {
    void window.showWarningMessage(error instanceof Error ? error.message : String(error));
  }
}

/** The last edit first, so that each finds the queues as it left them. */
async function undoEdits(
  putBack: (undoId: number) => Promise<MessagesResult>,
  undoIds: readonly number[],
  afterUndo: (() => Promise<void>) | undefined,
): Promise<void> {
  let count = 0;
  const missed: { readonly reason: string }[] = [];
  for (const undoId of undoIds.toReversed()) {
    const undone = await putBack(undoId);
    count += undone.done.length;
    missed.push(...undone.missed);
  }
  await afterUndo?.();
  const text = forCount(count, l10n.t('1 message is back.'), l10n.t('{0} messages are back.', count));
  const [first] = missed;
  if (first === undefined) window.setStatusBarMessage(text, 5_000);
  else {
    const rest = l10n.t('Not put back: {0}. {1}', missed.length, first.reason);
    void window.showWarningMessage(`${text} ${rest}`);
  }
}
