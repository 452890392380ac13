import { l10n } from 'vscode';
import { readTrace, subscribeTrace, type TraceEvent, unsubscribeTrace } from '../../broker/protocol/trace.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { pick } from '../ground/pick.ts';
import type { ReadOnlyTexts } from '../queues/messages/readOnlyTexts.ts';
import { describeDenial } from './denialText.ts';

const READ_LIMIT = 1000;
/** How far back denials are looked for, events. */
const LOOK_BACK = 10_000;

/** Shows how a refusal came about: of the event that it is called with, or of one that the user chooses. */
export async function explainDenial(
  { session, texts }: { readonly session: BrokerClient; readonly texts: ReadOnlyTexts },
  target?: unknown,
): Promise<void> {
  const denials = await findDenials(session);
  const event =
    typeof target === 'number' ? denials.find(({ sequence }) => sequence === target) : await ask(denials);
  if (event !== undefined) await texts.show('denial.md', describeDenial(event));
}

function ask(denials: readonly TraceEvent[]): Promise<TraceEvent | undefined> {
  const choices = denials.toReversed().map((event) => ({
    label: `${event.action ?? ''} ${event.queueArn?.split(':').at(-1) ?? ''}`.trim(),
    description: `${event.error?.code ?? ''}, ${event.consumer?.name ?? ''}`,
    detail: event.error?.message ?? '',
    value: event,
  }));
  return pick(choices, {
    title: l10n.t('Why Was This Denied?'),
    matchOnDescription: true,
    matchOnDetail: true,
    none: { text: l10n.t('No calls have been denied recently.') },
    isMenu: true,
  });
}

/** Rejected calls with a reason, the oldest first. */
async function findDenials(session: BrokerClient): Promise<TraceEvent[]> {
  const { subscriptionId, lastSequence } = await session.request(subscribeTrace, {});
  await session.request(unsubscribeTrace, { subscriptionId });
  const denials: TraceEvent[] = [];
  for (let after = Math.max(0, lastSequence - LOOK_BACK); after < lastSequence; ) {
    const { events } = await session.request(readTrace, { afterSequence: after, limit: READ_LIMIT });
    const last = events.at(-1);
    if (last === undefined) break;
    denials.push(...events.filter(({ kind, detail }) => kind === 'rejected' && detail !== undefined));
    after = last.sequence;
  }
  return denials;
}
