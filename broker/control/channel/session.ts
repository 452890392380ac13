import type { NotificationMethod } from '../../protocol/method.ts';
import type { TraceSubscription } from '../../trace/subscription.ts';

/** The other end of a connection. */
export interface Peer {
  /** Bytes accepted for sending that have not left yet. */
  readonly bufferedBytes: number;
  /** Sends when it can; a closed connection is no error. */
  notify(method: string, params: unknown): void;
  close(code: number, reason: string): void;
  /** Without waiting for the other side to agree. */
  terminate(): void;
}

/** What the broker keeps for one connection. Only its holds outlive it, and only when it was lost (`holds.ts`). */
export class Session {
  readonly id: string;
  readonly subscriptions = new Map<string, TraceSubscription>();
  /** Between a successful `initialize` and `shutdown`; only then are product methods answered and notifications sent. */
  isOpen = false;
  /** The client has requested the shutdown of the session. */
  hasShutDown = false;
  private readonly peer: Peer;
  private readonly disposers: (() => void)[] = [];

  constructor(id: string, peer: Peer) {
    this.id = id;
    this.peer = peer;
  }

  get bufferedBytes(): number {
    return this.peer.bufferedBytes;
  }

  notify<P>(method: NotificationMethod<P>, params: P): void {
    if (this.isOpen) this.peer.notify(method.method, params);
  }

  close(code: number, reason: string): void {
    this.peer.close(code, reason);
  }

  terminate(): void {
    this.peer.terminate();
  }

  /** Calls back once when the connection has ended. */
  onDispose(disposer: () => void): void {
    this.disposers.push(disposer);
  }

  dispose(): void {
    this.isOpen = false;
    for (const dispose of this.disposers.splice(0)) dispose();
    for (const subscription of this.subscriptions.values()) subscription.close();
    this.subscriptions.clear();
  }
}
