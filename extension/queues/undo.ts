import { l10n, ProgressLocation, window } from 'vscode';
import { undoDelete, undoProgressed, undoPurge } from '../../broker/protocol/queue.ts';
import type { StorageState, UndoableLoss } from '../../broker/protocol/storage.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { forCount } from '../ground/forCount.ts';
import { formatMoment } from '../ground/moments.ts';
import { pick } from '../ground/pick.ts';
import { nameOfArn } from '../ground/text.ts';
import type { QueueStore } from './queueStore.ts';

export interface UndoNeeds {
  readonly queues: QueueStore;
  readonly session: BrokerClient;
  /** Reads what is kept for an undo. */
  readonly storage: { refresh(): Promise<StorageState> };
}

type LossKind = UndoableLoss['kind'];

/** Puts the messages of a purge back: of the queues that the user picks. */
export async function undoPurgeCommand(services: UndoNeeds): Promise<void> {
  await pickAndUndo(services, 'purge', l10n.t('Undo Purge'));
}

/** Makes a deleted queue again, with its messages. */
export async function undoDeleteCommand(services: UndoNeeds): Promise<void> {
  await pickAndUndo(services, 'delete', l10n.t('Undo Delete Queue'));
}

/** Shows what was done, with a button to undo it if possible. */
export async function offerUndo(
  services: UndoNeeds,
  kind: LossKind,
  queueArns: readonly string[],
  text: string,
): Promise<void> {
  const losses = (await listLosses(services, kind)).filter(({ queueArn }) => queueArns.includes(queueArn));
  if (losses.length === 0) {
    window.setStatusBarMessage(text, 5000);
    return;
  }
  const undo = l10n.t('Undo');
  if ((await window.showInformationMessage(text, undo)) === undo) await undoAll(services, losses);
}

async function pickAndUndo(services: UndoNeeds, kind: LossKind, title: string): Promise<void> {
  const losses = await listLosses(services, kind);
  const choices = losses.toReversed().map((loss) => ({
    label: nameOfArn(loss.queueArn),
    description: forCount(loss.messages, l10n.t('1 message'), l10n.t('{0} messages', loss.messages)),
    detail: formatMoment(loss.at),
    value: loss,
  }));
  const text =
    kind === 'purge'
      ? l10n.t('No purge to undo. Purged messages are kept for a few minutes only.')
      : l10n.t('No deletion to undo. Deleted queues are kept for a few minutes only.');
  const chosen = await pick(choices, { title, placeHolder: l10n.t('Queue'), none: { text }, isMenu: true });
  if (chosen) await undoAll(services, [chosen]);
}

/** Those with something to bring back. */
async function listLosses({ storage }: UndoNeeds, kind: LossKind): Promise<UndoableLoss[]> {
  const { undoable } = await storage.refresh();
  return undoable.filter((loss) => loss.kind === kind && (kind === 'delete' || loss.messages > 0));
}

async function undoAll(services: UndoNeeds, losses: readonly UndoableLoss[]): Promise<void> {
  let messages = 0;
  let missing = 0;
  for (const loss of losses) {
    const undone = await undoOne(services, loss);
    messages += undone.messages;
    missing += undone.missing;
  }
  await services.queues.refresh();
  const text = forCount(
    messages,
    l10n.t('1 message was restored.'),
    l10n.t('{0} messages were restored.', messages),
  );
  if (missing === 0) window.setStatusBarMessage(text, 5000);
  else void window.showWarningMessage(`${text} ${l10n.t('No longer stored: {0}.', missing)}`);
}

function undoOne({ session }: UndoNeeds, loss: UndoableLoss) {
  const title = l10n.t('Restoring the messages of {0}', nameOfArn(loss.queueArn));
  return window.withProgress({ location: ProgressLocation.Window, title }, async (progress) => {
    const listener = session.onNotification(undoProgressed, ({ queueArn, done, total }) => {
      if (queueArn === loss.queueArn) progress.report({ message: `${done} / ${total}` });
    });
    try {
      const method = loss.kind === 'purge' ? undoPurge : undoDelete;
      return await session.request(method, { queueArn: loss.queueArn });
    } finally {
      listener.dispose();
    }
  });
}
