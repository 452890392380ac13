import type { DebugMessage } from './debugMessage.ts';

/** What the process of a session is read from. */
export interface NamedSession {
  readonly name: string;
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** The process that a debug adapter has started or attached to; undefined if it is not on this machine. */
export function readProcessId(message: DebugMessage): number | undefined {
  if (message.type !== 'event' || message.event !== 'process') return undefined;
  const { systemProcessId, isLocalProcess } = (message.body ?? {}) as {
    readonly systemProcessId?: unknown;
    readonly isLocalProcess?: unknown;
  };
  // The number of a process in a container or on another machine means something else here.
  if (isLocalProcess === false) return undefined;
  return Number.isInteger(systemProcessId) ? (systemProcessId as number) : undefined;
}

/**
 * The JavaScript debugger sends no event about its processes, but names the session of each after it:
 * `worker.js [4711] « the launch`.
 */
export function readNamedProcessId({ name, configuration }: NamedSession): number | undefined {
  if (!('__pendingTargetId' in configuration)) return undefined;
  const [own = ''] = name.split(' « ');
  const digits = / \[(\d{1,10})\]$/.exec(own)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
