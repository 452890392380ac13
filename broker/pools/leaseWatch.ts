import type { Engine } from '../engine/engine.ts';
import type { EngineEvent } from '../engine/events.ts';
import type { ManagedProcess } from './managedProcess.ts';

/** Knows the processes of all pools by their calls. Without any, the engine has neither a gate nor a listener of it. */
export class LeaseWatch {
  private readonly engine: Engine;
  private readonly byConsumer = new Map<string, ManagedProcess>();
  /** Drained processes, and what is done once they have nothing in flight. */
  private readonly waiting = new Map<ManagedProcess, () => void>();
  private forgetEngine: () => void = () => undefined;

  private readonly onEmpty: (queueArn: string) => void;

  /** @param onEmpty the last message of a queue was deleted; called in the middle of an operation of the engine */
  constructor(engine: Engine, onEmpty: (queueArn: string) => void) {
    this.engine = engine;
    this.onEmpty = onEmpty;
  }

  add(process: ManagedProcess): void {
    if (this.byConsumer.size === 0) this.forgetEngine = this.engine.onEvent((event) => this.notice(event));
    this.byConsumer.set(process.consumerId, process);
    this.engine.gates.set(process.consumerId, process);
  }

  remove(process: ManagedProcess): void {
    this.waiting.delete(process);
    this.engine.gates.delete(process.consumerId);
    if (this.byConsumer.delete(process.consumerId) && this.byConsumer.size === 0) this.forgetEngine();
  }

  /**
   * The process may have ended, and nothing more is ordered of it: it gets no more messages, and is forgotten when it has none in
   * flight.
   * @param onForgotten called once, maybe in the middle of an operation of the engine: it must not call the engine
   */
  retire(process: ManagedProcess, onForgotten: () => void): void {
    process.isClosed = true;
    const forget = (): void => {
      this.remove(process);
      onForgotten();
    };
    if (process.leases.isEmpty) forget();
    else this.waiting.set(process, forget);
  }

  /** @param onFree called once, in the middle of an operation of the engine: it must not call the engine */
  whenFree(process: ManagedProcess, onFree: () => void): void {
    this.waiting.set(process, onFree);
  }

  /** The process no longer has to be free. */
  stopWaiting(process: ManagedProcess): void {
    this.waiting.delete(process);
  }

  private notice(event: EngineEvent): void {
    if (event.kind === 'received') {
      this.byConsumer.get(event.caller.consumerId)?.leases.add(event.delivery);
      return;
    }
    if (event.kind === 'deleted' && event.queue.messageCount === 0) this.onEmpty(event.queue.arn);
    if (this.waiting.size === 0) return;
    for (const [process, onFree] of this.waiting) {
      if (!process.leases.isEmpty) continue;
      this.waiting.delete(process);
      onFree();
    }
  }
}
