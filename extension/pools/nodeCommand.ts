import type { PoolDefinition } from '../../broker/protocol/poolDefinition.ts';

/** A word that means the same to a shell and without one, on every system. */
const PLAIN_WORD = /^[\w./:=@,+-]+$/;

/**
 * Reads a command that is Node.js with a program and plain words, such as `node dist/worker.js 3`: it needs no shell, and the
 * JavaScript debugger can start it.
 *
 * @returns the words after `node`, at least one; undefined for any other command
 */
export function readNodeCommand(command: string): readonly string[] | undefined {
  const [program = '', ...args] = command
    .trim()
    .replace(/^exec\s+/, '')
    .split(/\s+/);
  if (program !== 'node' || args.length === 0) return undefined;
  return args.every((word) => PLAIN_WORD.test(word)) ? args : undefined;
}

/** Whether *Debug Pool* can start its processes. */
export function isDebuggable({ command, launch }: PoolDefinition): boolean {
  return launch !== undefined || readNodeCommand(command ?? '') !== undefined;
}
