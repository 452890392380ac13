import { type Disposable, type Event, EventEmitter, l10n } from 'vscode';
import { findEndpoint } from '../../broker/programs/endpointVariables.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import type { ConsumerNode } from '../processes/consumerNode.ts';
import type { ConsumerSource } from '../processes/consumerSource.ts';
import { DebugPrograms } from '../processes/debugPrograms.ts';
import type { DeskPorts } from '../processes/deskPorts.ts';
import { changeProtection, endPoolProcess, interruptPoolAtRandom, setPoolSize } from './changePools.ts';
import { createPoolRunner } from './createPoolRunner.ts';
import { declarePool } from './declarePool.ts';
import { openPoolOutput } from './openPoolOutput.ts';
import { PoolLaunches } from './poolLaunches.ts';
import { PoolNode } from './poolNode.ts';
import { PoolRunners } from './poolRunners.ts';
import { PoolStore } from './poolStore.ts';
import { PoolTasks } from './poolTasks.ts';
import { isAlive } from './poolText.ts';
import { ProcessOutputs } from '../processes/processOutputs.ts';
import { debugPool, runPoolCommand, stopPoolCommand } from './runPools.ts';

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
export class PoolDesk implements ConsumerSource, Disposable {
  readonly session: BrokerClient;
  readonly readNow: () => number;
  readonly prepare: () => Promise<void>;
  readonly store: PoolStore;
  readonly outputs = new ProcessOutputs('server-process');
  readonly runners: PoolRunners;
  readonly tasks: PoolTasks;
  readonly #programs: DebugPrograms;

  constructor(ports: DeskPorts) {
    const { session, settings, clock, definitions } = ports;
    this.session = session;
    this.readNow = () => clock.now;
    this.prepare = () => definitions.settle();
    this.store = new PoolStore(session, new EventEmitter<void>());
    const { holds } = ports;
    this.#programs = new DebugPrograms({
      ...ports,
      onDidChangePaused: holds.onDidChange,
      isPaused: (program) => holds.isPaused(program),
      watchProcess: (processId) => ports.loadPrograms().watchOther(processId),
    });
    const launches = new PoolLaunches({
      ...ports,
      programs: this.#programs,
      findQueueUrl: (queueName) => findQueueUrl(session, queueName),
    });
    this.runners = new PoolRunners({
      session,
      store: this.store,
      readUser: () => settings.read('debug.user'),
      createRunner: (readMode) => createPoolRunner({ ...ports, outputs: this.outputs, launches }, readMode),
    });
    this.tasks = new PoolTasks(this);
  }

  /** @param target the row of a menu */
  async act(action: PoolAction, target?: unknown): Promise<void> {
    await ACTIONS[action](this, target);
  }

  get title(): string {
    return l10n.t('Pools');
  }

  get onDidChange(): Event<void> {
    return this.store.onDidChange;
  }

  get aliveCount(): number {
    return this.store.pools.reduce((sum, { processes }) => sum + processes.filter(isAlive).length, 0);
  }

  listRows(): readonly ConsumerNode[] {
    return this.store.pools.map((pool) => new PoolNode(pool, this.readNow));
  }

  dispose(): void {
    disposeAll([this.runners, this.#programs, this.outputs, this.store]);
  }
}

/** @returns the URL of a queue of the broker that runs, for programs */
function findQueueUrl({ state }: BrokerClient, queueName: string): string {
  return state.kind === 'running' ? `${findEndpoint(state.info)}/${state.info.account}/${queueName}` : '';
}
