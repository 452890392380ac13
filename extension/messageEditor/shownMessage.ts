import type { MessageDetails } from '../../broker/protocol/message.ts';
import type { QueueSummary } from '../../broker/protocol/queue.ts';
import type { MessageAction, ShownMessage } from '../../webview/messageProtocol.ts';
import type { Capabilities } from '../connections/capabilities.ts';
import type { Connection } from '../connections/connection.ts';
import { formatQueueRef, LOCAL_CONNECTION } from '../connections/queueRef.ts';
import { nameOfArn } from '../ground/text.ts';

interface Situation {
  readonly can: Partial<Capabilities>;
  readonly state: MessageDetails['state'];
  readonly takesDeadLetters: boolean;
}

/** When an action is offered; the rules are those of the menus of a row. */
const ACTIONS: Readonly<Record<MessageAction, (situation: Situation) => boolean>> = {
  sendAgain: ({ can }) => can.transfer !== undefined,
  editAndResend: ({ can }) => can.recall !== undefined && can.send !== undefined,
  copyMessages: ({ can }) => can.transfer !== undefined,
  moveMessages: ({ can }) => can.transfer !== undefined,
  redriveMessages: ({ can, takesDeadLetters }) => can.redrive !== undefined && takesDeadLetters,
  extendMessages: ({ can, state }) => can.change !== undefined && state === 'inFlight',
  releaseMessages: ({ can, state }) => can.change !== undefined && state !== 'visible',
  deleteMessages: ({ can }) => can.change !== undefined,
  showMessageInTrace: ({ can }) => can.trace !== undefined,
  compareMessages: () => true,
  decryptMessage: () => true,
  openBodyAsText: () => true,
};

/** The trace remembers messages that are gone. */
const LAST_ACTIONS: readonly MessageAction[] = ['showMessageInTrace', 'editAndResend'];

/** Whether an action needs no more of a message than its ID. */
export function isLastAction(action: MessageAction): boolean {
  return LAST_ACTIONS.includes(action);
}

/** What can still be done with a message that can no longer be read, even if this window never read it. */
export function listLastActions(connection: Connection | undefined): readonly MessageAction[] {
  return connection?.isOpen === true ? LAST_ACTIONS : [];
}

/** A message as the page shows it; its body goes separately. */
export function describeShown(
  connection: Connection,
  queue: QueueSummary | undefined,
  details: MessageDetails,
): ShownMessage {
  const situation: Situation = {
    can: connection.can,
    state: details.state,
    takesDeadLetters: (queue?.deadLetterSources.length ?? 0) > 0,
  };
  const { queueArn } = details;
  return {
    queueArn: formatQueueRef({ connectionId: connection.id, arn: queueArn }),
    queueName: nameOfArn(queueArn),
    ...(connection.id === LOCAL_CONNECTION ? {} : { connectionName: connection.name }),
    details: { ...details, body: '' },
    actions: (Object.keys(ACTIONS) as MessageAction[]).filter((action) => ACTIONS[action](situation)),
  };
}
