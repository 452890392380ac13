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
  undoPurge: 'queueside.undoPurge',
  undoDelete: 'queueside.undoDelete',
  openStorageReport: 'queueside.openStorageReport',
  openDataFolder: 'queueside.openDataFolder',
  clearStorage: 'queueside.clearStorage',
  openComposer: 'queueside.openComposer',
  runLoadTest: 'queueside.runLoadTest',
  openTrace: 'queueside.openTrace',
  clearTrace: 'queueside.clearTrace',
  saveTrace: 'queueside.saveTrace',
  openSavedTrace: 'queueside.openSavedTrace',
  manageUsers: 'queueside.manageUsers',
  manageKeys: 'queueside.manageKeys',
  rotateMasterKey: 'queueside.rotateMasterKey',
  explainDenial: 'queueside.explainDenial',
  decryptMessage: 'queueside.decryptMessage',
  manageBodyKeys: 'queueside.manageBodyKeys',
  openTerminal: 'queueside.openTerminal',
  openSample: 'queueside.openSample',
  showLog: 'queueside.showLog',
  refreshQueues: 'queueside.refreshQueues',
  filterQueues: 'queueside.filterQueues',
  clearFilter: 'queueside.clearFilter',
  advanceClock: 'queueside.advanceClock',
  undoAdvance: 'queueside.undoAdvance',
  resetClock: 'queueside.resetClock',
  toggleHold: 'queueside.toggleHold',
  letGoHolds: 'queueside.letGoHolds',
  showMessageInTrace: 'queueside.showMessageInTrace',
  extendMessages: 'queueside.extendMessages',
  releaseMessages: 'queueside.releaseMessages',
  deleteMessages: 'queueside.deleteMessages',
  sendAgain: 'queueside.sendAgain',
  editAndResend: 'queueside.editAndResend',
  copyMessages: 'queueside.copyMessages',
  moveMessages: 'queueside.moveMessages',
  redriveMessages: 'queueside.redriveMessages',
  redriveQueue: 'queueside.redriveQueue',
  breakOnArrival: 'queueside.breakOnArrival',
  removeArrivalBreakpoint: 'queueside.removeArrivalBreakpoint',
  injectFaults: 'queueside.injectFaults',
  stopFaults: 'queueside.stopFaults',
  stopAllFaults: 'queueside.stopAllFaults',
  showFindings: 'queueside.showFindings',
  openFinding: 'queueside.openFinding',
  fixFinding: 'queueside.fixFinding',
  dismissFinding: 'queueside.dismissFinding',
  clearFindings: 'queueside.clearFindings',
  replayTrace: 'queueside.replayTrace',
  testIdempotence: 'queueside.testIdempotence',
} as const;

export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];

export const VIEWS = {
  container: 'queueside',
  queues: 'queueside.queues',
  findings: 'queueside.findings',
  /** In the built-in Debug container. */
  inFlight: 'queueside.inFlight',
  traceContainer: 'queueside-trace',
  trace: 'queueside.trace',
} as const;

/** Context keys that `when` clauses of the manifest read. */
export const CONTEXTS = {
  /** The `kind` of the broker's state. */
  brokerState: 'queueside.brokerState',
  hasQueues: 'queueside.hasQueues',
  filterActive: 'queueside.filterActive',
  /** A program that is debugged now has had a message. */
  debugTraffic: 'queueside.debugTraffic',
  hasFindings: 'queueside.hasFindings',
  hasFaults: 'queueside.hasFaults',
  /** The broker's clock is not at real time. */
  clockMoved: 'queueside.clockMoved',
  /** The trace view shows a file. */
  savedTrace: 'queueside.savedTrace',
  /** The folder of this window is a copy of the sample. */
  inSample: 'queueside.inSample',
  /** These tick steps of the walkthrough, and are set for a moment only. */
  brokerSeen: 'queueside.brokerSeen',
  queueSeen: 'queueside.queueSeen',
  messageSeen: 'queueside.messageSeen',
  consumerSeen: 'queueside.consumerSeen',
} as const;

/** Scheme of the read-only documents that show message bodies. */
export const MESSAGE_SCHEME = 'queueside';

/** Scheme of the virtual documents that report findings and tests. */
export const REPORT_SCHEME = 'queueside-report';
/** Scheme of the document with the stored messages report. */
export const STORAGE_REPORT_SCHEME = 'queueside-storage';

/** Scheme of the read-only documents of texts that are stored nowhere. */
export const TEXT_SCHEME = 'queueside-text';

export const WALKTHROUGH = 'queueside.getStarted';
