/** Lines of one environment that are kept, and their UTF-16 units altogether. */
const MAXIMUM_LINES = 100;
const MAXIMUM_LENGTH = 65_536;
/** Of a log tail, as the service returns it with an invocation. */
const TAIL_BYTES = 4096;

/**
 * What an environment wrote last, with the lines that the service adds. What a process writes arrives later than its response:
 * the end of an invocation is only written behind it once the next one begins, or the log is read.
 */
export class EnvironmentLog {
  private readonly lines: string[] = [];
  private length = 0;
  /** Lines that are no longer kept. */
  private forgotten = 0;
  private ending: readonly string[] = [];
  /** How many lines there were before the last invocation. */
  private begunAt = 0;
  private beginLine: string | undefined;

  /** An invocation begins. */
  begin(line: string): void {
    this.writeEnd();
    this.begunAt = this.forgotten + this.lines.length;
    this.beginLine = line;
    this.add([line]);
  }

  add(lines: readonly string[]): void {
    for (const line of lines) {
      this.lines.push(line);
      this.length += line.length;
    }
    while (this.lines.length > MAXIMUM_LINES || this.length > MAXIMUM_LENGTH) {
      this.length -= this.lines.shift()?.length ?? 0;
      this.forgotten++;
    }
  }

  /** The invocation is over. */
  end(lines: readonly string[]): void {
    this.ending = lines;
  }

  /** The oldest first. */
  list(): readonly string[] {
    return [...this.lines, ...this.ending];
  }

  /** What belongs to the last invocation: at most 4 KB of its end. */
  readTail(): string {
    const own = [...this.sinceBegin(), ...this.ending];
    const bytes = Buffer.from(own.map((line) => `${line}\n`).join(''));
    let start = Math.max(0, bytes.length - TAIL_BYTES);
    // Not in the middle of a character.
    while (start < bytes.length && ((bytes[start] as number) & 0xc0) === 0x80) start++;
    return bytes.toString('utf8', start);
  }

  /** What the process has written in the last invocation, as far as it has arrived: without the lines that the service adds. */
  listOwn(): readonly string[] {
    // The line of the start may no longer be kept; and an environment that could not start has none.
    const own = this.sinceBegin();
    return own[0] === this.beginLine ? own.slice(1) : own;
  }

  private sinceBegin(): readonly string[] {
    return this.lines.slice(Math.max(0, this.begunAt - this.forgotten));
  }

  private writeEnd(): void {
    const { ending } = this;
    this.ending = [];
    this.add(ending);
  }
}
