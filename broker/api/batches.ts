import type { ActionDeclarations } from './declaration.ts';
import { type MESSAGE_ACTIONS, sendMembers, sentMembers } from './messages.ts';
import { boolean, integer, list, type Members, string, structure } from './shapes.ts';

/** The answer of a batch; `queryName` as its XML calls an entry that was done. */
function batchOutput<M extends Members>(queryName: string, members: M) {
  return structure({
    Successful: list(queryName, structure({ Id: string, ...members })),
    Failed: list(
      'BatchResultErrorEntry',
      structure({ Id: string, Code: string, Message: string, SenderFault: boolean }),
    ),
  });
}

export const BATCH_ACTIONS = {
  SendMessageBatch: {
    input: structure({
      QueueUrl: string,
      Entries: list('SendMessageBatchRequestEntry', structure({ Id: string, ...sendMembers })),
    }),
    output: batchOutput('SendMessageBatchResultEntry', sentMembers),
    batchOf: 'SendMessage',
    keyUse: 'send',
    billedAs: 'message',
    isFaultable: true,
  },
  DeleteMessageBatch: {
    input: structure({
      QueueUrl: string,
      Entries: list('DeleteMessageBatchRequestEntry', structure({ Id: string, ReceiptHandle: string })),
    }),
    output: batchOutput('DeleteMessageBatchResultEntry', {}),
    batchOf: 'DeleteMessage',
    takesReceipts: true,
    billedAs: 'message',
    isFaultable: true,
  },
  ChangeMessageVisibilityBatch: {
    input: structure({
      QueueUrl: string,
      Entries: list(
        'ChangeMessageVisibilityBatchRequestEntry',
        structure({ Id: string, ReceiptHandle: string, VisibilityTimeout: integer }),
      ),
    }),
    output: batchOutput('ChangeMessageVisibilityBatchResultEntry', {}),
    batchOf: 'ChangeMessageVisibility',
    takesReceipts: true,
    billedAs: 'message',
    isFaultable: true,
  },
} satisfies ActionDeclarations<keyof typeof MESSAGE_ACTIONS>;
