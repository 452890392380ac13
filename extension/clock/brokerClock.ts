import type { Disposable, Event } from 'vscode';
import { type ClockState, clockChanged, getClock } from '../../broker/protocol/clock.ts';
import type { EventSource } from '../broker/supervisedClient.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { disposeAll } from '../ground/disposeAll.ts';

/**
 * The broker's clock, as far as it is known. Both run on one machine, so how far the two clocks are apart
 * says everything; the broker reports it again when the machine's clock was set.
 */
export class BrokerClock implements Disposable {
  /** Fires after every jump, and after every hold and release. */
  readonly onDidChange: Event<ClockState>;
  readonly #emitter: EventSource<ClockState>;
  readonly #readWall: () => number;
  #state: ClockState | undefined;
  /** How far the broker's clock was ahead of the machine's, exactly, ms. */
  #aheadMs = 0;
  readonly #parts: readonly Disposable[];

  constructor(
    session: BrokerClient,
    emitter: EventSource<ClockState>,
    readWall: () => number = () => Date.now(),
  ) {
    this.#readWall = readWall;
    this.#emitter = emitter;
    this.onDidChange = emitter.event;
    this.#parts = [
      emitter,
      session.onNotification(clockChanged, (state) => this.adopt(state)),
      session.onDidConnect(() => {
        session.request(getClock, {}).then(
          (state) => this.adopt(state),
          // The connection went away; the next one asks again.
          () => undefined,
        );
      }),
    ];
  }

  dispose(): void {
    disposeAll(this.#parts);
  }

  /** How far it is ahead of real time, in ms; negative when it is behind. */
  get offsetMs(): number {
    return this.#state?.offsetMs ?? 0;
  }

  /** Epoch ms on the broker's clock. */
  get now(): number {
    return this.#readWall() + this.#aheadMs;
  }

  /** Takes over a state that the broker answered with. */
  adopt(state: ClockState): void {
    this.#state = state;
    this.#aheadMs = state.now - this.#readWall();
    this.#emitter.fire(state);
  }
}
