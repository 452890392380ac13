import { request } from './method.ts';

/** A file that is longer holds something else. */
export const MAXIMUM_DEFINITIONS_BYTES = 4 * 1_048_576;

/** The queue definitions of a file, as text: JSON with comments and trailing commas. */
export interface DefinitionsParams {
  readonly text: string;
  /**
   * Tells this file from others, such as its path; default: `queueside.json`. Faults that an earlier text of the same
   * source put in force and this one does not mention come to an end.
   */
  readonly source?: string;
}

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

export interface WriteDefinitionsParams {
  /** ARNs of the queues to write; absent: all of the broker's own account and region. */
  readonly queueArns?: readonly string[];
}

/** A file of several that speak for one broker. */
export interface DefinitionsFile {
  readonly text: string;
  /** What messages to people call it. */
  readonly source: string;
}

export interface CompareDefinitionsParams {
  /** At most {@link MAXIMUM_COMPARED_FILES}. */
  readonly files: readonly DefinitionsFile[];
}

/** More folders than a window has. */
export const MAXIMUM_COMPARED_FILES = 32;

/** A queue of which another file says something else. */
export interface DefinitionConflict extends DefinitionProblem {
  /** The file that the place is in, by its number in the params, from 0. */
  readonly file: number;
}

/** Says what applying would do, and does nothing. */
export const planDefinitions = request<DefinitionsParams, PlanDefinitionsResult>(
  'queueside/definitions/plan',
);
/** Creates what is missing and changes what differs; deletes no queue. The plan in the answer is what was done. Idempotent. */
export const applyDefinitions = request<DefinitionsParams, ApplyDefinitionsResult>(
  'queueside/definitions/apply',
);
/** Reports the queues that several files define differently, in each of these files. */
export const compareDefinitions = request<
  CompareDefinitionsParams,
  { readonly conflicts: readonly DefinitionConflict[] }
>('queueside/definitions/compare');
/** The definitions of queues that are there, as text for a file; without their messages. */
export const writeDefinitions = request<WriteDefinitionsParams, { readonly text: string }>(
  'queueside/definitions/write',
);
