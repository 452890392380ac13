import * as l10n from '@vscode/l10n';
import {
  extendMessage,
  moveMessage,
  releaseMessage,
  removeMessage,
} from '../../engine/operations/editMessage.ts';
import type { Message } from '../../engine/state/message.ts';
import { findMessages } from '../../engine/operations/peek.ts';
import type { Queue } from '../../engine/state/queue.ts';
import { fail, type Result, succeed } from '../../engine/base/result.ts';
import type { MessagesParams, MessagesResult } from '../../protocol/message.ts';
import { type Answer, notFound } from '../channel/answer.ts';
import { createEditorCaller } from '../editorCall.ts';
import { copyContent } from '../../calls/messageInput.ts';
import { sendOnce } from '../sendCopies.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handler.ts';
import { withQueue } from './queue.ts';

const gone = (): string => l10n.t('It is no longer in the queue.');

export function createMessageEditHandlers(
  services: ControlServices,
): HandlersOf<
  | 'sendAgain'
  | 'copyMessages'
  | 'moveMessages'
  | 'redriveMessages'
  | 'deleteMessages'
  | 'releaseMessages'
  | 'extendMessages'
> {
  const { engine } = services;
  const move = (params: MessagesParams, toQueueArn: string | undefined) =>
    editMessages(services, params, (message, now) => {
      const arn = toQueueArn ?? message.deadLetterSourceArn;
      const target = arn === undefined ? undefined : engine.findByArn(arn);
      if (target !== undefined) return moveMessage(engine, message, target, now);
      return fail(
        'InvalidParameterValue',
        arn === undefined ? l10n.t('Its source queue is unknown.') : l10n.t('There is no queue {0}.', arn),
      );
    });
  return {
    sendAgain: ({ toQueueArn, ...params }) =>
      withQueue(services, toQueueArn ?? params.queueArn, (target) =>
        succeed(copyTo(services, params, target)),
      ),
    copyMessages: ({ toQueueArn, ...params }) =>
      withQueue(services, toQueueArn, (target) => succeed(copyTo(services, params, target))),
    moveMessages: ({ toQueueArn, ...params }) =>
      withQueue(services, toQueueArn, () => move(params, toQueueArn)),
    redriveMessages: ({ toQueueArn, ...params }) => move(params, toQueueArn),
    deleteMessages: (params) => {
      const caller = createEditorCaller(services, 'DeleteMessage');
      return editMessages(services, params, (message, now) => {
        removeMessage(engine, message, caller, now);
        return succeed(undefined);
      });
    },
    releaseMessages: (params) => {
      const caller = createEditorCaller(services, 'ChangeMessageVisibility');
      return editMessages(services, params, (message, now) => releaseMessage(engine, message, caller, now));
    },
    extendMessages: ({ visibilitySeconds, ...params }) => {
      const caller = createEditorCaller(services, 'ChangeMessageVisibility');
      return editMessages(services, params, (message, now) =>
        extendMessage(engine, message, visibilitySeconds, caller, now),
      );
    },
  };
}

/** Does something to each of the named messages, as one operation of the engine. */
function editMessages(
  services: ControlServices,
  { queueArn, messageIds }: MessagesParams,
  edit: (message: Message, now: number) => Result<undefined>,
): Answer<MessagesResult> {
  const { engine } = services;
  const queue = engine.findByArn(queueArn);
  if (queue === undefined) return notFound(l10n.t('There is no queue {0}.', queueArn));
  const now = engine.begin();
  const found = findMessages(engine, queue, messageIds);
  const result = collect(messageIds, (messageId) => {
    const message = found.get(messageId);
    return message === undefined ? fail('InvalidParameterValue', gone()) : edit(message, now);
  });
  engine.settle();
  return succeed(result);
}

function copyTo(
  services: ControlServices,
  { queueArn, messageIds }: MessagesParams,
  target: Queue,
): MessagesResult {
  const { engine, recorder } = services;
  const queue = engine.findByArn(queueArn);
  const found = queue === undefined ? undefined : findMessages(engine, queue, messageIds);
  return collect(messageIds, (messageId) => {
    const message = found?.get(messageId);
    const content =
      message === undefined ? recorder.findContent(messageId) : engine.ports.contents.read(message.content);
    if (content === undefined)
      return fail('InvalidParameterValue', l10n.t('Its content is no longer available.'));
    return sendOnce(services, target, copyContent(content, target));
  });
}

function collect(messageIds: readonly string[], run: (messageId: string) => Result<unknown>): MessagesResult {
  const done: string[] = [];
  const missed: { messageId: string; reason: string }[] = [];
  for (const messageId of new Set(messageIds)) {
    const result = run(messageId);
    if (result.ok) done.push(messageId);
    else missed.push({ messageId, reason: result.message });
  }
  return { done, missed };
}
