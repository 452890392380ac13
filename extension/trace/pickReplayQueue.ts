import { l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { ReplaySend } from '../../broker/protocol/replay.ts';
import { nameOfArn } from '../ground/text.ts';
import type { QueueStore } from '../queues/queueStore.ts';
import { describeCounts } from '../queues/queueText.ts';

export interface PickReplayQueueNeeds {
  readonly queues: QueueStore;
}

/** Where recorded messages are sent; without an ARN, each to the queue that it was sent to. */
export interface ReplayDestination {
  readonly toQueueArn?: string;
}

interface DestinationItem extends QuickPickItem {
  readonly destination?: ReplayDestination;
}

/** Asks where to send recorded messages. @returns undefined when the user chose nothing */
export async function pickReplayQueue(
  { queues }: PickReplayQueueNeeds,
  title: string,
  sends: readonly ReplaySend[],
): Promise<ReplayDestination | undefined> {
  const recorded = [...new Set(sends.map(({ queueArn }) => queueArn))];
  const missing = recorded.filter((arn) => queues.findByArn(arn) === undefined);
  const items: DestinationItem[] = [
    {
      label: l10n.t('To their original queues'),
      description: listNames(recorded),
      ...(missing.length === 0 ? {} : { detail: `$(warning) ${l10n.t('Missing: {0}', listNames(missing))}` }),
      destination: {},
    },
    { label: l10n.t('All to one queue…'), kind: QuickPickItemKind.Separator },
    ...queues.queues.map(({ name, arn, counts }) => ({
      label: name,
      description: describeCounts(counts),
      destination: { toQueueArn: arn },
    })),
  ];
  const choice = await window.showQuickPick(items, {
    ignoreFocusOut: true,
    title,
    placeHolder: l10n.t('Target queue'),
  });
  return choice?.destination;
}

function listNames(arns: readonly string[]): string {
  return arns.map(nameOfArn).join(', ');
}
