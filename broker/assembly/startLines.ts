import type { FailedLine, ReadyLine } from '../protocol/broker.ts';

/** Standard output carries one line and nothing else: a program reads it. */
export function say(line: ReadyLine | FailedLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/**
 * Prints the reason for users and for the extension. The process then ends on its own, so that both lines are written.
 */
export function failToStart(exitCode: number, line: FailedLine): void {
  process.stderr.write(`queueside: ${line.message}\n`);
  say(line);
  process.exitCode = exitCode;
}

/** The command line, the environment, or what came over a pipe is invalid. */
export const EXIT_CONFIG = 2;
/** The address is taken or not allowed. */
export const EXIT_ADDRESS = 3;
