export const VIEWS = {
  container: 'queueside',
  queues: 'queueside.queues',
  consumers: 'queueside.consumers',
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
  /** The kind of the rows that are selected in the Queues view; keys are about those. */
  selectedKind: 'queueside.selectedKind',
  filterActive: 'queueside.filterActive',
  /** The Queues view hides queues without messages. */
  emptyHidden: 'queueside.emptyHidden',
  /** A program that is debugged now has had a message. */
  debugTraffic: 'queueside.debugTraffic',
  hasFindings: 'queueside.hasFindings',
  hasFaults: 'queueside.hasFaults',
  /** The broker's clock is not at real time. */
  clockMoved: 'queueside.clockMoved',
  /** The process runs that the live trace comes from: the broker, or a gateway. */
  traceRuns: 'queueside.traceRuns',
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

/** Menus within menus; their titles and places are in submenus.ts. */
export const SUBMENUS = {
  view: 'queueside.viewMenu',
  programs: 'queueside.programsMenu',
  files: 'queueside.filesMenu',
  clock: 'queueside.clockMenu',
  tests: 'queueside.testsMenu',
  security: 'queueside.securityMenu',
  storage: 'queueside.storageMenu',
  broker: 'queueside.brokerMenu',
  help: 'queueside.helpMenu',
  queueMessages: 'queueside.queueMessagesMenu',
  queueTransfer: 'queueside.queueTransferMenu',
  queueTests: 'queueside.queueTestsMenu',
  queueCopy: 'queueside.queueCopyMenu',
  messageSend: 'queueside.messageSendMenu',
  messageTime: 'queueside.messageTimeMenu',
} as const;

/** Scheme of the read-only documents that show message bodies. */
export const MESSAGE_SCHEME = 'queueside';

/** Scheme of the virtual documents that report findings and tests. */
export const REPORT_SCHEME = 'queueside-report';
/** Scheme of the document with the stored messages report. */
export const STORAGE_REPORT_SCHEME = 'queueside-storage';

/** Scheme of the read-only documents of texts that are stored nowhere. */
export const TEXT_SCHEME = 'queueside-text';

/** Of launch configurations that debug a function. */
export const FUNCTION_DEBUG_TYPE = 'queueside-function';

/** A terminal in the menu of the terminal's + button. */
export const TERMINAL_PROFILE = 'queueside.terminal';
export const WALKTHROUGH = 'queueside.getStarted';
