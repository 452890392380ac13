import type { OrderChannel } from '../programs/orderChannel.ts';
import {
  type OrderedEnd,
  type OrderedProgram,
  OrderedPrograms,
  type OrderedStart,
} from '../programs/orderedPrograms.ts';
import type { OutputStream } from '../programs/program.ts';
import {
  type EndedInvocation,
  type FunctionOrderParams,
  reportFunctionLines,
} from '../protocol/functionOrders.ts';
import {
  reportFunctionCodeChanged,
  reportFunctionExited,
  reportFunctionOutput,
  reportFunctionStarted,
} from '../protocol/functions.ts';
import type { RequestMethod } from '../protocol/method.ts';
import type { Schedule } from '../time/schedule.ts';
import { EnvironmentOutput } from './environmentOutput.ts';
import { splitReport, takeLines } from './lineReport.ts';
import type { FunctionStartOrder } from './functionProgram.ts';

/** How long lines are gathered for a report, unless the broker asks for them. */
const REPORT_AFTER_MS = 40;
/** The first look at the memory of a process, and those after it. */
const FIRST_LOOK_MS = 100;
const NEXT_LOOK_MS = 1000;

/** The process of an environment. */
export interface FunctionProcess extends OrderedProgram {
  /** SIGSTOP, and SIGCONT. */
  freeze(): void;
  thaw(): void;
}

export interface FunctionRunnerPorts {
  readonly channel: OrderChannel;
  /** Starts a process. Called with what takes its lines. */
  readonly start: (
    order: FunctionStartOrder,
    onLine: (line: string, stream: OutputStream) => void,
  ) => Promise<OrderedStart<FunctionProcess>>;
  /** Watches the code of the function that is started; returns what ends that; undefined: it is not watched. */
  readonly watchCode: (order: FunctionStartOrder, onChange: () => void) => (() => void) | undefined;
  /** The most memory that a process has used so far, MB; undefined: not known. */
  readonly measureMemory: (processId: number) => Promise<number | undefined>;
  readonly schedule: Schedule;
  /** A process has written a line. What writes it on must not keep it without a bound. */
  readonly onLine: (environmentName: string, line: string, stream: OutputStream) => void;
  /** A process was started, or has ended: `end`, or `failure` if it could not be started. */
  readonly onChange: (change: EnvironmentChange) => void;
}

export interface EnvironmentChange {
  readonly environmentName: string;
  readonly processId?: number;
  readonly end?: OrderedEnd;
  /** A sentence. */
  readonly failure?: string;
}

/** Starts, freezes and ends the processes of one function, as the broker orders, and reports what becomes of them. */
export class FunctionRunner {
  private readonly ports: FunctionRunnerPorts;
  private readonly name: string;
  private readonly programs = new OrderedPrograms<FunctionProcess>();
  private endWatch: (() => void) | undefined;
  private watched: string | undefined;
  /** Of the processes that run, by the number of their environment. */
  private readonly outputs = new Map<number, EnvironmentOutput>();

  constructor(name: string, ports: FunctionRunnerPorts) {
    this.name = name;
    this.ports = ports;
  }

  /** How many processes have been ordered and have not ended. */
  get runningCount(): number {
    return this.programs.count;
  }

  take(order: FunctionOrderParams): void {
    const { programs } = this;
    switch (order.order) {
      case 'start':
        this.watch(order);
        void this.run(order);
        return;
      case 'freeze':
        programs.use(order.environment, (program) => program.freeze());
        return;
      case 'thaw':
        programs.use(order.environment, (program) => program.thaw());
        return;
      case 'stop':
        programs.use(order.environment, (program) => void program.stop());
        return;
      case 'kill':
        programs.use(order.environment, (program) => program.kill());
        return;
      case 'report':
        this.reportLines(order.invocations);
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

  /** Watches the code no longer. */
  close(): void {
    this.endWatch?.();
    this.endWatch = undefined;
    this.watched = undefined;
  }

  private async run(order: FunctionStartOrder): Promise<void> {
    const { onChange, onLine, start } = this.ports;
    const { environment, environmentName } = order;
    const { name } = this;
    const output = new EnvironmentOutput();
    this.outputs.set(environment, output);
    const started = await this.programs.start(environment, () =>
      start(order, (line, stream) => {
        onLine(environmentName, line, stream);
        if (output.isEmpty) this.reportLater(environment, output);
        output.add(line);
      }),
    );
    if (!started.ok) {
      onChange({ environmentName, failure: started.failure });
      output.add(started.failure);
      this.forget(environment);
      await this.report(reportFunctionExited, { name, environment, lines: output.take() });
      return;
    }
    const { pid, laterPid, ended } = started.program;
    const reportStart = (processId: number | undefined): void => {
      const known = processId === undefined ? {} : { processId };
      onChange({ environmentName, ...known });
      void this.report(reportFunctionStarted, { name, environment, ...known });
      if (processId !== undefined) endLooks = this.lookAtMemory(environment, processId);
    };
    let endLooks: () => void = () => undefined;
    reportStart(pid);
    void laterPid?.then(reportStart);
    const end = await ended;
    endLooks();
    onChange({ environmentName, end });
    this.forget(environment);
    const { code, signal } = end;
    await this.report(reportFunctionExited, {
      name,
      environment,
      ...(signal === null ? (code === null ? {} : { code }) : { signal }),
      lines: output.take(),
    });
  }

  /** Of one function, all environments have the same code. */
  private watch(order: FunctionStartOrder): void {
    const { definition, folder } = order;
    const code = JSON.stringify([definition.runtime, folder, definition.directory, definition.command]);
    if (this.watched === code) return;
    this.close();
    this.watched = code;
    this.endWatch = this.ports.watchCode(order, () => {
      void this.report(reportFunctionCodeChanged, { name: this.name });
    });
  }

  private forget(environment: number): void {
    this.programs.forget(environment);
    this.outputs.delete(environment);
  }

  /** What was written before the order came is in the pipe by now: the turn that has brought the order reads that as well. */
  private reportLines(ended: readonly EndedInvocation[]): void {
    setImmediate(() => {
      for (const invocations of splitReport(takeLines(ended, this.outputs)))
        void this.report(reportFunctionLines, { name: this.name, invocations });
    });
  }

  private reportLater(environment: number, output: EnvironmentOutput): void {
    this.ports.schedule(REPORT_AFTER_MS, () => {
      // Another report has taken them.
      if (output.isEmpty) return;
      void this.report(reportFunctionOutput, { name: this.name, environment, lines: output.take() });
    });
  }

  /** Reports how much memory a process uses, when that grows. @returns what ends that */
  private lookAtMemory(environment: number, processId: number): () => void {
    const { schedule, measureMemory } = this.ports;
    let reported = 0;
    let isOver = false;
    let cancel: () => void = () => undefined;
    const look = async (): Promise<void> => {
      const usedMemory = await measureMemory(processId);
      if (isOver || usedMemory === undefined) return;
      if (usedMemory > reported) {
        reported = usedMemory;
        void this.report(reportFunctionOutput, { name: this.name, environment, lines: [], usedMemory });
      }
      cancel = schedule(NEXT_LOOK_MS, () => void look());
    };
    cancel = schedule(FIRST_LOOK_MS, () => void look());
    return () => {
      isOver = true;
      cancel();
    };
  }

  /** Where the connection is gone, the broker knows it by that: it takes the processes for ended. */
  private async report<P>(method: RequestMethod<P, null>, params: P): Promise<void> {
    await this.ports.channel.request(method, params).catch(() => undefined);
  }
}
