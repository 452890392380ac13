import * as l10n from '@vscode/l10n';
import type { OrderChannel } from '../programs/orderChannel.ts';
import { type OrderedEnd, OrderedPrograms, type OrderedStart } from '../programs/orderedPrograms.ts';
import type { OutputStream } from '../programs/program.ts';
import type { Programs } from '../programs/programs.ts';
import { describeStartFailure } from '../programs/programTexts.ts';
import type { RequestMethod } from '../protocol/method.ts';
import type { PoolDefinition } from '../protocol/poolDefinition.ts';
import { type PoolOrderParams, reportPoolExited, reportPoolStarted } from '../protocol/pools.ts';
import type { ProcessCredential } from '../protocol/processCredential.ts';
import type { StartOrder } from './poolProgram.ts';

export interface PoolRunnerPorts {
  readonly channel: OrderChannel;
  readonly programs: Programs;
  /** In which commands run if their pool has no folder of its own; absolute. */
  readonly folder: string;
  /** The environment of a process that acts with this credential, by what is valid when it starts: its definition, and alarms. */
  readonly createEnvironment: (
    credential: ProcessCredential,
    definition: PoolDefinition,
  ) => NodeJS.ProcessEnv | Promise<NodeJS.ProcessEnv>;
  /**
   * Starts a launch configuration, or a command under a debugger; undefined: the command runs without one. Absent: pools of
   * launch configurations cannot run here. Called with what takes its lines.
   */
  readonly startInEditor?: (
    order: StartOrder,
    onLine: (line: string) => void,
  ) => Promise<OrderedStart> | undefined;
  /** A process has written a line. What writes it on must not keep it without a bound. */
  readonly onLine: (processName: string, line: string, stream: OutputStream) => void;
  /** A process was started, or has ended: `end`, or `failure` if it could not be started. */
  readonly onChange: (change: ProcessChange) => void;
}

export interface ProcessChange {
  readonly processName: string;
  readonly processId?: number;
  readonly end?: OrderedEnd;
  /** A sentence. */
  readonly failure?: string;
}

/** Length of a line in a report. */
const MAXIMUM_LINE_LENGTH = 4096;

/** Starts and ends the processes of one pool, as the broker orders, and reports what becomes of them. */
export class PoolRunner {
  private readonly ports: PoolRunnerPorts;
  private readonly programs = new OrderedPrograms();

  constructor(ports: PoolRunnerPorts) {
    this.ports = ports;
  }

  /** How many processes have been ordered and have not ended. */
  get runningCount(): number {
    return this.programs.count;
  }

  take(order: PoolOrderParams): void {
    switch (order.order) {
      case 'start':
        void this.run(order);
        return;
      case 'stop':
        this.programs.use(order.process, (program) => void program.stop());
        return;
      case 'kill':
        this.programs.use(order.process, (program) => program.kill());
    }
  }

  /** Ends all processes without the broker: SIGTERM, and SIGKILL after the grace. Resolves when they have ended. */
  endAll(graceMs: number): Promise<void> {
    return this.programs.endAll(graceMs);
  }

  /** SIGKILL for all processes. Resolves when they have ended. */
  killAll(): Promise<void> {
    return this.programs.killAll();
  }

  private async run(order: StartOrder): Promise<void> {
    const { onChange } = this.ports;
    const { name, process: number, processName } = order;
    const started = await this.programs.start(number, () => this.start(order));
    if (!started.ok) {
      this.programs.forget(number);
      await this.reportFailure(order, started.failure);
      return;
    }
    const { pid, laterPid, ended } = started.program;
    const reportStart = (processId: number | undefined): void => {
      const known = processId === undefined ? {} : { processId };
      onChange({ processName, ...known });
      void this.report(reportPoolStarted, { name, process: number, ...known });
    };
    reportStart(pid);
    void laterPid?.then(reportStart);
    const end = await ended;
    onChange({ processName, end });
    this.programs.forget(number);
    const { code, signal } = end;
    await this.report(reportPoolExited, {
      name,
      process: number,
      ...(signal === null ? (code === null ? {} : { code }) : { signal }),
      lastLines: started.program.lastLines.map((line) => line.slice(0, MAXIMUM_LINE_LENGTH)),
    });
  }

  private async start(order: StartOrder): Promise<OrderedStart> {
    const { programs, createEnvironment, onLine, startInEditor } = this.ports;
    const { name, processName, credential, folder, definition } = order;
    const started = await startInEditor?.(order, (line) => onLine(processName, line, 'stdout'));
    if (started !== undefined) return started;
    const { command } = definition;
    if (command === undefined) return { ok: false, failure: describeLaunchPool(name) };
    const result = await programs.start({
      command,
      folder: folder ?? this.ports.folder,
      environment: await createEnvironment(credential, definition),
      onLine: (line, stream) => onLine(processName, line, stream),
    });
    return result.ok ? result : { ok: false, failure: describeStartFailure(result) };
  }

  /** It could not be started. */
  private async reportFailure({ name, process, processName }: StartOrder, failure: string): Promise<void> {
    this.ports.onChange({ processName, failure });
    await this.report(reportPoolExited, {
      name,
      process,
      lastLines: [failure.slice(0, MAXIMUM_LINE_LENGTH)],
    });
  }

  /** Where the connection is gone, the broker knows it by that: it takes the processes for ended. */
  private async report<P>(method: RequestMethod<P, null>, params: P): Promise<void> {
    await this.ports.channel.request(method, params).catch(() => undefined);
  }
}

/** Why a pool cannot run here. */
export function describeLaunchPool(name: string): string {
  return l10n.t('The pool {0} starts a launch configuration. Run it in VS Code.', name);
}
