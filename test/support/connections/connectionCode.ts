// What the tests of connections run of the extension, bundled with a fake VS Code.
export { ALL_COMMANDS } from '../../../extension/commands/allCommands.ts';
export { registerComposer } from '../../../extension/composer/composerPanel.ts';
export { Connections } from '../../../extension/connections/connections.ts';
export { LocalConnection } from '../../../extension/connections/localConnection.ts';
export { QueueStore } from '../../../extension/queues/queueStore.ts';
export { QueuesTree } from '../../../extension/queues/tree/queuesTree.ts';
export { env, EventEmitter, window } from 'vscode';
