import { createRandomHex } from '../calls/randomHex.ts';
import { createRequestId } from '../calls/requestId.ts';
import { FunctionBook } from '../functions/functionBook.ts';
import type { FunctionPorts } from '../functions/functionPorts.ts';
import type { LambdaFunction } from '../functions/lambdaFunction.ts';
import { loadFunctions, saveFunctions } from '../functions/savedFunctions.ts';
import type { NoteKeeper } from '../engine/base/noteKeeper.ts';
import { createGuardRules } from '../http/guard.ts';
import type { RuntimeEvents, RuntimeSeat } from '../functions/seat.ts';
import type { DeclaredFunction } from '../protocol/functionDefinition.ts';
import { functionsChanged } from '../protocol/functions.ts';
import type { InvocationReport } from '../protocol/invocation.ts';
import type { NotificationMethod } from '../protocol/method.ts';
import type { ControllableClock } from '../time/clock.ts';
import type { Schedule } from '../time/schedule.ts';
import { Throttle } from '../time/throttle.ts';
import type { TraceRecorder } from '../trace/recorder.ts';
import { traceFunctions } from './functionTrace.ts';
import type { ProcessCredentials } from './processCredentials.ts';

/** Shortest time between two lists for clients, ms. */
const TELL_MS = 250;

export interface FunctionServicePorts {
  readonly credentials: ProcessCredentials;
  readonly clock: ControllableClock;
  readonly schedule: Schedule;
  readonly recorder: TraceRecorder;
  /** Of the broker. */
  readonly place: { readonly region: string; readonly account: string };
  /** Absent: functions end with the broker. */
  readonly notes: NoteKeeper | undefined;
  broadcast<P>(method: NotificationMethod<P>, params: P): void;
  /** An invocation is over. @param concurrent invocations that its function had at its beginning, with itself */
  onInvocation(report: InvocationReport, concurrent: number): void;
  onThrottle(functionName: string): void;
  log(line: string): void;
  onDefect(where: string, error: unknown): void;
}

/** The functions of a broker; their definitions are kept over restarts if there is a journal. */
export class FunctionService {
  readonly book: FunctionBook;
  private readonly ports: FunctionServicePorts;
  private readonly telling: Throttle;
  private isStopped = false;

  constructor(ports: FunctionServicePorts) {
    this.ports = ports;
    const { functions, problems } = loadFunctions(ports.notes);
    for (const problem of problems) ports.log(`functions: ${problem}`);
    this.telling = new Throttle(ports.schedule, TELL_MS, () =>
      ports.broadcast(functionsChanged, { functions: this.book.describe() }),
    );
    this.book = new FunctionBook(this.createPorts(), functions);
  }

  get all(): readonly LambdaFunction[] {
    return this.book.all;
  }

  /** Makes the functions of a text those of its source. */
  setAll(source: string, folder: string | undefined, definitions: readonly DeclaredFunction[]): void {
    this.book.setAll(source, folder, definitions);
    this.save();
  }

  /** Writes what has changed, before whoever changed it is answered. */
  save(): void {
    const { notes } = this.ports;
    if (notes !== undefined) saveFunctions(notes, this.book.listSaved());
  }

  /** What runs ends with the connections of its runners. */
  stop(): void {
    this.isStopped = true;
    this.telling.stop();
  }

  private createPorts(): FunctionPorts {
    const { credentials, clock, schedule, recorder, place } = this.ports;
    const trace = traceFunctions(recorder, place);
    return {
      place,
      now: () => clock.now(),
      elapsedMs: () => performance.now(),
      systemNow: () => Date.now(),
      // What a timer runs: a defect of it that is not caught here would end the broker.
      schedule: (delayMs, callback) => schedule(delayMs, () => this.guard(callback)),
      createIds: () => ({ requestId: createRequestId(), traceId: createTraceId() }),
      createLogStream,
      admit: (environmentName, user) => credentials.admit(environmentName, user),
      dismiss: (accessKeyId) => credentials.revoke(accessKeyId),
      noteProcessId: (accessKeyId, processId) => credentials.setProcessId(accessKeyId, processId),
      openSeat: (events, onOpen) => void this.open(events).then((opened) => this.guard(() => onOpen(opened))),
      ...trace,
      recordInvocation: (report, subject, ...rest) => {
        this.ports.onInvocation(report, subject.concurrent);
        return trace.recordInvocation(report, subject, ...rest);
      },
      recordThrottle: (functionName) => this.ports.onThrottle(functionName),
      onChange: () => {
        if (!this.isStopped) this.telling.notice();
      },
    };
  }

  private async open(events: RuntimeEvents): Promise<RuntimeSeat | string> {
    const onDefect = (error: unknown): void => this.ports.onDefect('runtime API', error);
    try {
      // Loaded at the first environment: most brokers have none.
      const { openSeat } = await import('../runtimeApi/server.ts');
      return await openSeat({ guard: createGuardRules([], []), onDefect }, events);
    } catch (error) {
      return (error as Error).message;
    }
  }

  private guard(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.ports.onDefect('functions', error);
    }
  }
}

/** As the service writes them: `2026/11/28/[$LATEST]` and 32 hexadecimal digits. */
function createLogStream(): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[$LATEST]${createRandomHex(16)}`;
}

/** As the header of X-Ray has it; nothing is sampled here. */
function createTraceId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${createRandomHex(12)};Parent=${createRandomHex(8)};Sampled=0`;
}
