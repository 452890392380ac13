import type { ControlFront } from '../control/dispatch/front.ts';
import type { Environment } from '../process/config.ts';
import { ORPHAN_GRACE_MS, OrphanWatch } from '../process/orphan.ts';
import { isAlive } from '../files/isAlive.ts';
import { onInputClosed, readParentPid } from '../process/parent.ts';
import { systemSchedule } from '../time/schedule.ts';

/** An end in order takes less; a broker that hangs all the same is ended after this, ms. */
const SHUTDOWN_MS = 1900;
/** sysexits.h: an internal software error. */
const EXIT_DEFECT = 70;
/** Unhandled errors of connections. They break one connection, never the broker's state. */
const CONNECTION_ERRORS: ReadonlySet<string> = new Set(['EPIPE', 'ECONNRESET', 'ECONNABORTED', 'ETIMEDOUT']);

/** Prints a line for the users who run the broker. */
export function logLine(line: string): void {
  process.stderr.write(`${new Date().toISOString()} ${line}\n`);
}

/**
 * Keeps the process going through what a peer can cause, and ends it for defects: a supervisor starts it again, whereas
 * queues whose state is unknown would mislead.
 */
export function guardProcess(): void {
  // A parent that dies takes its ends of these pipes with it.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
    logLine(`uncaught: ${error.stack ?? error.message}`);
    if (error.code === undefined || !CONNECTION_ERRORS.has(error.code)) process.exit(EXIT_DEFECT);
  });
}

/** A program with a control channel: a broker, or a gateway. */
export interface Served {
  readonly control: Pick<ControlFront, 'sessionCount' | 'onSessionCount'>;
  close(): Promise<void>;
}

/** When a running broker ends: by signal, by request, or because it is orphaned. */
export class Lifecycle {
  private readonly broker: Served;
  private readonly onEnd: () => void;
  private watch: OrphanWatch | undefined;
  private isEnding = false;

  /**
   * @param onEnd called when all is closed, before the process exits
   * @param outlivesClients false: it also ends without clients while its parent lives
   */
  constructor(broker: Served, environment: Environment, onEnd: () => void, outlivesClients = true) {
    this.broker = broker;
    this.onEnd = onEnd;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => this.end(signal));
    this.watchParent(environment, outlivesClients);
  }

  /** Ends the broker in order, then the process; within two seconds. */
  end(reason: string): void {
    if (this.isEnding) return;
    this.isEnding = true;
    this.watch?.stop();
    logLine(`ending: ${reason}`);
    setTimeout(() => process.exit(0), SHUTDOWN_MS).unref();
    this.broker.close().then(
      () => {
        this.onEnd();
        process.exit(0);
      },
      (error: unknown) => {
        logLine(`ending failed: ${String(error)}`);
        process.exit(EXIT_DEFECT);
      },
    );
  }

  private watchParent(environment: Environment, outlivesClients: boolean): void {
    const parentPid = readParentPid(environment);
    if (parentPid === undefined) return;
    const watch = new OrphanWatch({
      schedule: systemSchedule,
      graceMs: Number(environment.QUEUESIDE_ORPHAN_GRACE_MS ?? ORPHAN_GRACE_MS),
      parentLives: () => isAlive(parentPid),
      clientCount: () => this.broker.control.sessionCount,
      onOrphaned: () => this.end('the parent process has ended and no client is connected'),
    });
    this.watch = watch;
    this.broker.control.onSessionCount(() => watch.review());
    if (outlivesClients) onInputClosed(() => watch.loseParent());
    else watch.loseParent();
  }
}
