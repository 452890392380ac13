import { l10n, type QuickPickItem, window } from 'vscode';
import { createQueue, type QueueKind, type QueueSummary } from '../../broker/protocol/queue.ts';
import type { Services } from '../services.ts';
import { completeQueueName, findNameProblem } from './queueName.ts';

interface KindItem extends QuickPickItem {
  readonly queueKind: QueueKind;
}

interface DeadLetterItem extends QuickPickItem {
  readonly deadLetter: 'none' | 'new' | QueueSummary;
}

/** What AWS's console proposes too. */
const MAXIMUM_RECEIVES = 3;

/** @returns the new queue's ARN, for whoever calls the command. */
export async function createQueueCommand(services: Services): Promise<string | undefined> {
  return (await askAndCreateQueue(services))?.arn;
}

/**
 * Asks for kind, name and dead-letter queue, and creates what is asked for.
 * @returns undefined when the user thought better of it.
 */
export async function askAndCreateQueue(
  services: Pick<Services, 'queues' | 'session'>,
): Promise<QueueSummary | undefined> {
  await services.queues.refresh(services.session);
  const title = l10n.t('Create Queue');
  const kind = await askForKind(title);
  if (!kind) return undefined;
  const name = await askForName(services, title, kind);
  if (name === undefined) return undefined;
  const target = await askForDeadLetter(services, title, kind, name);
  if (!target) return undefined;
  const attributes: Record<string, string> = kind === 'fifo' ? { FifoQueue: 'true' } : {};
  const deadLetter =
    target.deadLetter === 'new'
      ? await services.session.request(createQueue, { name: nameDeadLetters(name, kind), attributes })
      : target.deadLetter;
  const redrive =
    deadLetter === 'none'
      ? {}
      : {
          RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: deadLetter.arn,
            maxReceiveCount: MAXIMUM_RECEIVES,
          }),
        };
  const queue = await services.session.request(createQueue, {
    name,
    attributes: { ...attributes, ...redrive },
  });
  await services.queues.refresh(services.session);
  return queue;
}

async function askForKind(title: string): Promise<QueueKind | undefined> {
  const items: KindItem[] = [
    {
      queueKind: 'standard',
      label: `$(inbox) ${l10n.t('Standard')}`,
      detail: l10n.t('Any order, at least once, the most throughput'),
    },
    {
      queueKind: 'fifo',
      label: `$(list-ordered) ${l10n.t('FIFO')}`,
      detail: l10n.t('In order within a message group, duplicates removed for 5 minutes'),
    },
  ];
  const choice = await window.showQuickPick(items, {
    ignoreFocusOut: true,
    title: l10n.t('{0} (1 of 3)', title),
    placeHolder: l10n.t('Kind of queue'),
  });
  return choice?.queueKind;
}

async function askForName(
  services: Pick<Services, 'queues'>,
  title: string,
  kind: QueueKind,
): Promise<string | undefined> {
  const taken = services.queues.queues.map(({ name }) => name);
  const typed = await window.showInputBox({
    ignoreFocusOut: true,
    title: l10n.t('{0} (2 of 3)', title),
    prompt:
      kind === 'fifo'
        ? l10n.t('Name of the queue; .fifo is added when missing')
        : l10n.t('Name of the queue'),
    placeHolder: kind === 'fifo' ? 'orders.fifo' : 'orders',
    validateInput: (value) => findNameProblem(l10n.t, value, kind, taken),
  });
  return typed === undefined ? undefined : completeQueueName(typed, kind);
}

function askForDeadLetter(
  services: Pick<Services, 'queues'>,
  title: string,
  kind: QueueKind,
  name: string,
): Thenable<DeadLetterItem | undefined> {
  const created = nameDeadLetters(name, kind);
  const candidates = services.queues.queues.filter((queue) => queue.kind === kind);
  const items: DeadLetterItem[] = [{ label: l10n.t('None'), deadLetter: 'none' }];
  if (!candidates.some((queue) => queue.name === created) && created.length <= 80) {
    items.push({ label: `$(add) ${created}`, description: l10n.t('new queue'), deadLetter: 'new' });
  }
  items.push(...candidates.map((queue): DeadLetterItem => ({ label: queue.name, deadLetter: queue })));
  return window.showQuickPick(items, {
    ignoreFocusOut: true,
    title: l10n.t('{0} (3 of 3)', title),
    placeHolder: l10n.t('Dead-letter queue, after {0} receives', MAXIMUM_RECEIVES),
  });
}

function nameDeadLetters(name: string, kind: QueueKind): string {
  return kind === 'fifo' ? name.replace(/\.fifo$/, '-dlq.fifo') : `${name}-dlq`;
}
