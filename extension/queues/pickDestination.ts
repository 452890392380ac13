import { l10n } from 'vscode';
import type { QueueSummary } from '../../broker/protocol/queue.ts';
import { COMMANDS } from '../ground/commandIds.ts';
import { pick } from '../ground/pick.ts';
import { nameOfArn } from '../ground/text.ts';
import type { QueueStore } from './queueStore.ts';
import { describeCounts } from './queueText.ts';

export interface PickDestinationNeeds {
  readonly queues: QueueStore;
}

/** Asks for another queue of the same kind. @returns undefined when the user chose none */
export async function pickDestination(
  services: PickDestinationNeeds,
  fromArn: string,
  title: string,
): Promise<QueueSummary | undefined> {
  const from = services.queues.findByArn(fromArn);
  const choices = services.queues.queues
    .filter(({ arn, kind }) => arn !== fromArn && (from === undefined || kind === from.kind))
    .map((queue) => ({
      label: queue.name,
      description: describeCounts(l10n.t, queue.counts),
      detail: queue.arn,
      value: queue,
    }));
  return pick(choices, {
    title,
    placeHolder: l10n.t('Target queue'),
    none: {
      text: l10n.t('There is no other queue of the same type as {0}.', nameOfArn(fromArn)),
      remedy: { title: l10n.t('Create Queue…'), command: COMMANDS.createQueue },
    },
  });
}
