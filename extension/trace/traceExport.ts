import { readTrace, subscribeTrace, type TraceEvent, unsubscribeTrace } from '../../broker/protocol/trace.ts';
import type { TraceClient } from './traceSource.ts';

const PAGE_EVENTS = 1_000;

/** The trace that a broker or a gateway keeps at this moment, page by page, with what the messages said. */
export async function* readWholeTrace(
  session: Pick<TraceClient, 'request'>,
): AsyncGenerator<readonly TraceEvent[]> {
  // Only a subscription tells where the trace ends now; events that come while it is read are left out.
  const { subscriptionId, firstSequence, lastSequence } = await session.request(subscribeTrace, {});
  await session.request(unsubscribeTrace, { subscriptionId });
  let after = Math.max(0, firstSequence - 1);
  while (after < lastSequence) {
    const limit = Math.min(PAGE_EVENTS, lastSequence - after);
    const { events } = await session.request(readTrace, { afterSequence: after, limit, withContents: true });
    const wanted = events.filter(({ sequence }) => sequence <= lastSequence);
    if (wanted.length > 0) yield wanted;
    const last = events.at(-1);
    if (last === undefined || last.sequence <= after) return;
    after = last.sequence;
  }
}
