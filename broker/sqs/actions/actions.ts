import type { Action } from './action.ts';
import { addPermission } from './addPermission.ts';
import { cancelMessageMoveTask } from './cancelMessageMoveTask.ts';
import { changeMessageVisibility } from './changeMessageVisibility.ts';
import { changeMessageVisibilityBatch } from './changeMessageVisibilityBatch.ts';
import { createQueue } from './createQueue.ts';
import { deleteMessage } from './deleteMessage.ts';
import { deleteMessageBatch } from './deleteMessageBatch.ts';
import { deleteQueue } from './deleteQueue.ts';
import { getQueueAttributes } from './getQueueAttributes.ts';
import { getQueueUrl } from './getQueueUrl.ts';
import { listDeadLetterSourceQueues } from './listDeadLetterSourceQueues.ts';
import { listMessageMoveTasks } from './listMessageMoveTasks.ts';
import { listQueueTags } from './listQueueTags.ts';
import { listQueues } from './listQueues.ts';
import { purgeQueue } from './purgeQueue.ts';
import { receiveMessage } from './receiveMessage.ts';
import { removePermission } from './removePermission.ts';
import { sendMessage } from './sendMessage.ts';
import { sendMessageBatch } from './sendMessageBatch.ts';
import { setQueueAttributes } from './setQueueAttributes.ts';
import { startMessageMoveTask } from './startMessageMoveTask.ts';
import { tagQueue } from './tagQueue.ts';
import { untagQueue } from './untagQueue.ts';

/** The whole API, version 2012-11-05, by the names of its actions. */
export const ACTIONS: ReadonlyMap<string, Action> = new Map(
  [
    addPermission,
    cancelMessageMoveTask,
    changeMessageVisibility,
    changeMessageVisibilityBatch,
    createQueue,
    deleteMessage,
    deleteMessageBatch,
    deleteQueue,
    getQueueAttributes,
    getQueueUrl,
    listDeadLetterSourceQueues,
    listMessageMoveTasks,
    listQueueTags,
    listQueues,
    purgeQueue,
    receiveMessage,
    removePermission,
    sendMessage,
    sendMessageBatch,
    setQueueAttributes,
    startMessageMoveTask,
    tagQueue,
    untagQueue,
  ].map((action) => [action.name, action]),
);
