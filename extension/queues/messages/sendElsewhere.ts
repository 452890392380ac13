import type { moveMessages } from '../../../broker/protocol/message.ts';
import { pickDestination, type PickDestinationNeeds } from '../pickDestination.ts';
import { tellOutcome } from './messageOutcome.ts';
import { pickMessages, type PickMessagesNeeds } from './pickMessages.ts';

export interface SendElsewhereNeeds extends PickDestinationNeeds, PickMessagesNeeds {}

/** What is done with messages that another queue gets. */
export interface Transfer {
  readonly title: string;
  /** Copying is asked for and answered in the same form. */
  readonly method: typeof moveMessages;
  /** What was done with so many messages. */
  readonly describe: (count: number, destinationName: string) => string;
}

/** Asks for the messages and the queue that are missing, and does it. */
export async function sendElsewhere(
  services: SendElsewhereNeeds,
  { title, method, describe }: Transfer,
  target?: unknown,
  selection?: unknown,
): Promise<void> {
  const picked = await pickMessages(services, target, selection, title);
  const destination = picked && (await pickDestination(services, picked.queueArn, title));
  if (!picked || !destination) return;
  const result = await services.session.request(method, {
    queueArn: picked.queueArn,
    messageIds: picked.messages.map(({ messageId }) => messageId),
    toQueueArn: destination.arn,
  });
  tellOutcome((count) => describe(count, destination.name), result);
}
