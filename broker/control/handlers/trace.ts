import * as l10n from '@vscode/l10n';
import { nanoid } from 'nanoid';
import { succeed } from '../../engine/base/result.ts';
import { traceEvents } from '../../protocol/trace.ts';
import { TraceSubscription } from '../../trace/subscription.ts';
import { notFound } from '../channel/answer.ts';
import type { ControlServices } from '../services.ts';
import type { Session } from '../channel/session.ts';
import type { HandlersOf } from './handler.ts';

/** A window has one trace panel and one status item; the rest is room for tools. */
const MAXIMUM_SUBSCRIPTIONS = 16;

export function createTraceHandlers(
  services: Pick<ControlServices, 'recorder' | 'schedule'>,
): HandlersOf<'subscribeTrace' | 'unsubscribeTrace' | 'readTrace' | 'clearTrace'> {
  const { recorder } = services;
  return {
    subscribeTrace: ({ afterSequence }, session) => {
      dropOldest(session);
      const subscriptionId = nanoid(8);
      const { firstSequence, lastSequence } = recorder;
      session.subscriptions.set(
        subscriptionId,
        new TraceSubscription(
          recorder,
          {
            get bufferedBytes() {
              return session.bufferedBytes;
            },
            send: (events, dropped) => session.notify(traceEvents, { subscriptionId, events, dropped }),
          },
          services.schedule,
          afterSequence ?? lastSequence,
        ),
      );
      return succeed({ subscriptionId, firstSequence, lastSequence });
    },
    unsubscribeTrace: ({ subscriptionId }, session) => {
      const subscription = session.subscriptions.get(subscriptionId);
      if (subscription === undefined)
        return notFound(l10n.t('There is no trace subscription {0}.', subscriptionId));
      subscription.close();
      session.subscriptions.delete(subscriptionId);
      return succeed(null);
    },
    readTrace: (query) => succeed({ events: recorder.read(query) }),
    clearTrace: () => {
      recorder.clear();
      return succeed({ lastSequence: recorder.lastSequence });
    },
  };
}

/** Makes room for one more subscription; a client that forgets its own ones has no use for the oldest. */
function dropOldest(session: Session): void {
  if (session.subscriptions.size < MAXIMUM_SUBSCRIPTIONS) return;
  for (const [id, subscription] of session.subscriptions) {
    subscription.close();
    session.subscriptions.delete(id);
    return;
  }
}
