import { type Disposable, EventEmitter, type ExtensionContext, type TreeView } from 'vscode';
import { findEndpoint } from '../../broker/programs/endpointVariables.ts';
import type { Programs } from '../../broker/programs/programs.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { EventSource } from '../broker/supervisedClient.ts';
import type { BrokerClock } from '../clock/brokerClock.ts';
import type { BreakpointHolds } from '../debug/hold.ts';
import { loadPrograms } from '../ground/loadPrograms.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import type { ConsumerNode } from './consumerNode.ts';
import type { ConsumerRegistry } from '../launch/consumerRegistry.ts';
import type { SettingsReader } from '../settings/allSettings.ts';
import { changeProtection, endPoolProcess, interruptPoolAtRandom, setPoolSize } from './changePools.ts';
import { ConsumersTree } from './consumersTree.ts';
import { createPoolRunner } from './createPoolRunner.ts';
import { declarePool } from './declarePool.ts';
import { openPoolOutput } from './openPoolOutput.ts';
import { PoolLaunches } from './poolLaunches.ts';
import { PoolRunners } from './poolRunners.ts';
import { PoolStore } from './poolStore.ts';
import { PoolTasks } from './poolTasks.ts';
import { ProcessOutputs } from './processOutputs.ts';
import { debugPool, runPoolCommand, stopPoolCommand } from './runPools.ts';

export interface PoolDeskPorts {
  readonly context: Pick<ExtensionContext, 'asAbsolutePath' | 'subscriptions'>;
  readonly session: BrokerClient;
  readonly settings: SettingsReader;
  readonly holds: Pick<BreakpointHolds, 'onDidChange' | 'isPaused'>;
  readonly consumers: Pick<ConsumerRegistry, 'add'>;
  /** Of this workspace, for what a start needs on the disk. */
  readonly paths: { readonly folder: string };
  readonly clock: Pick<BrokerClock, 'now'>;
  readonly definitions: {
    /** Resolves when those of the workspace have been applied: its pools and queues exist. */
    settle(): Promise<void>;
  };
  readonly log: { info(message: string): void; warn(message: string): void };
}

/** What is done on a row of the Consumers view, or on what the user picks. */
const ACTIONS = {
  run: runPoolCommand,
  debug: debugPool,
  stop: stopPoolCommand,
  setSize: setPoolSize,
  interrupt: interruptPoolAtRandom,
  endProcess: endPoolProcess,
  protect: (desk, target) => changeProtection(desk, target, true),
  unprotect: (desk, target) => changeProtection(desk, target, false),
  openOutput: openPoolOutput,
  declare: declarePool,
} satisfies Readonly<Record<string, (desk: PoolDesk, target?: unknown) => Promise<void>>>;

export type PoolAction = keyof typeof ACTIONS;

/** All that this window does with pools: it shows them, changes them, and runs them. */
export class PoolDesk implements Disposable {
  readonly session: BrokerClient;
  readonly readNow: () => number;
  readonly prepare: () => Promise<void>;
  readonly store: PoolStore;
  readonly outputs = new ProcessOutputs();
  readonly runners: PoolRunners;
  readonly tasks: PoolTasks;
  readonly #launches: PoolLaunches;
  #tree: ConsumersTree | undefined;

  constructor(ports: PoolDeskPorts) {
    const { session, settings, clock, definitions } = ports;
    this.session = session;
    this.readNow = () => clock.now;
    this.prepare = () => definitions.settle();
    this.store = new PoolStore(session, new EventEmitter<void>());
    let programs: Programs | undefined;
    const load = () => (programs ??= loadPrograms(ports.context));
    this.#launches = new PoolLaunches({
      ...ports,
      findQueueUrl: (queueName) => findQueueUrl(session, queueName),
      watchProcess: (processId) => load().watchOther(processId),
    });
    this.runners = new PoolRunners({
      session,
      store: this.store,
      readUser: () => settings.read('debug.user'),
      createRunner: (readMode) =>
        createPoolRunner(
          { ...ports, outputs: this.outputs, launches: this.#launches, loadPrograms: load },
          readMode,
        ),
    });
    this.tasks = new PoolTasks(this);
  }

  /** @param target the row of a menu */
  async act(action: PoolAction, target?: unknown): Promise<void> {
    await ACTIONS[action](this, target);
  }

  /** The rows of the view, which are drawn again from now on as the pools change. */
  listRows(
    view: TreeView<ConsumerNode>,
    redraw: EventSource<ConsumerNode | ConsumerNode[] | undefined>,
    node: ConsumerNode | undefined,
  ): ConsumerNode[] {
    const { store, readNow } = this;
    this.#tree ??= new ConsumersTree({ store, readNow, view, redraw });
    return this.#tree.getChildren(node);
  }

  dispose(): void {
    this.#tree?.dispose();
    disposeAll([this.runners, this.#launches, this.outputs, this.store]);
  }
}

/** @returns the URL of a queue of the broker that runs, for programs */
function findQueueUrl({ state }: BrokerClient, queueName: string): string {
  return state.kind === 'running' ? `${findEndpoint(state.info)}/${state.info.account}/${queueName}` : '';
}
