import { NAME } from './commonShapes.ts';
import { request, type } from './method.ts';
import { listOf, optional, shape, text, type TypeOf } from './shape.ts';

/** A file that is longer holds something else. */
export const MAXIMUM_DEFINITIONS_BYTES = 4 * 1_048_576;

/** What is wrong in the text, and where. Lines and characters count from 0, characters in UTF-16 units, as LSP has it. */
export interface DefinitionProblem {
  readonly line: number;
  readonly character: number;
  readonly endLine: number;
  readonly endCharacter: number;
  readonly message: string;
}

/** One value of a queue that the file has otherwise. */
export interface DefinitionDifference {
  /** An attribute in SQS's spelling, `tag <key>`, or `faults.<member>`. */
  readonly what: string;
  /** What the queue has now; absent when it has nothing there. */
  readonly from?: string;
  /** What the file says; absent when it takes the value away. */
  readonly to?: string;
}

export interface QueueToCreate {
  readonly name: string;
  /** Messages that the file seeds it with. */
  readonly messageCount: number;
}

export interface QueueToChange {
  readonly name: string;
  readonly differences: readonly DefinitionDifference[];
  /** Messages that a shorter retention period would end at once. */
  readonly messagesLost: number;
}

/** A queue that is there and not in the file. Applying leaves it alone. */
export interface UnlistedQueue {
  readonly name: string;
  readonly arn: string;
  readonly messageCount: number;
}

/** What stands between the file and the queues that are there. */
export interface DefinitionPlan {
  readonly create: readonly QueueToCreate[];
  readonly change: readonly QueueToChange[];
  readonly unlisted: readonly UnlistedQueue[];
}

/** With problems, the plan is empty and nothing was done. */
export interface PlanDefinitionsResult {
  readonly problems: readonly DefinitionProblem[];
  readonly plan: DefinitionPlan;
}

export interface ApplyDefinitionsResult extends PlanDefinitionsResult {
  /** Seed messages that were sent: only to queues that this call created. */
  readonly sentCount: number;
}

/** More folders than a window has. */
export const MAXIMUM_COMPARED_FILES = 32;

/** A queue of which another file says something else. */
export interface DefinitionConflict extends DefinitionProblem {
  /** The file that the place is in, by its number in the params, from 0. */
  readonly file: number;
}

/** The queue definitions of a file, as text: JSON with comments and trailing commas. */
const DEFINITIONS = shape({
  text: text(MAXIMUM_DEFINITIONS_BYTES),
  /**
   * Tells this file from others, such as its path; default: `queueside.json`. Faults that an earlier text of the same
   * source put in force and this one does not mention come to an end.
   */
  source: optional(text(4096, 1)),
});

/** A file of several that speak for one broker. */
const FILE = shape({
  text: text(MAXIMUM_DEFINITIONS_BYTES),
  /** What messages to people call it. */
  source: text(4096, 1),
});

export type DefinitionsFile = TypeOf<typeof FILE>;

/**
 * Says what applying would do, and does nothing. `change` lists every value that differs, and how many messages a shorter
 * retention period would end; `unlisted` are the queues that are not in the text.
 */
export const planDefinitions = request('queueside/definitions/plan', {
  params: DEFINITIONS,
  result: type<PlanDefinitionsResult>(),
  stores: 'nothing',
});

/**
 * Creates what is missing and changes what differs; idempotent. The plan in the answer is what was done. Deletes no queue: a
 * client that wants the unlisted ones gone asks for that by `queueside/queue/delete`. Seed messages go only to queues that
 * this call created. What the text does not mention of a queue stays as it is, except for faults: those that an earlier text
 * of the same `source` (which tells files apart; default `queueside.json`) put in force, and this one does not mention, end.
 * Faults that a client set stay until the text has others, or `null`.
 */
export const applyDefinitions = request('queueside/definitions/apply', {
  params: DEFINITIONS,
  result: type<ApplyDefinitionsResult>(),
  stores: 'journal',
});

/**
 * Reports the queues of which several files say different things, at their place in each of these files (`file` is its
 * number), with what differs. At most 100. What only one of them says is no conflict.
 */
export const compareDefinitions = request('queueside/definitions/compare', {
  params: shape({ files: listOf(FILE, MAXIMUM_COMPARED_FILES) }),
  result: type<{ readonly conflicts: readonly DefinitionConflict[] }>(),
  stores: 'nothing',
});

/**
 * Writes the definitions of queues as text, which `apply` reads back to the same queues. Values that a queue has by default,
 * and messages, are left out; faults in force are written.
 */
export const writeDefinitions = request('queueside/definitions/write', {
  params: shape({
    /** ARNs of the queues to write; absent: all of the broker's own account and region. */
    queueArns: optional(listOf(NAME, 10_000)),
  }),
  result: type<{ readonly text: string }>(),
  stores: 'nothing',
});
