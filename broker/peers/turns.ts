/** How long one turn may keep the event loop, ms. */
const TURN_MS = 1;

export interface TurnPorts {
  /** Lets everything else run that waits. */
  readonly nextTurn: () => Promise<unknown>;
  /** ms, of any beginning. */
  readonly now: () => number;
}

/** Long work in short turns, so that calls are served meanwhile. */
export class Turns {
  private readonly ports: TurnPorts;
  private endsAt: number;

  constructor(ports: TurnPorts) {
    this.ports = ports;
    this.endsAt = ports.now() + TURN_MS;
  }

  /** To be asked before each step: then it's time for {@link next}. A step that need not wait costs no promise. */
  get isOver(): boolean {
    return this.ports.now() >= this.endsAt;
  }

  async next(): Promise<void> {
    await this.ports.nextTurn();
    this.endsAt = this.ports.now() + TURN_MS;
  }
}
