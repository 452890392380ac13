import { l10n, ProgressLocation, window } from 'vscode';
import {
  type QueueMessages,
  undoAdvance,
  type UndoableAdvance,
  type UndoneAdvance,
} from '../../broker/protocol/clock.ts';
import { undoProgressed } from '../../broker/protocol/queue.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { formatDuration } from '../ground/durations.ts';
import { forCount } from '../ground/forCount.ts';
import { pick } from '../ground/pick.ts';
import { takeBack, tellChange, type Told } from '../ground/tellChange.ts';
import { nameOfArn } from '../ground/text.ts';
import type { QueueStore } from '../queues/queueStore.ts';
import type { StorageStore } from '../storage/storageStore.ts';
import type { BrokerClock } from './brokerClock.ts';
import { countEnding, describeEnding, describeShortened } from './jumpText.ts';

export interface UndoAdvanceNeeds {
  readonly clock: BrokerClock;
  readonly queues: QueueStore;
  readonly session: BrokerClient;
  readonly storage: StorageStore;
}

/** Restores the messages that an advance expired, and resets the clock. */
export async function undoAdvanceCommand(services: UndoAdvanceNeeds): Promise<void> {
  const advances = await listAdvances(services);
  const choices = advances.toReversed().map((advance) => ({
    label: formatDuration(advance.byMs),
    description: describeEnding(advance.ended),
    value: advance,
  }));
  const chosen = await pick(choices, {
    title: l10n.t('Undo Advance Clock'),
    placeHolder: l10n.t('Advance'),
    none: {
      text: l10n.t('No advance to undo. Expired messages are kept for a few minutes only.'),
    },
  });
  if (chosen) await takeBack(() => undo(services, chosen));
}

/** Shows how far the clock was advanced and what expired, with a button to undo it if possible. */
export function offerUndoAdvance(
  services: UndoAdvanceNeeds,
  undoable: UndoableAdvance | undefined,
  ended: readonly QueueMessages[],
  text: string,
): void {
  const lost = countEnding(ended);
  const full =
    lost === 0
      ? text
      : `${text} ${forCount(lost, l10n.t('1 message expired.'), l10n.t('{0} messages expired.', lost))}`;
  tellChange({ text: full, ...(undoable === undefined ? {} : { undo: () => undo(services, undoable) }) });
}

async function listAdvances({ storage }: UndoAdvanceNeeds): Promise<readonly UndoableAdvance[]> {
  return (await storage.refresh()).undoableAdvances;
}

async function undo(services: UndoAdvanceNeeds, { jump }: UndoableAdvance): Promise<Told> {
  const { session, clock, queues } = services;
  const title = l10n.t('Restoring the expired messages');
  const undone = await window.withProgress({ location: ProgressLocation.Window, title }, async (progress) => {
    const listener = session.onNotification(undoProgressed, ({ queueArn, done, total }) =>
      progress.report({ message: `${nameOfArn(queueArn)} ${done} / ${total}` }),
    );
    try {
      return await session.request(undoAdvance, { jump });
    } finally {
      listener.dispose();
    }
  });
  clock.adopt(undone.clock);
  await queues.refresh();
  const notes = listNotes(undone);
  const { messages } = undone;
  const back = forCount(
    messages,
    l10n.t('1 message was restored.'),
    l10n.t('{0} messages were restored.', messages),
  );
  if (notes.length === 0) return { text: back };
  return isWhole(undone)
    ? { text: [back, ...notes].join(' '), isSlow: true }
    : { text: back, problem: notes.join(' ') };
}

function isWhole({ missing, waiting }: UndoneAdvance): boolean {
  return missing === 0 && waiting.length === 0;
}

/** Details besides the number of restored messages. */
function listNotes({ missing, waiting, shortened }: UndoneAdvance): string[] {
  const notes: string[] = [];
  if (missing > 0) notes.push(l10n.t('No longer stored: {0}.', missing));
  if (waiting.length > 0) {
    const names = waiting.map(nameOfArn).join(', ');
    notes.push(
      l10n.t(
        'To restore the messages of {0} too, first undo the deletion of that queue. Then undo this advance again.',
        names,
      ),
    );
  }
  if (shortened !== undefined) notes.push(describeShortened(shortened));
  return notes;
}
