import { checkQueuePolicy } from '../auth/checkQueuePolicy.ts';
import type { Limits } from '../engine/base/limits.ts';
import type { Failure } from '../engine/base/result.ts';
import { checkRedrive, type FindRedriveTarget } from '../engine/operations/redriveChecks.ts';
import { checkTags } from '../engine/operations/tags.ts';
import { type AttributeMap, applyAttributes } from '../engine/rules/queueAttributes.ts';
import type { QueueSettings } from '../engine/rules/queueSettings.ts';
import type { QueueProblem } from '../protocol/queue.ts';
import { describeRange } from './attributeRange.ts';

/** Values for a queue that exists or is to be made. */
export interface WantedValues {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly isFifo: boolean;
  /** What they are applied to. */
  readonly current: QueueSettings;
  readonly attributes: AttributeMap;
  readonly tags: AttributeMap;
}

const POLICY = 'Policy';
/** Whether one of these is valid depends on the other. */
const FIFO_PAIR = ['DeduplicationScope', 'FifoThroughputLimit'];

/**
 * Every problem that the service would have with attributes and tags, in the order of the attributes; that of a policy with its
 * place in the text. Changes nothing.
 * @param findTarget looks up the dead-letter queue that the attributes name
 */
export function findQueueProblems(
  findTarget: FindRedriveTarget,
  limits: Limits,
  wanted: WantedValues,
): QueueProblem[] {
  const { attributes, tags, name } = wanted;
  const refusals: Failure[] = [];
  const all = applyAttributes(wanted.current, attributes, limits);
  if (!all.ok) {
    const alone = Object.keys(attributes).map((each) => tryAlone(limits, wanted, each));
    const found = alone.filter((refusal) => refusal !== undefined);
    refusals.push(...(found.length > 0 ? found : [all]));
  } else if (attributes['RedrivePolicy'] !== undefined) {
    const refusal = checkRedrive(findTarget, wanted.arn, wanted, all.value, attributes);
    if (refusal !== undefined) refusals.push(refusal);
  }
  const tagRefusal = checkTags(name, tags, 0);
  if (tagRefusal !== undefined) refusals.push(tagRefusal);
  const problems = refusals
    .filter(({ parameter }) => parameter !== POLICY)
    .map(({ parameter = '', message }) => ({
      parameter,
      message: [withoutValue(message), describeRange(parameter, limits)].filter(Boolean).join(' '),
    }));
  return [...problems, ...listPolicyProblems(attributes[POLICY] ?? '')];
}

/** What is wrong with one value, whatever is wrong with the others. */
function tryAlone(limits: Limits, wanted: WantedValues, name: string): Failure | undefined {
  const { attributes, current } = wanted;
  const needed = ['FifoQueue', name, ...(FIFO_PAIR.includes(name) ? FIFO_PAIR : [])];
  const given = Object.fromEntries(Object.entries(attributes).filter(([each]) => needed.includes(each)));
  const result = applyAttributes(current, given, limits);
  return result.ok || result.parameter !== name ? undefined : result;
}

/** The service quotes policies before it says what is wrong with them; here they are in sight. */
function withoutValue(message: string): string {
  return message.replace(/^Value .*? for parameter \w+ is invalid\. Reason: /s, '');
}

function listPolicyProblems(policy: string): QueueProblem[] {
  const problem = policy === '' ? undefined : checkQueuePolicy(policy);
  if (problem === undefined) return [];
  const { message, place } = problem;
  return [
    {
      parameter: POLICY,
      message,
      ...(place === undefined ? {} : { place: { offset: place.offset, length: place.length } }),
    },
  ];
}
