import { l10n } from 'vscode';
import { pickMessage, type PickMessageNeeds } from '../queues/messages/pickMessage.ts';
import type { TracePanel } from './tracePanel.ts';

interface Needs extends PickMessageNeeds {
  readonly trace: TracePanel;
}

/** Opens the trace, narrowed to one message. */
export async function showMessageInTrace(services: Needs, target?: unknown): Promise<void> {
  if (isMessageName(target)) {
    await services.trace.openTrace({ queueArn: target.queueArn, messageId: target.messageId });
    return;
  }
  const picked = await pickMessage(services, target, l10n.t('Show in Trace'));
  if (!picked) return;
  await services.trace.openTrace({ queueArn: picked.queue.arn, messageId: picked.message.messageId });
}

/** What links in hovers pass. */
function isMessageName(value: unknown): value is { readonly queueArn: string; readonly messageId: string } {
  if (typeof value !== 'object' || value === null) return false;
  const { queueArn, messageId } = value as Record<string, unknown>;
  return typeof queueArn === 'string' && typeof messageId === 'string';
}
