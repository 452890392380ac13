import type { HostChannel } from '../../../webview/shared/vscodeApi.ts';

/** The host of a webview's store, in memory. */
export class FakeChannel<Incoming, Outgoing extends { readonly type: string }>
  implements HostChannel<Incoming, Outgoing>
{
  readonly posted: Outgoing[] = [];
  state: unknown;
  private onSaved: ((state: unknown) => void) | undefined;
  private handler: ((message: Incoming) => void) | undefined;

  constructor(state?: unknown) {
    this.state = state;
  }

  post = (message: Outgoing): void => {
    this.posted.push(message);
  };

  listen = (handler: (message: Incoming) => void): void => {
    this.handler = handler;
  };

  readState = (): unknown => this.state;

  saveState = (state: unknown): void => {
    this.state = state;
    this.onSaved?.(state);
    this.onSaved = undefined;
  };

  /** The state that is saved next. */
  nextState(): Promise<unknown> {
    return new Promise((resolve) => {
      this.onSaved = resolve;
    });
  }

  /** Sends a message as the host does. */
  deliver(message: Incoming): void {
    this.handler?.(message);
  }

  /** What was posted of one type, in order. */
  sent<T extends Outgoing['type']>(type: T): Extract<Outgoing, { readonly type: T }>[] {
    return this.posted.filter(
      (message): message is Extract<Outgoing, { readonly type: T }> => message.type === type,
    );
  }
}
