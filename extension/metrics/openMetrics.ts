import { l10n } from 'vscode';
import { pickQueues, type PickQueueNeeds } from '../queues/pickQueue.ts';

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
  // A panel is about one broker, because all its points are of one clock.
  for (const connection of new Set(placed.map((each) => each.connection))) {
    const own = placed.filter((each) => each.connection === connection);
    connection.can.metrics(own.map(({ queue }) => queue.arn));
  }
}
