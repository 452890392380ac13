/** Every command that package.json contributes; a test holds the two lists together. */
export const COMMANDS = {
  startBroker: 'queueside.startBroker',
  stopBroker: 'queueside.stopBroker',
  restartBroker: 'queueside.restartBroker',
  showActions: 'queueside.showActions',
  createQueue: 'queueside.createQueue',
  deleteQueue: 'queueside.deleteQueue',
  purgeQueue: 'queueside.purgeQueue',
  sendMessage: 'queueside.sendMessage',
  peekMessages: 'queueside.peekMessages',
  openMessage: 'queueside.openMessage',
  loadMoreMessages: 'queueside.loadMoreMessages',
  copyMessageBody: 'queueside.copyMessageBody',
  copyQueueUrl: 'queueside.copyQueueUrl',
  copyQueueArn: 'queueside.copyQueueArn',
  copyEndpoint: 'queueside.copyEndpoint',
  copyShellExports: 'queueside.copyShellExports',
  applyDefinitions: 'queueside.applyDefinitions',
  writeDefinitions: 'queueside.writeDefinitions',
  resetAccounting: 'queueside.resetAccounting',
  openComposer: 'queueside.openComposer',
  openTrace: 'queueside.openTrace',
  clearTrace: 'queueside.clearTrace',
  saveTrace: 'queueside.saveTrace',
  openSavedTrace: 'queueside.openSavedTrace',
  openTerminal: 'queueside.openTerminal',
  openSample: 'queueside.openSample',
  showLog: 'queueside.showLog',
  refreshQueues: 'queueside.refreshQueues',
  filterQueues: 'queueside.filterQueues',
  clearFilter: 'queueside.clearFilter',
} as const;

export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];

export const VIEWS = {
  container: 'queueside',
  queues: 'queueside.queues',
  traceContainer: 'queueside-trace',
  trace: 'queueside.trace',
} as const;

/** Context keys that `when` clauses of the manifest read. */
export const CONTEXTS = {
  /** The `kind` of the broker's state. */
  brokerState: 'queueside.brokerState',
  hasQueues: 'queueside.hasQueues',
  filterActive: 'queueside.filterActive',
  /** The trace view shows a file. */
  savedTrace: 'queueside.savedTrace',
} as const;

/** Scheme of the read-only documents that show message bodies. */
export const MESSAGE_SCHEME = 'queueside';

export const WALKTHROUGH = 'queueside.getStarted';
