import type { JSONPath } from 'jsonc-parser';
import type { BucketBook } from '../buckets/bucketBook.ts';
import type { AttributeMap } from '../engine/rules/queueAttributes.ts';
import type { Engine } from '../engine/engine.ts';
import type { SendInput } from '../engine/operations/sendMessage.ts';
import type { AlarmSettings } from '../alarms/settings.ts';
import type { Topic } from '../alarms/topics.ts';
import type { FaultRegistry } from '../faults/registry.ts';
import type { FunctionBook } from '../functions/functionBook.ts';
import type { PoolBook } from '../pools/poolBook.ts';
import type { QueueFaults } from '../protocol/faults.ts';

/** Where a dead letter goes, by the name of a queue of the same file. */
export interface DeadLetterDefinition {
  readonly queue: string;
  /** 1-1000. */
  readonly maxReceiveCount: number;
}

/** What goes wrong in a queue on purpose. */
export interface FaultsDefinition {
  readonly faults: QueueFaults;
  readonly seed: number;
}

/** One queue as the file has it, in the service's own terms. What the file leaves out is undefined or empty. */
export interface QueueDefinition {
  readonly name: string;
  /** Without `FifoQueue`, which follows from the name, and `RedrivePolicy`, which follows from `deadLetter`. */
  readonly attributes: AttributeMap;
  readonly tags: AttributeMap;
  /** `null` takes the wiring away, undefined leaves it as it is. */
  readonly deadLetter: DeadLetterDefinition | null | undefined;
  /** `null` ends all, undefined those that the file asked for before. */
  readonly faults: FaultsDefinition | null | undefined;
  readonly messages: readonly SendInput[];
}

/** The alarms and topics that definitions set. */
export interface AlarmTarget {
  find(place: Namespace, name: string): AlarmSettings | undefined;
  /** By name. */
  list(place: Namespace): readonly AlarmSettings[];
  listTopics(place: Namespace): readonly Topic[];
  put(place: Namespace, settings: AlarmSettings): { readonly ok: boolean };
  /** Replaces the topics of a file. */
  setTopics(source: string, topics: readonly Topic[]): void;
}

/** The worker pools that definitions set. */
export type PoolTarget = Pick<PoolBook, 'all' | 'setAll'>;

/** The functions that definitions set. */
export type FunctionTarget = Pick<FunctionBook, 'all' | 'setAll'>;

/** What definitions are compared with and applied to. */
export interface DefinitionTarget {
  readonly engine: Engine;
  readonly faults: FaultRegistry;
  readonly alarms: AlarmTarget;
  readonly buckets: BucketBook;
  readonly pools: PoolTarget;
  readonly functions: FunctionTarget;
}

/** Where a text comes from. */
export interface DefinitionOrigin {
  /** Tells the files apart whose faults, buckets, pools and functions come and go with their text. */
  readonly source: string;
  /** The folder that the file is in, absolute; undefined if the text is in no folder of this machine. */
  readonly folder: string | undefined;
}

/** Something wrong with the part of the file that the path leads to. */
export interface DefinitionFault {
  readonly path: JSONPath;
  readonly message: string;
}

/** The queues of one account in one region: those that a file speaks of. */
export interface Namespace {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

/** The attributes that repeat other members of the file. */
export const FIFO_ATTRIBUTE = 'FifoQueue';
export const REDRIVE_ATTRIBUTE = 'RedrivePolicy';

const FIFO_SUFFIX = '.fifo';

export function isFifoName(name: string): boolean {
  return name.endsWith(FIFO_SUFFIX);
}
