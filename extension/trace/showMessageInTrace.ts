import { l10n } from 'vscode';
import type { PickMessageNeeds } from '../queues/messages/pickMessage.ts';
import { pickRemembered } from '../queues/messages/pickRemembered.ts';
import type { TracePanel } from './tracePanel.ts';

interface Needs extends PickMessageNeeds {
  readonly trace: TracePanel;
}

/** Opens the trace, narrowed to one message. */
export async function showMessageInTrace(services: Needs, target?: unknown): Promise<void> {
  if (isMessageName(target)) {
    const { queueArn, messageId, connectionId } = target;
    await services.trace.openTrace({ queueArn, messageId }, connectionId);
    return;
  }
  const picked = await pickRemembered(services, target, l10n.t('Show in Trace'), ['trace']);
  if (!picked) return;
  const { connection, queueRef, messageId } = picked;
  await connection.can.trace({ queueArn: queueRef.arn, messageId });
}

/** What links in hovers pass. */
interface LinkedMessage {
  readonly queueArn: string;
  readonly messageId: string;
  /** Absent: the local broker. */
  readonly connectionId?: string;
}

function isMessageName(value: unknown): value is LinkedMessage {
  if (typeof value !== 'object' || value === null) return false;
  const { queueArn, messageId, connectionId } = value as Record<string, unknown>;
  return (
    typeof queueArn === 'string' &&
    typeof messageId === 'string' &&
    (connectionId === undefined || typeof connectionId === 'string')
  );
}
