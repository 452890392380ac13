export interface UnreadablePorts {
  /** Called with the first failure in each segment. */
  readonly onProblem: (error: Error) => void;
  readonly after: (ms: number, run: () => void) => void;
  /** Called when there are more messages that cannot be read. */
  readonly onNews: () => void;
}

/** Reports that messages cannot be read, but not each of them: a segment may have thousands. */
export class UnreadableNews {
  private readonly ports: UnreadablePorts;
  private readonly segments = new Set<number>();
  private isTelling = false;

  constructor(ports: UnreadablePorts) {
    this.ports = ports;
  }

  note(segment: number, error: Error): void {
    if (!this.segments.has(segment)) this.ports.onProblem(error);
    this.segments.add(segment);
    if (this.isTelling) return;
    this.isTelling = true;
    // The message is set aside in this turn.
    this.ports.after(0, () => {
      this.isTelling = false;
      this.ports.onNews();
    });
  }
}
