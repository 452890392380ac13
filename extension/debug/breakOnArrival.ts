import { l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import { findQueue, type PickQueueNeeds } from '../queues/pickQueue.ts';
import type { ArrivalBreakpoints } from './arrivalBreakpoints.ts';
import { ANY_DEAD_LETTER } from './arrivals.ts';

interface Needs extends PickQueueNeeds {
  readonly arrivals: ArrivalBreakpoints;
}

interface ArrivalItem extends QuickPickItem {
  readonly id?: string;
}

/** Adds a breakpoint on messages: it pauses the active debug session when one arrives. */
export async function breakOnArrival(services: Needs, target?: unknown): Promise<void> {
  const id = findQueue(services, target)?.arn ?? (await askForArrival(services));
  if (id === undefined) return;
  await services.arrivals.set(id, true);
  window.setStatusBarMessage(l10n.t('Pauses the active debug session when a message arrives.'), 5_000);
}

async function askForArrival(services: Needs): Promise<string | undefined> {
  await services.queues.refresh(services.session);
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
