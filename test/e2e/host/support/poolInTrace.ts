import type { TraceEvent } from '../../../../broker/protocol/trace.ts';

/** A message that a program has in flight. */
export interface Lease {
  /** The name of the program. */
  readonly holder: string | undefined;
  /** The clock was not advanced since it was received or extended. */
  readonly isFresh: boolean;
}

/** What the trace says of the processes of pools, at one moment. */
export class PoolInTrace {
  readonly leases = new Map<string, Lease>();
  /** Processes that were chosen for scale-in, or asked to end, and have not ended. */
  readonly ending = new Set<string>();
  /** How many messages each process had in flight when it was chosen and drained. */
  readonly drainedWith: number[] = [];
  /** How many messages each process had in flight when it got SIGTERM. */
  readonly stoppedWith: number[] = [];

  /** @param events from the start of a queue on, in their order */
  constructor(events: readonly TraceEvent[]) {
    for (const event of events) this.#take(event);
  }

  countLeases(holder: string): number {
    return [...this.leases.values()].filter((lease) => lease.holder === holder).length;
  }

  #take({ kind, messageId = '', consumer, detail = '' }: TraceEvent): void {
    switch (kind) {
      case 'received':
      case 'visibilityChanged':
        this.leases.set(messageId, { holder: consumer?.name, isFresh: true });
        break;
      case 'deleted':
      case 'expired':
      case 'movedToDeadLetter':
        this.leases.delete(messageId);
        break;
      case 'clockAdvanced':
        for (const [id, { holder }] of this.leases) this.leases.set(id, { holder, isFresh: false });
        break;
      case 'poolProcess':
        this.#takeProcess(detail);
        break;
      default:
    }
  }

  #takeProcess(detail: string): void {
    const [, name = '', what = ''] =
      /^(\S+ #\d+) (is drained|gets SIGTERM|has ended|has crashed)/.exec(detail) ?? [];
    if (what === '') return;
    if (what.startsWith('has')) this.ending.delete(name);
    else this.ending.add(name);
    if (what === 'is drained') this.drainedWith.push(this.countLeases(name));
    if (what === 'gets SIGTERM') this.stoppedWith.push(this.countLeases(name));
  }
}
