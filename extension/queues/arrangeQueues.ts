import { l10n } from 'vscode';
import { refOf } from '../connections/connection.ts';
import { formatQueueRef } from '../connections/queueRef.ts';
import { pick } from '../ground/pick.ts';
import { pickQueues, type PickQueueNeeds } from './pickQueue.ts';
import { type Grouping, GROUPINGS, type Sorting, SORTINGS } from './tree/arrangement.ts';
import type { ArrangementStore } from './tree/arrangementStore.ts';

interface Needs {
  readonly arrangement: ArrangementStore;
}

export async function sortQueues({ arrangement }: Needs): Promise<void> {
  const labels: Readonly<Record<Sorting, string>> = {
    name: l10n.t('Name'),
    messages: l10n.t('Number of messages'),
    age: l10n.t('Age of the oldest message'),
  };
  const sorting = await pickOption(SORTINGS, labels, arrangement.current.sorting, l10n.t('Sort Queues By'));
  if (sorting) arrangement.change({ sorting });
}

export async function groupQueues({ arrangement }: Needs): Promise<void> {
  const labels: Readonly<Record<Grouping, string>> = {
    none: l10n.t('No groups'),
    prefix: l10n.t('Prefix of the name, up to the first - . or _'),
    deadLetters: l10n.t('Dead-letter queue and the queues that use it'),
  };
  const grouping = await pickOption(
    GROUPINGS,
    labels,
    arrangement.current.grouping,
    l10n.t('Group Queues By'),
  );
  if (grouping) arrangement.change({ grouping });
}

export async function hideEmptyQueues({ arrangement }: Needs): Promise<void> {
  arrangement.change({ hidesEmpty: true });
}

export async function showEmptyQueues({ arrangement }: Needs): Promise<void> {
  arrangement.change({ hidesEmpty: false });
}

export async function pinQueues(
  services: Needs & PickQueueNeeds,
  target?: unknown,
  selection?: unknown,
): Promise<void> {
  const refs = await pickRefs(services, target, selection, {
    title: l10n.t('Pin Queue'),
    isPinned: false,
    none: l10n.t('Every queue is pinned.'),
  });
  if (refs.length > 0) services.arrangement.pin(refs);
}

export async function unpinQueues(
  services: Needs & PickQueueNeeds,
  target?: unknown,
  selection?: unknown,
): Promise<void> {
  const refs = await pickRefs(services, target, selection, {
    title: l10n.t('Unpin Queue'),
    isPinned: true,
    none: l10n.t('No queue is pinned.'),
  });
  if (refs.length > 0) services.arrangement.unpin(refs);
}

async function pickRefs(
  services: Needs & PickQueueNeeds,
  target: unknown,
  selection: unknown,
  { title, isPinned, none }: { readonly title: string; readonly isPinned: boolean; readonly none: string },
): Promise<readonly string[]> {
  const { arrangement } = services;
  const placed = await pickQueues(services, target, selection, {
    title,
    needs: [],
    accepts: (queue, connection) =>
      arrangement.isPinned(formatQueueRef(refOf({ connection, queue }))) === isPinned,
    none: { text: none },
  });
  return placed.map((each) => formatQueueRef(refOf(each)));
}

/** The present one comes first and is marked. */
function pickOption<T extends string>(
  options: readonly T[],
  labels: Readonly<Record<T, string>>,
  current: T,
  title: string,
): Promise<T | undefined> {
  const choices = options.map((value) => ({
    label: labels[value],
    ...(value === current ? { description: l10n.t('current') } : {}),
    value,
  }));
  return pick(choices, { title, isMenu: true, none: { text: '' } });
}
