// What the tests of connections run of the extension, bundled with a fake VS Code.
export { ALL_COMMANDS } from '../../../extension/commands/allCommands.ts';
export { registerComposer } from '../../../extension/composer/composerPanel.ts';
export { Connections } from '../../../extension/connections/connections.ts';
export { LocalConnection } from '../../../extension/connections/localConnection.ts';
export { registerMessageEditors } from '../../../extension/messageEditor/messageEditors.ts';
export { registerReceivePanel } from '../../../extension/receive/receivePanel.ts';
export { ReadOnlyTexts } from '../../../extension/queues/messages/readOnlyTexts.ts';
export { QueueNotices } from '../../../extension/queues/queueNotices.ts';
export { registerQueueEditors } from '../../../extension/queues/editor/queueEditors.ts';
export { QueueStore } from '../../../extension/queues/queueStore.ts';
export { MessageFiles } from '../../../extension/queues/messages/messageFiles.ts';
export { ArrangementStore } from '../../../extension/queues/tree/arrangementStore.ts';
export { QueuesDragAndDrop } from '../../../extension/queues/tree/queuesDragAndDrop.ts';
export { dropFiles } from '../../../extension/composer/sendFiles.ts';
export { QueuesTree } from '../../../extension/queues/tree/queuesTree.ts';
export { QueuesView } from '../../../extension/queues/tree/queuesView.ts';
export { commands, DataTransfer, DataTransferItem, env, EventEmitter, Uri, window, workspace } from 'vscode';
