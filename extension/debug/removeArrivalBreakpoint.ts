import { l10n, window } from 'vscode';
import { COMMANDS } from '../ground/commandIds.ts';
import { pick } from '../ground/pick.ts';
import { nameOfArn } from '../ground/text.ts';
import { findQueue, type FindQueueNeeds } from '../queues/pickQueue.ts';
import type { ArrivalBreakpoints } from './arrivalBreakpoints.ts';
import { ArrivalNode } from './arrivalNode.ts';
import { ANY_DEAD_LETTER } from './arrivals.ts';

interface Needs extends FindQueueNeeds {
  readonly arrivals: ArrivalBreakpoints;
}

/** Removes a breakpoint on messages. */
export async function removeArrivalBreakpoint(services: Needs, target?: unknown): Promise<void> {
  const id =
    target instanceof ArrivalNode
      ? target.breakpoint.id
      : (findQueue(services, target)?.queue.arn ?? (await askForBreakpoint(services)));
  if (id === undefined) return;
  await services.arrivals.remove(id);
  window.setStatusBarMessage(
    id === ANY_DEAD_LETTER
      ? l10n.t('No longer breaks when a message is dead-lettered.')
      : l10n.t('No longer breaks when a message arrives at {0}.', nameOfArn(id)),
    5_000,
  );
}

async function askForBreakpoint({ arrivals }: Needs): Promise<string | undefined> {
  const choices = arrivals.all.map(({ id }) => ({
    label: id === ANY_DEAD_LETTER ? l10n.t('Any dead-letter queue') : nameOfArn(id),
    value: id,
  }));
  return pick(choices, {
    title: l10n.t('Remove Arrival Breakpoint'),
    none: {
      text: l10n.t('There are no arrival breakpoints.'),
      remedy: { title: l10n.t('Break on Arrival…'), command: COMMANDS.breakOnArrival },
    },
    isMenu: true,
  });
}
