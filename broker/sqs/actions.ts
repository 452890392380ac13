import type { Action } from './action.ts';
import { addPermission } from './actions/addPermission.ts';
import { cancelMessageMoveTask } from './actions/cancelMessageMoveTask.ts';
import { changeMessageVisibility } from './actions/changeMessageVisibility.ts';
import { changeMessageVisibilityBatch } from './actions/changeMessageVisibilityBatch.ts';
import { createQueue } from './actions/createQueue.ts';
import { deleteMessage } from './actions/deleteMessage.ts';
import { deleteMessageBatch } from './actions/deleteMessageBatch.ts';
import { deleteQueue } from './actions/deleteQueue.ts';
import { getQueueAttributes } from './actions/getQueueAttributes.ts';
import { getQueueUrl } from './actions/getQueueUrl.ts';
import { listDeadLetterSourceQueues } from './actions/listDeadLetterSourceQueues.ts';
import { listMessageMoveTasks } from './actions/listMessageMoveTasks.ts';
import { listQueueTags } from './actions/listQueueTags.ts';
import { listQueues } from './actions/listQueues.ts';
import { purgeQueue } from './actions/purgeQueue.ts';
import { receiveMessage } from './actions/receiveMessage.ts';
import { removePermission } from './actions/removePermission.ts';
import { sendMessage } from './actions/sendMessage.ts';
import { sendMessageBatch } from './actions/sendMessageBatch.ts';
import { setQueueAttributes } from './actions/setQueueAttributes.ts';
import { startMessageMoveTask } from './actions/startMessageMoveTask.ts';
import { tagQueue } from './actions/tagQueue.ts';
import { untagQueue } from './actions/untagQueue.ts';

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
