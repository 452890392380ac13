import * as l10n from '@vscode/l10n';
import type { ShownMessage } from '../messageProtocol.ts';
import { formatDateTime } from '../shared/timeFormat.ts';

/** Why there are no steps of a message's life. Only the local broker has a trace. */
export function describeNoLife({
  details,
  connectionName,
}: Pick<ShownMessage, 'details' | 'connectionName'>): string {
  const sent = formatDateTime(details.sentAt);
  return connectionName === undefined
    ? l10n.t('Sent {0}. Its trace is no longer known.', sent)
    : l10n.t('Sent {0}. The connection {1} has no trace.', sent, connectionName);
}
