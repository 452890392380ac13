import { l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import { nameOfArn } from '../ground/text.ts';
import type { QueueStore } from '../queues/queueStore.ts';
import { describeCounts } from '../queues/queueText.ts';
import type { ReplayTargets } from './replayTargets.ts';

export interface PickReplayQueueNeeds {
  readonly queues: QueueStore;
}

/** Where recorded messages are sent; without an ARN, each to the queue that takes the place of the one that it was recorded in. */
export interface ReplayDestination {
  readonly toQueueArn?: string;
  /** The missing queues are created first. */
  readonly createsMissing?: true;
}

interface DestinationItem extends QuickPickItem {
  readonly destination?: ReplayDestination;
}

/** Asks where to send recorded messages. @returns undefined when the user chose nothing */
export async function pickReplayQueue(
  { queues }: PickReplayQueueNeeds,
  title: string,
  { found, missing }: ReplayTargets,
): Promise<ReplayDestination | undefined> {
  const isElsewhere = [...found].some(([recorded, arn]) => recorded !== arn);
  const create: DestinationItem = {
    label: l10n.t('Create the missing queues, and send to the queues with the same names'),
    description: listNames(missing),
    destination: { createsMissing: true },
  };
  const items: DestinationItem[] = [
    ...(missing.length === 0 ? [] : [create]),
    {
      label: isElsewhere ? l10n.t('To the queues with the same names') : l10n.t('To their original queues'),
      description: listNames([...found.keys(), ...missing]),
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
