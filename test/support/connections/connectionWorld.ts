import { resolve } from 'node:path';
import type { TreeItem, window as vscodeWindow } from 'vscode';
import type { AlarmForm, AlarmInfo } from '../../../broker/protocol/alarms.ts';
import type { QueueSummary } from '../../../broker/protocol/queue.ts';
import type { BrokerClient } from '../../../extension/broker/brokerClient.ts';
import type { TreeNode } from '../../../extension/ground/treeNode.ts';
import type { ReceivedMessage } from '../../../webview/receiveProtocol.ts';
import { MemoryMemento } from '../memoryMemento.ts';
import { makeQueue } from '../webviewSamples.ts';
import type { FakeDebug, FakeWindow } from './fakeWindow.ts';
import { loadConnectionCode } from './loadConnectionCode.mjs';
import { MemoryConnection } from './memoryConnection.ts';
import { ScriptedSession } from './scriptedSession.ts';

/** The names of the queues on both connections, so that two of them have the same ARN. */
const NAMES = ['orders', 'orders-dead'];

/** What a window has with a broker that is scripted and a second connection in memory, which has queues with the same ARNs. */
export async function createConnectionWorld() {
  const code = await loadConnectionCode();
  const queues = NAMES.map((name) => makeQueue(name, 2));
  const dead = queues.map(
    (queue): QueueSummary =>
      queue.name === 'orders-dead' ? { ...queue, deadLetterSources: [queue.arn], hasFaults: true } : queue,
  );
  const session = new ScriptedSession(dead);
  const store = new code.QueueStore(session as unknown as BrokerClient, new code.EventEmitter());
  await store.refresh();
  const shown: unknown[] = [];
  /** By the editors of messages. */
  const revealedQueues: unknown[] = [];
  /** What a receive on the local broker gets. */
  const received: ReceivedMessage[] = [];
  let holdsReceives = false;
  /** Of the local broker. */
  const alarms: AlarmInfo[] = [];
  const alarmCalls: unknown[][] = [];
  const alarmForms = new Map<string, AlarmForm>();
  const alarmChanges = new code.EventEmitter<void>();
  const alarmRefusal: { current: Error | undefined } = { current: undefined };
  const local = new code.LocalConnection({
    name: 'Local broker',
    session: session as unknown as BrokerClient,
    queues: store,
    clock: { now: 0 },
    cost: { onDidChange: () => ({ dispose: () => undefined }), findByQueue: () => undefined },
    receive: {
      messages: (params) =>
        holdsReceives ? new Promise(() => undefined) : Promise.resolve(received.splice(0, params.maximum)),
      delete: (_arn, handles) => Promise.resolve({ done: handles, failed: [] }),
      changeVisibility: (_arn, handles) =>
        Promise.resolve({
          done: [],
          failed: handles.map((receiptHandle) => ({
            receiptHandle,
            reason: 'The receipt handle has expired.',
          })),
        }),
    },
    arrivals: { has: () => false },
    faults: {
      find: () => undefined,
      describe: () => '',
      set: () => Promise.resolve(),
      clear: () => Promise.resolve(),
    },
    alarms: {
      alarms,
      findByQueue: (queueArn) => alarms.filter((alarm) => alarm.queueArn === queueArn),
      onDidChange: alarmChanges.event,
      readForm: (_, name) => {
        const exists = alarms.some((alarm) => alarm.name === name);
        const form = alarmForms.get(name ?? '');
        return Promise.resolve({ exists, targets: [], ...(form === undefined ? {} : { form }) });
      },
      put: (params) => {
        alarmCalls.push(['put', params]);
        return alarmRefusal.current === undefined ? Promise.resolve() : Promise.reject(alarmRefusal.current);
      },
      delete: (alarmArn) => Promise.resolve(void alarmCalls.push(['delete', alarmArn])),
      enableActions: (alarmArn, enabled) =>
        Promise.resolve(void alarmCalls.push(['enableActions', alarmArn, enabled])),
      setState: (alarmArn, state) => Promise.resolve(void alarmCalls.push(['setState', alarmArn, state])),
      readHistory: () =>
        Promise.resolve([{ at: 0, type: 'StateUpdate', summary: 'Alarm updated from OK to ALARM' }]),
    },
    undo: code.createLocalUndo(session as unknown as BrokerClient),
    trace: (filter) => Promise.resolve(void shown.push(filter)),
    metrics: (arns) => metricsPanels.openMetrics(arns),
    load: (arn) => void shown.push(arn),
    forecast: (arn) => forecastPanels.openForecast(arn),
  });
  const connections = new code.Connections(local, () => new code.EventEmitter<void>());
  const memory = new MemoryConnection('memory', dead);
  const arrangement = new code.ArrangementStore(new MemoryMemento(), new code.EventEmitter<void>());
  const sources = { readPageSize: () => 25, showsCost: () => false, arrangement };
  const tree = new code.QueuesTree(connections, sources);
  const window = code.window as unknown as Omit<typeof vscodeWindow, 'createWebviewPanel' | 'terminals'> &
    FakeWindow;
  window.said.length = 0;
  window.press = '';
  window.cancels = false;
  window.choose = () => undefined;
  window.file = undefined;
  window.details.length = 0;
  window.opened.length = 0;
  window.cancelAfter = Infinity;
  (code.commands as unknown as { executed: unknown[] }).executed.length = 0;
  let refusal: string | undefined;
  const composers = code.registerComposer(
    { extensionUri: 'extension' } as never,
    session as unknown as BrokerClient,
    connections,
    {
      showLog: () => undefined,
      createQueue: () =>
        refusal === undefined ? Promise.resolve(undefined) : Promise.reject(new Error(refusal)),
      encryptBody: () => Promise.resolve(undefined),
    },
  );
  const messageEditors = code.registerMessageEditors(
    {
      context: { extensionUri: 'extension' } as never,
      session: session as unknown as BrokerClient,
      connections,
      settings: { read: () => false } as never,
      showLog: () => undefined,
      view: { revealQueue: async (queueRef) => void revealedQueues.push(queueRef) },
    },
    () => code.MessagePanel,
  );
  const metricsPanels = code.registerMetricsPanels({
    context: { extensionUri: 'extension', asAbsolutePath: (path: string) => resolve('out', path) } as never,
    session: session as unknown as BrokerClient,
    connections,
    clock: { now: 0, onDidChange: () => ({ dispose: () => undefined }) },
    openComposer: (queueArn) => void shown.push(queueArn),
    showLog: () => undefined,
    createQueue: () => Promise.resolve(undefined),
  });
  const receivePanels = code.registerReceivePanel(
    {
      context: { extensionUri: 'extension' } as never,
      session: session as unknown as BrokerClient,
      connections,
      messageEditors,
      onDidChangeClock: () => ({ dispose: () => undefined }),
      showLog: () => undefined,
      createQueue: () => Promise.resolve(undefined),
    },
    () => code.ReceivePanel,
  );
  const scalingPanels = code.registerScalingPanels(
    {
      context: { extensionUri: 'extension' } as never,
      session: session as unknown as BrokerClient,
      clock: { now: 0, onDidChange: () => ({ dispose: () => undefined }) },
      showLog: () => undefined,
    },
    () => code.ScalingPanel,
  );
  const forecastPanels = code.registerForecastPanel(
    {
      context: { extensionUri: 'extension' } as never,
      session: session as unknown as BrokerClient,
      connections,
      openLoadTest: (arn, values) => void shown.push({ arn, values }),
      showLog: () => undefined,
      createQueue: () => Promise.resolve(undefined),
    },
    () => code.ForecastPanel,
  );
  const texts = new code.ReadOnlyTexts();
  const imports = new code.RecentImports();
  const queueEditors = code.registerQueueEditors(
    { extensionUri: 'extension' } as never,
    session as unknown as BrokerClient,
    connections,
    { showLog: () => undefined, loadPanel: () => code.QueueEditorPanel },
  );
  const alarmFormPages = code.registerAlarmForms(
    { extensionUri: 'extension' } as never,
    session as unknown as BrokerClient,
    connections,
    { showLog: () => undefined, loadPanel: () => code.AlarmFormPanel },
  );
  const memento = new MemoryMemento();
  const context = {
    asAbsolutePath: (path: string) => resolve('out', path),
    subscriptions: [],
    workspaceState: memento,
  };
  /** What the settings of pools and functions say; the others are empty. */
  const settings: Record<string, unknown> = {};
  const consumers = code.createConsumers('en', undefined, {
    context,
    session: session as unknown as BrokerClient,
    settings: { read: (key: string) => settings[key] ?? '' } as never,
    holds: { onDidChange: () => ({ dispose: () => undefined }), isPaused: () => false, isHeld: () => false },
    consumers: { add: () => Promise.resolve() },
    paths: { folder: resolve('out') },
    clock: { now: 0 },
    definitions: { settle: () => Promise.resolve() },
    log: { info: () => undefined, warn: () => undefined },
    texts,
  });
  const { pools, functions } = consumers;
  const services = {
    loadPages: () => ({
      askAndCreateQueue: code.askAndCreateQueue,
      attachDeadLetters: code.attachDeadLetters,
      detachDeadLetters: code.detachDeadLetters,
      redriveByTask: code.redriveByTask,
    }),
    // The bundles that the extension loads late.
    context,
    loadConsumers: () => consumers,
    trace: { saved: undefined, source: { connection: local, client: session } },
    session,
    queueEditors,
    alarmForms: alarmFormPages,
    connections,
    queues: store,
    composers,
    arrangement,
    lastSearch: {},
    messageEditors,
    receivePanels,
    scalingPanels,
    forecastPanels,
    texts,
    imports,
    view: { tree, selection: [] },
    settings: { read: () => false },
    inFlight: { refresh: () => Promise.resolve() },
    clock: { now: 0 },
  };

  async function listRows(node?: TreeNode): Promise<TreeNode[]> {
    return tree.getChildren(node);
  }

  return {
    code,
    session,
    connections,
    memory,
    tree,
    arrangement,
    sources,
    window,
    debug: code.debug as unknown as FakeDebug,
    /** What ran of the editor's commands. */
    executed: (code.commands as unknown as { readonly executed: unknown[][] }).executed,
    /** What the user would paste. */
    readClipboard: () => (code.env.clipboard as unknown as { readonly text: string }).text,
    composers,
    /** Of the local broker; `alarmCalls` is what it was asked to do to them. */
    alarms,
    alarmCalls,
    notifyOfAlarms: code.notifyOfAlarms,
    /** What alarms are set to, by their name. */
    alarmForms,
    alarmChanges,
    alarmRefusal,
    received,
    /** From now on, no queue can be created from a panel. */
    refuseCreation: (reason: string) => {
      refusal = reason;
    },
    /** From now on, calls wait. */
    holdReceives: () => {
      holdsReceives = true;
    },
    texts,
    consumers,
    pools,
    functions,
    /** Of the workspace. */
    memento,
    settings,
    services,
    /** What was opened of panels that are not there. */
    shown,
    revealedQueues,
    listRows,
    read: async (node?: TreeNode): Promise<TreeItem[]> =>
      (await listRows(node)).map((row) => tree.getTreeItem(row)),
    /** The row of a queue below the root with this place. */
    findRow: async (root: number, name: string): Promise<TreeNode> => {
      const rows = await listRows((await listRows())[root]);
      const found = rows.find((row) => tree.getTreeItem(row).label === name);
      if (!found) throw new Error(`No row ${name}`);
      return found;
    },
    /** Runs a command as a menu does. */
    run: async (name: string, ...args: readonly unknown[]): Promise<unknown> => {
      const [, command] = code.ALL_COMMANDS.find(([each]) => each === name) ?? [];
      if (!command) throw new Error(`No command ${name}`);
      return command.run(services as never, ...args);
    },
  };
}

export type ConnectionWorld = Awaited<ReturnType<typeof createConnectionWorld>>;
