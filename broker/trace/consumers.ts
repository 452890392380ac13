import { forgetOldest } from '../engine/base/forgetOldest.ts';
import type { Caller } from '../engine/base/caller.ts';
import type { ConsumerInfo } from '../protocol/trace.ts';
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

/** Knows the programs that call the broker, and the names that debug sessions gave to theirs. */
export class ConsumerRegistry {
  private readonly sessions = new Map<string, DebugSession>();
  private readonly known = new Map<string, ConsumerInfo>();

  /** Names the program that will sign with this access key id, and returns the id of the consumer that it will be. */
  register(accessKeyId: string, name: string, processId?: number): string {
    remember(this.sessions, accessKeyId, { name, processId });
    this.known.delete(accessKeyId);
    return accessKeyId;
  }

  /**
   * The consumer id of a call: the access key id alone when a debug session has it to itself, else the key id and the
   * SDK, because programs outside the debugger often share one made-up key.
   */
  identify(accessKeyId: string, userAgent: string): string {
    if (this.sessions.has(accessKeyId)) return accessKeyId;
    const sdk = readUserAgent(userAgent).sdk;
    return (sdk === undefined ? accessKeyId : `${accessKeyId} ${sdk}`).slice(0, MAXIMUM_ID_LENGTH);
  }

  /** What to show of a caller. */
  describe(caller: Caller): ConsumerInfo {
    const known = this.known.get(caller.consumerId);
    if (known !== undefined) return known;
    const info = this.build(caller);
    remember(this.known, caller.consumerId, info);
    return info;
  }

  private build({ consumerId, accessKeyId, userAgent }: Caller): ConsumerInfo {
    if (consumerId === EDITOR_CONSUMER_ID) {
      return { id: consumerId, name: 'VS Code', kind: 'editor', accessKeyId };
    }
    const facts = readUserAgent(userAgent);
    const session = this.sessions.get(accessKeyId);
    return {
      id: consumerId,
      name:
        session?.name ??
        [facts.sdk, accessKeyId].find((text) => text !== undefined && text !== '') ??
        'unknown',
      kind: session === undefined ? 'program' : 'debugSession',
      accessKeyId,
      ...facts,
      ...(session?.processId === undefined ? {} : { processId: session.processId }),
    };
  }
}

/** Adds to a map that is kept within its bound by forgetting its oldest entry. */
function remember<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key);
  map.set(key, value);
  forgetOldest(map, MAXIMUM_CONSUMERS);
}
