import { l10n } from 'vscode';
import { groupByConnection, pickQueues, type PickQueueNeeds } from '../queues/pickQueue.ts';

/** Shows the metrics of the selected queues, together. */
export async function openMetrics(
  services: PickQueueNeeds,
  target?: unknown,
  selection?: unknown,
): Promise<void> {
  const placed = await pickQueues(services, target, selection, {
    title: l10n.t('Open Metrics'),
    needs: ['metrics'],
  });
  for (const [connection, queues] of groupByConnection(placed))
    connection.can.metrics(queues.map(({ arn }) => arn));
}
