import { l10n } from 'vscode';
import { copyText } from '../ground/copyText.ts';
import { forCount } from '../ground/forCount.ts';
import { type PickQueueNeeds, pickQueues } from './pickQueue.ts';

/** Copies the URLs of queues, one a line. */
export async function copyQueueUrl(
  services: PickQueueNeeds,
  target?: unknown,
  selection?: unknown,
): Promise<void> {
  const queues = await pickQueues(services, target, selection, { title: l10n.t('Copy Queue URL') });
  if (queues.length === 0) return;
  await copyText(
    queues.map(({ url }) => url).join('\n'),
    forCount(
      queues.length,
      l10n.t('Copied the URL of {0}.', queues[0]?.name ?? ''),
      l10n.t('Copied the URLs of {0} queues.', queues.length),
    ),
  );
}

/** Copies the ARNs of queues, one a line. */
export async function copyQueueArn(
  services: PickQueueNeeds,
  target?: unknown,
  selection?: unknown,
): Promise<void> {
  const queues = await pickQueues(services, target, selection, { title: l10n.t('Copy Queue ARN') });
  if (queues.length === 0) return;
  await copyText(
    queues.map(({ arn }) => arn).join('\n'),
    forCount(
      queues.length,
      l10n.t('Copied the ARN of {0}.', queues[0]?.name ?? ''),
      l10n.t('Copied the ARNs of {0} queues.', queues.length),
    ),
  );
}
