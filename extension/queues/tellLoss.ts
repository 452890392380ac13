import { window } from 'vscode';
import type { UndoableLoss } from '../../broker/protocol/storage.ts';
import type { Connection } from '../connections/connection.ts';

/** Says what was purged or deleted, with a button that brings it back where the connection can. */
export async function tellLoss(
  { can }: Connection,
  kind: UndoableLoss['kind'],
  queueArns: readonly string[],
  text: string,
): Promise<void> {
  if (can.undo) await can.undo(kind, queueArns, text);
  else window.setStatusBarMessage(text, 5_000);
}
