import { l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import { findQueue, type FindQueueNeeds, narrow } from '../queues/pickQueue.ts';
import type { QueueStore } from '../queues/queueStore.ts';
import type { ArrivalBreakpoints } from './arrivalBreakpoints.ts';
import { describeArrivalBreakpoint } from './arrivalText.ts';
import { ANY_DEAD_LETTER } from './arrivals.ts';

interface Needs extends FindQueueNeeds {
  readonly queues: Pick<QueueStore, 'queues' | 'refresh'>;
  readonly arrivals: ArrivalBreakpoints;
}

interface ArrivalItem extends QuickPickItem {
  readonly id?: string;
}

/** Adds a breakpoint on messages: it pauses the active debug session when one arrives. */
export async function breakOnArrival(services: Needs, target?: unknown): Promise<void> {
  const found = findQueue(services, target);
  const id = found ? narrow(found, ['arrivals'])?.queue.arn : await askForArrival(services);
  if (id === undefined) return;
  await services.arrivals.set(id, true);
  window.setStatusBarMessage(describeArrivalBreakpoint(id), 5_000);
}

async function askForArrival(services: Needs): Promise<string | undefined> {
  await services.queues.refresh();
  const queues = services.queues.queues.map(
    ({ arn, name }): ArrivalItem => ({ label: `$(inbox) ${name}`, detail: arn, id: arn }),
  );
  const items: ArrivalItem[] = [
    {
      label: `$(archive) ${l10n.t('Any dead-letter queue')}`,
      detail: l10n.t('When a message exceeds maxReceiveCount'),
      id: ANY_DEAD_LETTER,
    },
    { label: l10n.t('Queues'), kind: QuickPickItemKind.Separator },
    ...queues,
  ];
  const choice = await window.showQuickPick(items, {
    ignoreFocusOut: true,
    title: l10n.t('Break on Arrival'),
    placeHolder: l10n.t('Pause the debugged program when a message arrives in'),
  });
  return choice?.id;
}
