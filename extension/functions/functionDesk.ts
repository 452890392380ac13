import { join } from 'node:path';
import {
  type DebugConfiguration,
  type DebugSession,
  type Disposable,
  type Event,
  EventEmitter,
  l10n,
  workspace,
} from 'vscode';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { tellFailure } from '../ground/tellFailure.ts';
import type { ConsumerNode } from '../processes/consumerNode.ts';
import type { ConsumerSource } from '../processes/consumerSource.ts';
import { DebugPrograms } from '../processes/debugPrograms.ts';
import type { DeskPorts } from '../processes/deskPorts.ts';
import { createReportChannel } from '../processes/reportChannel.ts';
import type { ReadOnlyTexts } from '../queues/messages/readOnlyTexts.ts';
import { createFunctionRunner } from './createFunctionRunner.ts';
import { listFunctionConfigurations, resolveFunctionConfiguration } from './functionConfigurations.ts';
import { FunctionDebugSession } from './functionDebugSession.ts';
import { FunctionLaunches } from './functionLaunches.ts';
import { FunctionLog } from './functionLog.ts';
import { FunctionNode } from './functionNode.ts';
import { FunctionRunners } from './functionRunners.ts';
import type { FunctionSource } from './functionSource.ts';
import { FunctionStore } from './functionStore.ts';
import { describeInvocation, isAlive } from './functionText.ts';
import { editFunctionEvent, invokeLastBatch } from './invokeFunctions.ts';
import { offerFunctions } from './offerFunctions.ts';
import { debugFunctionCommand, runFunctionCommand, stopFunctionCommand } from './runFunctions.ts';
import { RunMemory, type RunMode } from './runMemory.ts';
import { showFunctionLog } from './showFunctionLog.ts';

export interface FunctionDeskPorts extends DeskPorts {
  readonly texts: Pick<ReadOnlyTexts, 'show'>;
}

/** What is done on a function or an environment in the Consumers view, or on what the user picks. */
const ACTIONS = {
  run: runFunctionCommand,
  debug: debugFunctionCommand,
  stop: stopFunctionCommand,
  invokeLastBatch,
  editEvent: editFunctionEvent,
  showLog: showFunctionLog,
} satisfies Readonly<Record<string, (desk: FunctionDesk, target?: unknown) => Promise<void>>>;

export type FunctionAction = keyof typeof ACTIONS;

/** All that this window does with functions: it shows them and runs them. */
export class FunctionDesk implements ConsumerSource, Disposable {
  readonly session: BrokerClient;
  readonly prepare: () => Promise<void>;
  readonly source: FunctionSource;
  readonly functionLog = new FunctionLog();
  readonly launches: FunctionLaunches;
  readonly runners: FunctionRunners;
  readonly folder: string;
  readonly texts: Pick<ReadOnlyTexts, 'show'>;
  readonly #memory: RunMemory;
  readonly readNow: () => number;
  readonly #parts: readonly Disposable[];

  constructor(ports: FunctionDeskPorts) {
    const { context, session, settings, holds, clock, definitions, texts } = ports;
    this.session = session;
    this.texts = texts;
    this.folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? ports.paths.folder;
    this.readNow = () => clock.now;
    this.prepare = () => definitions.settle();
    this.#memory = new RunMemory(context.workspaceState);
    const store = new FunctionStore(session, new EventEmitter<void>());
    this.source = store;
    const debugged = new DebugPrograms({
      ...ports,
      onDidChangePaused: holds.onDidChange,
      // The broker holds the whole batch of an environment that is paused.
      isPaused: (program) => holds.isHeld(program),
      watchProcess: (processId) => ports.loadPrograms().watchOther(processId),
    });
    this.launches = new FunctionLaunches({
      debugged,
      loadPrograms: ports.loadPrograms,
      channel: createReportChannel(session),
      loops: context.asAbsolutePath(join('dist', 'runtimes')),
      log: ports.log,
    });
    this.runners = new FunctionRunners({
      session,
      source: store,
      memory: this.#memory,
      readUser: () => settings.read('debug.user'),
      readDebuggedLimit: () => settings.read('debug.functionEnvironments'),
      createRunner: (name, mode) =>
        createFunctionRunner(
          { ...ports, functionLog: this.functionLog, launches: this.launches },
          name,
          mode,
        ),
      onInvoked: (report) => this.functionLog.note(report.environment, describeInvocation(report)),
      runAgain: (runs) => tellFailure(this.#runAll(runs)),
    });
    this.#parts = [this.runners, debugged, this.functionLog, store];
  }

  /** @param target the row of a menu */
  async act(action: FunctionAction, target?: unknown): Promise<void> {
    await ACTIONS[action](this, target);
  }

  /** Launch configurations of all functions that can be debugged. */
  listConfigurations(): Promise<DebugConfiguration[]> {
    return listFunctionConfigurations(this);
  }

  /** @returns undefined if the user chooses no function */
  resolveConfiguration(configuration: DebugConfiguration): Promise<DebugConfiguration | undefined> {
    return resolveFunctionConfiguration(this, configuration);
  }

  /** Serves a debug session of a launch configuration. */
  createDebugAdapter({ configuration }: DebugSession): FunctionDebugSession {
    return new FunctionDebugSession(this, configuration);
  }

  /** Offers to run again what this window ran before it was reloaded. */
  offer(): void {
    tellFailure(offerFunctions(this.#memory, (runs) => this.#runAll(runs)));
  }

  get title(): string {
    return l10n.t('Functions');
  }

  get onDidChange(): Event<void> {
    return this.source.onDidChange;
  }

  get aliveCount(): number {
    return this.source.functions.reduce(
      (sum, { environments }) => sum + environments.filter(isAlive).length,
      0,
    );
  }

  listRows(): readonly ConsumerNode[] {
    return this.source.functions.map(
      (info) =>
        new FunctionNode(info, {
          readNow: this.readNow,
          mode: this.runners.findMode(info.definition.name),
        }),
    );
  }

  dispose(): void {
    disposeAll(this.#parts);
  }

  async #runAll(runs: ReadonlyMap<string, RunMode>): Promise<void> {
    await this.session.start();
    await this.prepare();
    for (const [name, mode] of runs) await this.runners.run(name, mode);
  }
}
