import { l10n, type QuickPickItem, window } from 'vscode';
import { nameOfArn } from '../ground/text.ts';
import { findQueue, type FindQueueNeeds } from '../queues/pickQueue.ts';
import type { ArrivalBreakpoints } from './arrivalBreakpoints.ts';
import { ArrivalNode } from './arrivalNode.ts';
import { ANY_DEAD_LETTER } from './arrivals.ts';

interface Needs extends FindQueueNeeds {
  readonly arrivals: ArrivalBreakpoints;
}

interface BreakpointItem extends QuickPickItem {
  readonly id: string;
}

/** Removes a breakpoint on messages. */
export async function removeArrivalBreakpoint(services: Needs, target?: unknown): Promise<void> {
  const id =
    target instanceof ArrivalNode
      ? target.breakpoint.id
      : (findQueue(services, target)?.queue.arn ?? (await askForBreakpoint(services)));
  if (id !== undefined) await services.arrivals.remove(id);
}

async function askForBreakpoint({ arrivals }: Needs): Promise<string | undefined> {
  const items = arrivals.all.map(
    ({ id }): BreakpointItem => ({
      label: id === ANY_DEAD_LETTER ? l10n.t('Any dead-letter queue') : nameOfArn(id),
      id,
    }),
  );
  if (items.length === 0) {
    void window.showInformationMessage(l10n.t('There are no arrival breakpoints.'));
    return undefined;
  }
  const choice = await window.showQuickPick(items, { title: l10n.t('Remove Arrival Breakpoint') });
  return choice?.id;
}
