import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { EventEmitter, extensions, type TreeItem, workspace } from 'vscode';
import { listQueues, type QueueSummary, queuesChanged } from '../../../broker/protocol/queue.ts';
import type { BrokerClient } from '../../../extension/broker/brokerClient.ts';
import type { QueuesDifference } from '../../../extension/connections/connection.ts';
import { Connections } from '../../../extension/connections/connections.ts';
import {
  LocalConnection,
  type LocalConnectionOptions,
} from '../../../extension/connections/localConnection.ts';
import { QueueStore } from '../../../extension/queues/queueStore.ts';
import { ArrangementStore } from '../../../extension/queues/tree/arrangementStore.ts';
import { QueuesTree } from '../../../extension/queues/tree/queuesTree.ts';
import { MemoryMemento } from '../../support/memoryMemento.ts';
import { connectTo } from '../connection.ts';
import type { HostFigures } from './hostFigures.ts';

const QUEUES = 2000;
const CONNECTION_QUEUES = 5_000;
const ROUNDS = 9;

/** What VS Code calls inside the extension host; the figures go to the file that QUEUESIDE_HOST_RESULTS names. */
export async function run(): Promise<void> {
  const extension = extensions.getExtension('queueside.queueside');
  if (extension === undefined) throw new Error('the extension is not installed');
  await extension.activate();
  checkLoaded();
  const figures: HostFigures = {
    loadMs: readStep('LoadExtensionCode'),
    activateMs: readStep('ActivateExtension'),
    ...(await measureTree()),
    ...(await measureConnection()),
  };
  const path = process.env['QUEUESIDE_HOST_RESULTS'];
  if (path) writeFileSync(path, JSON.stringify(figures));
}

interface Marks {
  getMarks(): readonly { readonly name: string; readonly startTime: number }[];
}

/**
 * VS Code's own marks around a step of the activation, in whole ms. The time of a call of `activate` would show the
 * host's start, which it waits for.
 */
function readStep(step: string): number {
  const { MonacoPerformanceMarks } = globalThis as unknown as { readonly MonacoPerformanceMarks: Marks };
  const marks = MonacoPerformanceMarks.getMarks();
  const [from, to] = ['will', 'did'].map((when) => {
    const name = `code/extHost/${when}${step}/queueside.queueside`;
    const mark = marks.find((each) => each.name === name);
    if (mark === undefined) throw new Error(`VS Code set no mark ${name}`);
    return mark.startTime;
  });
  return (to ?? Number.NaN) - (from ?? Number.NaN);
}

/**
 * The store and the tree of the Queues view, on a session that says what the test wants: from the broker's notification to
 * the rows of all queues, as VS Code asks for them.
 */
async function measureTree(): Promise<Pick<HostFigures, 'treeQueues' | 'treeMs' | 'countsMs'>> {
  let notify: (params: { readonly queues: readonly QueueSummary[] }) => void = () => undefined;
  const session = {
    state: { kind: 'stopped' },
    onDidChangeState: () => ({ dispose: () => undefined }),
    onDidConnect: () => ({ dispose: () => undefined }),
    onNotification: (method: unknown, handler: typeof notify) => {
      if (method === queuesChanged) notify = handler;
      return { dispose: () => undefined };
    },
    request: (method: unknown) => Promise.reject(new Error(`${method === listQueues}`)),
  } as unknown as BrokerClient;
  const store = new QueueStore(session, new EventEmitter<QueuesDifference>());
  const options = {
    name: 'Local broker',
    session,
    queues: store,
    cost: { onDidChange: () => ({ dispose: () => undefined }), findByQueue: () => undefined },
    clock: { now: Date.now() },
    faults: { describe: () => '' },
    arrivals: { has: () => false },
  } as unknown as LocalConnectionOptions;
  const connections = new Connections(new LocalConnection(options), () => new EventEmitter<void>());
  const samples: number[] = [];
  const countSamples: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const tree = createTree(connections);
    const readAll = async (): Promise<readonly TreeItem[]> =>
      (await tree.getChildren()).map((node) => tree.getTreeItem(node));
    const changed = new Promise<void>((resolve) => tree.onDidChangeTreeData(() => resolve()));
    const startedAt = performance.now();
    notify({ queues: makeQueues(round) });
    await changed;
    const rows = await readAll();
    samples.push(performance.now() - startedAt);
    if (rows.length !== QUEUES) throw new Error(`${rows.length} rows`);
    // Counts of all queues change; what VS Code asks for again comes later and in parts.
    const countsAt = performance.now();
    notify({ queues: makeQueues(round, 7) });
    countSamples.push(performance.now() - countsAt);
    tree.dispose();
    notify({ queues: [] });
  }
  return { treeQueues: QUEUES, treeMs: median(samples), countsMs: median(countSamples) };
}

/** A connection as the Queues view opens it: page by page, until VS Code has the rows of all queues. */
async function measureConnection(): Promise<Pick<HostFigures, 'connectionQueues' | 'connectionMs'>> {
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const local = new LocalConnection({
      name: 'Local broker',
      session: { state: { kind: 'stopped' }, onDidChangeState: () => ({ dispose: () => undefined }) },
      queues: { queues: [], onDidChange: () => ({ dispose: () => undefined }) },
      cost: { onDidChange: () => ({ dispose: () => undefined }) },
    } as unknown as LocalConnectionOptions);
    const connections = new Connections(local, () => new EventEmitter<void>());
    const remote = connectTo(CONNECTION_QUEUES, () => new EventEmitter());
    connections.add(remote);
    const tree = createTree(connections);
    const startedAt = performance.now();
    await remote.open();
    while (remote.remote.hasMore) await remote.remote.readMore();
    const root = (await tree.getChildren()).find((node) => tree.getTreeItem(node).label === remote.name);
    const rows = (await tree.getChildren(root)).map((node) => tree.getTreeItem(node));
    samples.push(performance.now() - startedAt);
    if (rows.length !== CONNECTION_QUEUES) throw new Error(`${rows.length} rows`);
    tree.dispose();
    remote.dispose();
  }
  return { connectionQueues: CONNECTION_QUEUES, connectionMs: median(samples) };
}

function createTree(connections: Connections): QueuesTree {
  return new QueuesTree(connections, {
    readPageSize: () => 25,
    showsCost: () => false,
    arrangement: new ArrangementStore(new MemoryMemento(), new EventEmitter<void>()),
  });
}

/** A window without connections reads nothing of them, and one that has not connected nothing of the AWS SDK. */
function checkLoaded(): void {
  const hasConnections = workspace.getConfiguration('queueside').get<unknown[]>('connections', []).length > 0;
  const loads = (name: string): boolean =>
    Object.keys(createRequire(__filename).cache).some((path) => basename(path) === name);
  if (loads('aws.js') || loads('remote.js') !== hasConnections)
    throw new Error(
      `With connections: ${hasConnections}; loaded: remote ${loads('remote.js')}, aws ${loads('aws.js')}`,
    );
}

function median(values: number[]): number {
  return values.sort((one, other) => one - other)[ROUNDS >> 1] ?? 0;
}

function makeQueues(round: number, visible = 0): readonly QueueSummary[] {
  return Array.from({ length: QUEUES }, (_, index) => {
    const name = `queue-${round}-${index}`;
    return {
      arn: `arn:aws:sqs:us-east-1:000000000000:${name}`,
      name,
      url: `http://127.0.0.1:9324/000000000000/${name}`,
      kind: 'standard',
      counts: { visible, inFlight: 0, delayed: 0 },
      deadLetterSources: [],
      heldCount: 0,
    };
  });
}
