import { NAME } from './commonShapes.ts';
import { notification, request, type } from './method.ts';
import { listOf, optional, shape, text, type TypeOf } from './shape.ts';

/** A longer file cannot be one of these. */
export const MAXIMUM_DEFINITIONS_BYTES = 4 * 1_048_576;

/** What is wrong in the text, and where. Lines and characters count from 0, characters in UTF-16 units, as LSP has it. */
export interface DefinitionProblem {
  readonly line: number;
  readonly character: number;
  readonly endLine: number;
  readonly endCharacter: number;
  readonly message: string;
}

/** One value of a queue that differs from the file. */
export interface DefinitionDifference {
  /** An attribute in SQS's spelling, `tag <key>`, or `faults.<member>`. */
  readonly what: string;
  /** The queue's current value; absent if it has none. */
  readonly from?: string;
  /** The value in the file; absent if the file removes it. */
  readonly to?: string;
}

export interface QueueToCreate {
  readonly name: string;
  /** Seed messages in the file. */
  readonly messageCount: number;
}

export interface QueueToChange {
  readonly name: string;
  readonly differences: readonly DefinitionDifference[];
  /** Messages that a shorter retention period would delete immediately. */
  readonly messagesLost: number;
}

/** A queue that exists but is not in the file. Applying does not change it. */
export interface UnlistedQueue {
  readonly name: string;
  readonly arn: string;
  readonly messageCount: number;
}

/** The differences between the file and the existing queues. */
export interface DefinitionPlan {
  readonly create: readonly QueueToCreate[];
  readonly change: readonly QueueToChange[];
  readonly unlisted: readonly UnlistedQueue[];
}

/** If there are problems, the plan is empty and nothing was changed. */
export interface PlanDefinitionsResult {
  readonly problems: readonly DefinitionProblem[];
  readonly plan: DefinitionPlan;
}

export interface ApplyDefinitionsResult extends PlanDefinitionsResult {
  /** Seed messages that were sent: only to queues that this call created. */
  readonly sentCount: number;
  /** What was applied but does not work now, such as a bucket whose folder does not exist. */
  readonly warnings: readonly DefinitionProblem[];
  /** Alarms that were created or changed; absent: none. */
  readonly alarmCount?: number;
}

/** What of an applied file does not work now. */
export interface DefinitionWarningsParams {
  readonly source: string;
  readonly warnings: readonly DefinitionProblem[];
}

/** The source of a text, if a client sends none. */
export const DEFAULT_SOURCE = 'queueside.json';

/** More folders than any window has. */
export const MAXIMUM_COMPARED_FILES = 32;

/** A queue that another file defines differently. */
export interface DefinitionConflict extends DefinitionProblem {
  /** Index of the file in the params, from 0. */
  readonly file: number;
}

/** The queue definitions of a file, as text: JSON with comments and trailing commas. */
const DEFINITIONS = shape({
  text: text(MAXIMUM_DEFINITIONS_BYTES),
  /**
   * Identifies the file, such as its path; default: `queueside.json`. Faults and buckets that an earlier text of the
   * same source set, and that this text does not mention, end.
   */
  source: optional(text(4096, 1)),
  /** The folder that the file is in, absolute. Without it, the text can have no buckets. */
  folder: optional(text(4096, 1)),
});

/** One of several files for one broker. */
const FILE = shape({
  text: text(MAXIMUM_DEFINITIONS_BYTES),
  /** The name that messages to users show. */
  source: text(4096, 1),
});

export type DefinitionsFile = TypeOf<typeof FILE>;

/**
 * Returns what applying would do, without doing it. `change` lists every value that differs, and how many messages a
 * shorter retention period would delete; `unlisted` lists the queues that are not in the text.
 */
export const planDefinitions = request('queueside/definitions/plan', {
  params: DEFINITIONS,
  result: type<PlanDefinitionsResult>(),
  stores: 'nothing',
});

/**
 * Creates what is missing and changes what differs; idempotent. The plan in the result lists what was done. Deletes no
 * queue: to delete the unlisted ones, call `queueside/queue/delete`. Seed messages are sent only to queues that this
 * call created. Anything that the text does not mention stays as it is, except faults: faults that an earlier text of
 * the same `source` (which identifies the file; default `queueside.json`) set, and that this text does not mention,
 * end. Faults that a client set stay until the text has others, or `null`. Buckets are
 * looked at before the call returns: `warnings` lists those that do not work now.
 * end; so do topics. Faults that a client set stay until the text has others, or `null`. Alarms that the text no longer has
 * stay.
 */
export const applyDefinitions = request('queueside/definitions/apply', {
  params: DEFINITIONS,
  result: type<ApplyDefinitionsResult>(),
  stores: 'journal',
});

/** Something in an applied file stopped working, or works again. Lists all such warnings of the file. */
export const definitionWarnings = notification<DefinitionWarningsParams>('queueside/definitions/warnings');

/**
 * Reports the queues that several files define differently, with their position in each of these files (`file` is its
 * index), and the differences. At most 100. A value that only one file sets is not a conflict.
 */
export const compareDefinitions = request('queueside/definitions/compare', {
  params: shape({ files: listOf(FILE, MAXIMUM_COMPARED_FILES) }),
  result: type<{ readonly conflicts: readonly DefinitionConflict[] }>(),
  stores: 'nothing',
});

/**
 * Writes the definitions of queues as text, from which `apply` creates the same queues. Default values and messages are
 * omitted; active faults are written, and buckets if they are all from one file.
 */
export const writeDefinitions = request('queueside/definitions/write', {
  params: shape({
    /** ARNs of the queues to write; absent: all of the broker's own account and region. */
    queueArns: optional(listOf(NAME, 10_000)),
  }),
  result: type<{ readonly text: string }>(),
  stores: 'nothing',
});
