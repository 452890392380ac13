import { TAG_LIMITS } from '../../api/queueAttributes.ts';
import { refuseMissing } from '../rules/callChecks.ts';
import type { Caller } from '../base/caller.ts';
import type { Engine } from '../engine.ts';
import type { AttributeMap } from '../rules/queueAttributes.ts';
import { noteQueueChange } from './noteQueueChange.ts';
import type { Queue } from '../state/queue.ts';
import { type Failure, type Result, fail, succeed } from '../base/result.ts';

const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** The rules of tags (contract §1.14); `present` is how many other tags the queue has. */
export function checkTags(queueName: string, tags: AttributeMap, present: number): Failure | undefined {
  for (const [key, value] of Object.entries(tags)) {
    if (key.length < 1 || key.length > TAG_LIMITS.keyCharacters) {
      return fail(
        'InvalidParameterValue',
        `Tag keys must be between 1 and ${TAG_LIMITS.keyCharacters} characters in length.`,
        'Tags',
      );
    }
    if (value.length > TAG_LIMITS.valueCharacters) {
      return fail(
        'InvalidParameterValue',
        `Tag values must be between 0 and ${TAG_LIMITS.valueCharacters} characters in length.`,
        'Tags',
      );
    }
    if (/^aws:/i.test(key)) {
      return fail(
        'InvalidParameterValue',
        'Tag keys that start with aws: are reserved for internal use.',
        'Tags',
      );
    }
    if (!TAG_TEXT.test(key) || !TAG_TEXT.test(value)) {
      return fail(
        'InvalidParameterValue',
        'Tag keys and values can only include letters, digits, white space and the characters _ . : / = + - @.',
        'Tags',
      );
    }
  }
  if (present + Object.keys(tags).length > TAG_LIMITS.count) {
    return fail('InvalidParameterValue', `Too many tags added for queue ${queueName}.`, 'Tags');
  }
  return undefined;
}

/** TagQueue (contract §1.14). Errors: MissingParameter, InvalidParameterValue. */
export function tagQueue(
  engine: Engine,
  queue: Queue,
  tags: AttributeMap | undefined,
  caller: Caller,
): Result<undefined> {
  if (tags === undefined || Object.keys(tags).length === 0) return refuseMissing('Tags');
  const others = [...queue.tags.keys()].filter((key) => !Object.hasOwn(tags, key)).length;
  const refusal = checkTags(queue.name, tags, others);
  if (refusal !== undefined) return refusal;
  for (const [key, value] of Object.entries(tags)) queue.tags.set(key, value);
  noteQueueChange(engine, queue, caller, 'tags');
  return succeed(undefined);
}

/** UntagQueue: unknown keys are ignored. Errors: MissingParameter. */
export function untagQueue(
  engine: Engine,
  queue: Queue,
  keys: readonly string[] | undefined,
  caller: Caller,
): Result<undefined> {
  if (keys === undefined || keys.length === 0) return refuseMissing('TagKeys');
  for (const key of keys) queue.tags.delete(key);
  noteQueueChange(engine, queue, caller, 'tags');
  return succeed(undefined);
}
