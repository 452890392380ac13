import * as l10n from '@vscode/l10n';
import {
  extendMessage,
  moveMessage,
  releaseMessage,
  removeMessage,
} from '../../engine/operations/editMessage.ts';
import { copyContent as keepContent, describeRemoved } from '../../engine/operations/undoEdit.ts';
import type { Message } from '../../engine/state/message.ts';
import { findMessages } from '../../engine/operations/peek.ts';
import type { Queue } from '../../engine/state/queue.ts';
import { fail, type Result, succeed } from '../../engine/base/result.ts';
import type { MessagesParams, MessagesResult } from '../../protocol/message.ts';
import { type Answer, notFound } from '../channel/answer.ts';
import type { Edited, MessageEditNote } from '../editMemory.ts';
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
  const move = (
    kind: MessageEditNote['kind'],
    params: MessagesParams,
    toQueueArn: string | undefined,
  ): Answer<MessagesResult> =>
    editUndoably(
      services,
      { kind, ...(toQueueArn === undefined ? {} : { toQueueArn }) },
      params,
      () => 0,
      (message, isKept, now) => {
        const arn = toQueueArn ?? message.deadLetterSourceArn;
        const target = arn === undefined ? undefined : engine.findByArn(arn);
        if (target === undefined) {
          return fail(
            'InvalidParameterValue',
            arn === undefined
              ? l10n.t('Its source queue is unknown.')
              : l10n.t('There is no queue {0}.', arn),
          );
        }
        // The rest of its content is in the queue that it is moved to.
        const sequenceNumber =
          isKept && message.queue.isFifo
            ? engine.ports.contents.read(message.content)?.sequenceNumber
            : undefined;
        const removed = isKept ? describeRemoved(engine, message, sequenceNumber) : undefined;
        const moved = moveMessage(engine, message, target, now);
        if (!moved.ok) return moved;
        const { number: movedNumber } = moved.value;
        return succeed(removed && { removed, toQueueArn: target.arn, movedNumber });
      },
    );
  return {
    sendAgain: ({ toQueueArn, ...params }) =>
      withQueue(services, toQueueArn ?? params.queueArn, (target) =>
        succeed(copyTo(services, params, target)),
      ),
    copyMessages: ({ toQueueArn, ...params }) =>
      withQueue(services, toQueueArn, (target) => succeed(copyTo(services, params, target))),
    moveMessages: ({ toQueueArn, ...params }) =>
      withQueue(services, toQueueArn, () => move('moveMessages', params, toQueueArn)),
    redriveMessages: ({ toQueueArn, ...params }) => move('redriveMessages', params, toQueueArn),
    deleteMessages: (params) => {
      const caller = createEditorCaller(services, 'DeleteMessage');
      const bytesOf = ({ sizeBytes }: Message): number => sizeBytes;
      return editUndoably(services, { kind: 'deleteMessages' }, params, bytesOf, (message, isKept, now) => {
        const read = isKept ? engine.ports.contents.read(message.content) : undefined;
        const content = read && keepContent(read);
        const removed = content && describeRemoved(engine, message, content.sequenceNumber);
        removeMessage(engine, message, caller, now);
        return succeed(removed && content && { removed, content });
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

/**
 * As {@link editMessages}, for what can be taken back. What is too large to be remembered is not read for that.
 * @param note what it is, besides the queue and the time
 * @param bytesOf what is to be remembered of a message
 * @param edit returns what an undo needs; undefined: it cannot be taken back
 */
function editUndoably(
  services: ControlServices,
  note: Omit<MessageEditNote, 'queueArn' | 'at'>,
  params: MessagesParams,
  bytesOf: (message: Message) => number,
  edit: (message: Message, isKept: boolean, now: number) => Result<Edited | undefined>,
): Answer<MessagesResult> {
  const { edits, engine } = services;
  const edited: Edited[] = [];
  let isKept = true;
  const plan = (found: ReadonlyMap<string, Message>): void => {
    isKept = edits.hasRoomFor(
      found.size,
      [...found.values()].reduce((sum, message) => sum + bytesOf(message), 0),
    );
  };
  const run = (message: Message, now: number): Result<unknown> => {
    const result = edit(message, isKept, now);
    if (result.ok && result.value !== undefined) edited.push(result.value);
    return result;
  };
  const answer = editMessages(services, params, run, plan);
  if (!answer.ok) return answer;
  const at = engine.ports.clock.now();
  const undoId = edits.keep({ ...note, queueArn: params.queueArn, at }, edited);
  return succeed({ ...answer.value, ...(undoId === undefined ? {} : { undoId }) });
}

/**
 * Does something to each of the named messages, as one operation of the engine.
 * @param plan gets all of them first
 */
function editMessages(
  services: ControlServices,
  { queueArn, messageIds }: MessagesParams,
  edit: (message: Message, now: number) => Result<unknown>,
  plan?: (found: ReadonlyMap<string, Message>) => void,
): Answer<MessagesResult> {
  const { engine } = services;
  const queue = engine.findByArn(queueArn);
  if (queue === undefined) return notFound(l10n.t('There is no queue {0}.', queueArn));
  const now = engine.begin();
  const found = findMessages(engine, queue, messageIds);
  plan?.(found);
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
