import * as l10n from '@vscode/l10n';
import { window } from 'vscode';
import type { Connections } from '../../connections/connections.ts';
import { isAble, type PlacedQueue } from '../../connections/connection.ts';
import { forCount } from '../../ground/forCount.ts';
import { type Schedule, systemSchedule } from '../../ground/schedule.ts';
import { tellFailure } from '../../ground/tellFailure.ts';
import { formatCount } from '../../ground/text.ts';
import { type JournalEnd, type JournalFile, listInterrupted } from './journalFile.ts';
import { HOLD_SECONDS } from './remoteEnds.ts';
import { runTransfer, type TransferPorts } from './transfers.ts';

/** A window that opens again at once finds the process of the last one, which is about to end. */
const LOOK_AGAIN_MS = 10_000;

/** Offers to resume each transfer of this workspace that ended with its window. Connects nothing before the user wants it. */
export async function offerInterrupted(
  ports: TransferPorts,
  connections: Connections,
  schedule: Schedule = systemSchedule,
  offered: Set<string> = new Set(),
): Promise<void> {
  const { journals, areOthersRunning } = await listInterrupted(ports.folder, Date.now(), isRunning);
  if (areOthersRunning)
    schedule(LOOK_AGAIN_MS, () => tellFailure(offerInterrupted(ports, connections, schedule, offered)));
  const fresh = journals.filter(({ journal }) => !offered.has(journal.path));
  for (const { journal } of fresh) offered.add(journal.path);
  await Promise.all(
    fresh.map(({ journal, lastMs }) => offerOne(ports, connections, journal, lastMs + HOLD_SECONDS * 1_000)),
  );
}

async function offerOne(
  ports: TransferPorts,
  connections: Connections,
  journal: JournalFile,
  hiddenUntilMs: number,
): Promise<void> {
  const [resume, discard] = [l10n.t('Resume'), l10n.t('Discard')];
  const chosen = await window.showInformationMessage(describeInterrupted(journal), resume, discard);
  if (chosen === discard) await journal.remove();
  if (chosen !== resume) return;
  const { mode, from, to, maximum, messageIds } = journal.header;
  await runTransfer(
    ports,
    {
      mode,
      from: await find(connections, from),
      to: await find(connections, to),
      maximum,
      ...(messageIds && { messageIds }),
    },
    { journal, hiddenUntilMs },
  );
}

function describeInterrupted({ header: { mode, from, to, expected }, stored }: JournalFile): string {
  const args = [from.label, to.label, formatCount(stored.size), formatCount(expected)] as const;
  return mode === 'copy'
    ? forCount(
        expected,
        l10n.t('Copying 1 message from {0} to {1} was interrupted.', from.label, to.label),
        l10n.t('Copying messages from {0} to {1} was interrupted after {2} of about {3} messages.', ...args),
      )
    : forCount(
        expected,
        l10n.t('Moving 1 message from {0} to {1} was interrupted.', from.label, to.label),
        l10n.t('Moving messages from {0} to {1} was interrupted after {2} of about {3} messages.', ...args),
      );
}

/** @throws Error if the queue is not available any more */
async function find(connections: Connections, end: JournalEnd): Promise<PlacedQueue<'exchange'>> {
  const connection = connections.find(end.connectionId);
  await (connection?.remote?.open() ?? connection?.queues.refresh());
  const problem = connection?.remote?.problem;
  const queue = connection?.queues.findByArn(end.arn);
  if (connection === undefined || queue === undefined || !isAble(connection, ['exchange']))
    throw new Error(problem ?? l10n.t('{0} is not available.', end.label));
  return { connection, queue };
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}
