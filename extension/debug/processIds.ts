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
  return readId(systemProcessId);
}

/**
 * The JavaScript debugger sends no event about its processes, but names the session of each after it:
 * `worker.js [4711] « the launch`.
 */
export function readNamedProcessId({ name, configuration }: NamedSession): number | undefined {
  if (!('__pendingTargetId' in configuration)) return undefined;
  const [own = ''] = name.split(' « ');
  const digits = / \[(\d{1,10})\]$/.exec(own)?.[1];
  return digits === undefined ? undefined : readId(Number(digits));
}

/** The process that a configuration names to attach to: not every debugger says it again. */
export function readConfiguredProcessId({ configuration }: NamedSession): number | undefined {
  if (configuration.request !== 'attach') return undefined;
  // Some debuggers take the text that a list of processes is picked from.
  return readId(Number(configuration.processId ?? configuration.pid));
}

/** What is asked of a session whose process its debugger does not know. */
export interface AskedSession {
  readonly type: string;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly parentSession?: Pick<AskedSession, 'configuration'> | undefined;
  customRequest(command: string, args: object): Thenable<unknown>;
}

/**
 * Asks the program itself, where the JavaScript debugger has attached to a port of this machine: it calls such a process
 * `Remote Process [0]`.
 */
export async function askProcessId(session: AskedSession): Promise<number | undefined> {
  const { address } = (session.parentSession?.configuration ?? {}) as { readonly address?: unknown };
  const isOnThisMachine = address === undefined || (typeof address === 'string' && LOOPBACK.test(address));
  if (session.type !== 'pwa-node' || !('__pendingTargetId' in session.configuration) || !isOnThisMachine)
    return undefined;
  const { result } = (await session.customRequest('evaluate', { expression: 'process.pid' })) as {
    readonly result?: unknown;
  };
  return readId(Number(result));
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|::1|\[::1\])$/;

/** Debuggers that do not know the process say 0, or nothing. */
function readId(value: unknown): number | undefined {
  return Number.isInteger(value) && (value as number) > 0 ? (value as number) : undefined;
}
