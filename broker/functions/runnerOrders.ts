import type { FunctionOrder } from '../protocol/functionOrders.ts';
import { functionEnded, functionInvoked, functionOrdered } from '../protocol/functions.ts';
import type { InvocationReport } from '../protocol/invocation.ts';
import type { ProcessCredential } from '../protocol/processCredential.ts';
import type { Environment } from './environment.ts';
import type { EnvironmentOrders } from './environmentPorts.ts';
import type { FunctionPorts, FunctionRunner } from './functionPorts.ts';
import type { FunctionSettings } from './functionSettings.ts';
import { LineRequests } from './lineRequests.ts';

/** A runner that has so much to read gets no reports. */
const MAXIMUM_UNREAD_BYTES = 1_048_576;
/** How long reports are gathered, and how many: a notification of its own for each would cost more than its invocation. */
const GATHER_MS = 50;
const MAXIMUM_GATHERED = 100;

/** Whose orders they are. */
interface Owner {
  readonly name: string;
  readonly settings: FunctionSettings;
  readonly origin: { readonly folder: string | undefined };
}

type Ports = Pick<FunctionPorts, 'createLogStream' | 'elapsedMs' | 'schedule'>;

/** Sends the orders of a function to the program that runs it, and reports of its invocations, in their order. */
export class RunnerOrders implements EnvironmentOrders {
  runner: FunctionRunner | undefined;
  private readonly owner: Owner;
  private readonly ports: Ports;
  private readonly lineRequests: LineRequests;
  private reports: InvocationReport[] = [];
  private cancelReport: (() => void) | undefined;

  constructor(owner: Owner, ports: Ports) {
    this.owner = owner;
    this.ports = ports;
    // Comes before the reports of these invocations, so that those that are gathered need not be sent for it.
    this.lineRequests = new LineRequests(ports, (invocations) =>
      this.notify({ order: 'report', invocations }),
    );
  }

  start({ facts }: Environment, credential: ProcessCredential, runtimeApi: string): void {
    const { settings, origin } = this.owner;
    this.send({
      order: 'start',
      environment: facts.number,
      environmentName: facts.name,
      credential,
      definition: settings.definition,
      ...(origin.folder === undefined ? {} : { folder: origin.folder }),
      runtimeApi,
      logStream: this.ports.createLogStream(),
    });
  }

  freeze({ facts }: Environment): void {
    this.send({ order: 'freeze', environment: facts.number });
  }

  thaw({ facts }: Environment): void {
    this.send({ order: 'thaw', environment: facts.number });
  }

  stop({ facts }: Environment, graceMs: number): void {
    this.send({ order: 'stop', environment: facts.number, graceMs });
  }

  kill({ facts }: Environment): void {
    this.send({ order: 'kill', environment: facts.number });
  }

  askForLines({ facts }: Environment, requestId: string): void {
    this.lineRequests.add({ environment: facts.number, requestId });
  }

  /** The program no longer runs the function. */
  end(isDeleted: boolean): void {
    this.runner?.notify(functionEnded, { name: this.owner.name, isDeleted });
    this.runner = undefined;
  }

  /** An invocation is over. A failure is reported now: its process may end before the reports are gathered. */
  report(report: InvocationReport): void {
    if (this.runner === undefined) return;
    this.reports.push(report);
    if (report.outcome !== 'returned' || this.reports.length >= MAXIMUM_GATHERED) this.sendReports();
    else this.cancelReport ??= this.ports.schedule(GATHER_MS, () => this.sendReports());
  }

  /** Sends what was gathered, now. */
  sendReports(): void {
    const { runner, reports } = this;
    if (reports.length === 0) return;
    this.cancelReport?.();
    this.cancelReport = undefined;
    this.reports = [];
    if (runner === undefined || runner.bufferedBytes > MAXIMUM_UNREAD_BYTES) return;
    runner.notify(functionInvoked, { reports });
  }

  private send(order: FunctionOrder): void {
    this.lineRequests.sendNow();
    this.sendReports();
    this.notify(order);
  }

  private notify(order: FunctionOrder): void {
    this.runner?.notify(functionOrdered, { name: this.owner.name, ...order });
  }
}
