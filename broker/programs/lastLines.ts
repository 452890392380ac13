/** How many of the last lines are kept, and of how many characters altogether. */
const MAXIMUM_LINES = 20;
const MAXIMUM_LENGTH = 8192;

/** The last lines that a program wrote, for a message about its crash; its size has a bound. */
export class LastLines {
  private readonly lines: string[] = [];
  private length = 0;

  /** @returns the oldest first */
  list(): readonly string[] {
    return [...this.lines];
  }

  add(line: string): void {
    const kept = line.slice(0, MAXIMUM_LENGTH);
    this.lines.push(kept);
    this.length += kept.length;
    while (this.lines.length > MAXIMUM_LINES || this.length > MAXIMUM_LENGTH) {
      this.length -= this.lines.shift()?.length ?? 0;
    }
  }
}
