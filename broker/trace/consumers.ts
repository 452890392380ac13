import { forgetOldest } from '../engine/base/forgetOldest.ts';
import type { Caller } from '../engine/base/caller.ts';
import type { ConsumerInfo } from '../protocol/trace.ts';
import { consumerIdOf } from './consumerId.ts';
import { readUserAgent } from './userAgent.ts';

/** Programs remembered by name; beyond that the longest known is forgotten. A peer can invent as many as it likes. */
const MAXIMUM_CONSUMERS = 1000;
/** Access key ids are at most 128 characters; a longer one is not kept. */
const MAXIMUM_ID_LENGTH = 256;

/** The consumer id and access key id of calls from the editor. */
export const EDITOR_CONSUMER_ID = 'editor';

interface DebugSession {
  readonly name: string;
  /** Process id of the debugged program, once the debugger has reported it. */
  readonly processId: number | undefined;
}

/** What is shown of a consumer, and the process name that it was made of: another process may get the same id later. */
interface KnownConsumer {
  readonly info: ConsumerInfo;
  readonly processName: string | undefined;
}

/** Knows the programs that call the broker, and the names that debug sessions gave to theirs. */
export class ConsumerRegistry {
  private readonly sessions = new Map<string, DebugSession>();
  /** Processes that the broker orders: their names are known for as long as they run. */
  private readonly processes = new Map<string, DebugSession>();
  private readonly known = new Map<string, KnownConsumer>();

  /** Names the program that will sign with this access key id, and returns the id of the consumer that it will be. */
  register(accessKeyId: string, name: string, processId?: number): string {
    remember(this.sessions, accessKeyId, { name, processId });
    this.known.delete(accessKeyId);
    return accessKeyId;
  }

  /** As {@link register}, until {@link forgetProcess}: the caller bounds how many there are. */
  registerProcess(accessKeyId: string, name: string, processId?: number): void {
    this.processes.set(accessKeyId, { name, processId });
    this.known.delete(accessKeyId);
  }

  /** The process has ended: its name is known for as long as that of any other program. */
  forgetProcess(accessKeyId: string): void {
    const process = this.processes.get(accessKeyId);
    if (process === undefined) return;
    this.processes.delete(accessKeyId);
    remember(this.sessions, accessKeyId, process);
  }

  /** Whether a debug session or a process has this access key id to itself. */
  isRegistered(accessKeyId: string): boolean {
    return this.findSession(accessKeyId) !== undefined;
  }

  /**
   * The consumer id of a call: the access key id alone when a debug session has it to itself, else the key id and the
   * SDK, because programs outside the debugger often share one made-up key.
   */
  identify(accessKeyId: string, userAgent: string): string {
    if (this.isRegistered(accessKeyId)) return accessKeyId;
    const sdk = readUserAgent(userAgent).sdk;
    return (sdk === undefined ? accessKeyId : `${accessKeyId} ${sdk}`).slice(0, MAXIMUM_ID_LENGTH);
  }

  /** What to show of a caller. */
  describe(caller: Caller): ConsumerInfo {
    const id = consumerIdOf(caller);
    const processName = caller.process?.name;
    const known = this.known.get(id);
    if (known !== undefined && known.processName === processName) return known.info;
    const info = this.build(id, caller);
    remember(this.known, id, { info, processName });
    return info;
  }

  private findSession(accessKeyId: string): DebugSession | undefined {
    return this.processes.get(accessKeyId) ?? this.sessions.get(accessKeyId);
  }

  private build(id: string, { accessKeyId, userAgent, process }: Caller): ConsumerInfo {
    if (id === EDITOR_CONSUMER_ID) return { id, name: 'VS Code', kind: 'editor', accessKeyId };
    const facts = readUserAgent(userAgent);
    const session = this.findSession(accessKeyId);
    const processId = session?.processId ?? process?.processId;
    return {
      id,
      name: session?.name ?? nameProgram(process) ?? [facts.sdk, accessKeyId].find(Boolean) ?? 'unknown',
      kind: session === undefined ? (isMapping(process) ? 'function' : 'program') : 'debugSession',
      accessKeyId,
      ...facts,
      ...(processId === undefined ? {} : { processId }),
    };
  }
}

/** A mapping has the name of its function, and is no process. */
function isMapping(process: Caller['process']): boolean {
  return process !== undefined && process.processId === undefined && process.name !== undefined;
}

/** Such as `worker.py (4711)`: programs of one name are told apart. A mapping is no process, and has its function's name. */
function nameProgram(process: Caller['process']): string | undefined {
  if (process?.name === undefined) return undefined;
  return process.processId === undefined ? process.name : `${process.name} (${process.processId})`;
}

/** Adds to a map that is kept within its bound by forgetting its oldest entry. */
function remember<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key);
  map.set(key, value);
  forgetOldest(map, MAXIMUM_CONSUMERS);
}
