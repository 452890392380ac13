import { l10n, ProgressLocation, window } from 'vscode';
import { type AdvanceProgress, advanceProgressed, cancelAdvance } from '../../broker/protocol/clock.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { formatDuration } from '../ground/durations.ts';

/**
 * Waits for an advance of the clock. If it takes long, as the broker reports then, a notification shows how far it is, and the user
 * can cancel it: the clock stays where it got to.
 */
export async function showAdvance<T>(session: BrokerClient, advance: Promise<T>): Promise<T> {
  let show: (news: AdvanceProgress) => void = (first) => {
    show = () => undefined;
    void window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: l10n.t('Advancing the clock by {0}', formatDuration(first.byMs)),
        cancellable: true,
      },
      async (progress, token) => {
        let shownMs = 0;
        show = ({ byMs, doneMs }) => {
          const message = formatDuration(doneMs);
          progress.report({ message, increment: (100 * (doneMs - shownMs)) / byMs });
          shownMs = doneMs;
        };
        show(first);
        token.onCancellationRequested(() => {
          // If the connection is lost, the advance reports it.
          session.request(cancelAdvance, {}).catch(() => undefined);
        });
        await advance.catch(() => undefined);
      },
    );
  };
  const listener = session.onNotification(advanceProgressed, (news) => show(news));
  try {
    return await advance;
  } finally {
    listener.dispose();
  }
}
