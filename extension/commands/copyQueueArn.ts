import { env, l10n } from 'vscode';
import type { Services } from '../services.ts';
import { pickQueues } from './pickQueue.ts';

/** Copies the ARNs of queues, one a line. */
export async function copyQueueArn(services: Services, target?: unknown, selection?: unknown): Promise<void> {
  const queues = await pickQueues(services, target, selection, l10n.t('Copy Queue ARN'));
  if (queues.length > 0) await env.clipboard.writeText(queues.map(({ arn }) => arn).join('\n'));
}
