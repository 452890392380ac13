import { MAXIMUM_REPORTED_LENGTH, MAXIMUM_REPORTED_LINES } from '../protocol/functionOrders.ts';

/** What the process of an environment wrote and has not been reported yet: the newest lines, if it writes faster than that. */
export class EnvironmentOutput {
  private lines: string[] = [];
  private leftOut = 0;

  get isEmpty(): boolean {
    return this.lines.length === 0;
  }

  add(line: string): void {
    this.lines.push(line.slice(0, MAXIMUM_REPORTED_LENGTH));
    // One line says how many are left out.
    if (this.lines.length < MAXIMUM_REPORTED_LINES) return;
    this.lines.shift();
    this.leftOut++;
  }

  /** The oldest first. They are forgotten here. */
  take(): readonly string[] {
    const taken = this.leftOut === 0 ? this.lines : [`… ${this.leftOut} lines left out`, ...this.lines];
    this.lines = [];
    this.leftOut = 0;
    return taken;
  }
}
