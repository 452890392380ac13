import { l10n } from 'vscode';
import type { QueueSummary } from '../../broker/protocol/queue.ts';
import type { Connection } from '../connections/connection.ts';
import { COMMANDS } from '../ground/commandIds.ts';
import { pick } from '../ground/pick.ts';
import { nameOfArn } from '../ground/text.ts';
import { describeCounts } from './queueText.ts';

/** Asks for another queue of the same kind on the same connection. @returns undefined when the user chose none */
export async function pickDestination(
  { queues }: Connection,
  fromArn: string,
  title: string,
): Promise<QueueSummary | undefined> {
  const from = queues.findByArn(fromArn);
  const choices = queues.queues
    .filter(({ arn, kind }) => arn !== fromArn && (from === undefined || kind === from.kind))
    .map((queue) => ({
      label: queue.name,
      description: describeCounts(queue.counts),
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
