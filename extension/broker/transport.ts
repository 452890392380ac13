import type { StartFailure } from './supervisor.ts';

/** A connection to the broker, or to a gateway, that the supervisor opens and closes. */
export interface Transport<Info> {
  /**
   * Finds or starts the process and opens a new connection to it.
   * @throws TransportError
   */
  open(): Promise<Info>;
  request(method: string, params: unknown): Promise<unknown>;
  /** One handler per method; it stays over reconnections. */
  onNotification(method: string, handler: (params: unknown) => void): void;
  /** Called when an open connection ends without having been closed from here. */
  onLost: ((loss: ConnectionLoss) => void) | undefined;
  /** Closes the connection; with `endsServer` the process is ended for all windows. */
  close(options: CloseOptions): Promise<void>;
}

export interface CloseOptions {
  readonly endsServer: boolean;
  /** A new start follows: other windows wait for it instead of taking the end for meant. */
  readonly restarts: boolean;
}

export interface ConnectionLoss {
  /** Another window ended the process on purpose. */
  readonly meant: boolean;
  readonly reason: string;
}

/** Why {@link Transport.open} did not lead to a connection. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly failure: StartFailure;

  constructor(failure: StartFailure) {
    super(failure.reason);
    this.failure = failure;
  }
}
