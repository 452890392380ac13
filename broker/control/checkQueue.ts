import * as l10n from '@vscode/l10n';
import { checkQueuePolicy } from '../auth/checkQueuePolicy.ts';
import { describeRange } from '../definitions/attributeRange.ts';
import type { Caller } from '../engine/base/caller.ts';
import type { Failure, Result } from '../engine/base/result.ts';
import type { Engine } from '../engine/engine.ts';
import { checkName, dropEmptyPolicies } from '../engine/operations/createQueue.ts';
import { checkRedrive } from '../engine/operations/redriveChecks.ts';
import { checkTags } from '../engine/operations/tags.ts';
import { type AttributeMap, applyAttributes, asksForFifo } from '../engine/rules/queueAttributes.ts';
import { defaultSettings, type QueueSettings } from '../engine/rules/queueSettings.ts';
import type { Queue } from '../engine/state/queue.ts';
import type { QueueCheck, QueueProblem } from '../protocol/queue.ts';

/** Values for a queue that exists or is to be made. */
interface Wanted {
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

/** Every problem of a change, and how many messages it would expire. */
export function checkChange(
  engine: Engine,
  queue: Queue,
  attributes: AttributeMap,
  tags: AttributeMap,
): QueueCheck {
  const { arn, name, region, account, isFifo } = queue;
  const problems = findProblems(engine, {
    arn,
    name,
    region,
    account,
    isFifo,
    current: queue.settings,
    attributes,
    tags,
  });
  return { problems, messagesLost: countLost(engine, queue, attributes, problems) };
}

/** Every problem of a queue that is to be created. */
export function checkCreation(
  engine: Engine,
  name: string,
  given: AttributeMap,
  tags: AttributeMap,
  { region, account }: Caller,
): QueueCheck {
  const attributes = dropEmptyPolicies(given);
  const isFifo = asksForFifo(attributes);
  const refusal = checkName(name, isFifo);
  const arn = `arn:aws:sqs:${region}:${account}:${name}`;
  const current = defaultSettings(isFifo, engine.limits);
  const problems = findProblems(engine, {
    arn,
    name,
    region,
    account,
    isFifo,
    current,
    attributes,
    tags,
  });
  if (refusal !== undefined) problems.unshift({ parameter: 'QueueName', message: refusal.message });
  else if (engine.findQueue(region, account, name) !== undefined)
    problems.unshift({ parameter: 'QueueName', message: l10n.t('A queue named {0} already exists.', name) });
  return { problems, messagesLost: 0 };
}

function findProblems(engine: Engine, wanted: Wanted): QueueProblem[] {
  const { attributes, tags, name } = wanted;
  const refusals: Failure[] = [];
  const all = apply(engine, wanted, attributes);
  if (!all.ok) {
    const alone = Object.keys(attributes).map((each) => tryAlone(engine, wanted, each));
    const found = alone.filter((refusal) => refusal !== undefined);
    refusals.push(...(found.length > 0 ? found : [all]));
  } else if (attributes['RedrivePolicy'] !== undefined) {
    const refusal = checkRedrive(engine, wanted.arn, wanted, all.value, attributes);
    if (refusal !== undefined) refusals.push(refusal);
  }
  const tagRefusal = checkTags(name, tags, 0);
  if (tagRefusal !== undefined) refusals.push(tagRefusal);
  const problems = refusals
    .filter(({ parameter }) => parameter !== POLICY)
    .map(({ parameter = '', message }) => ({
      parameter,
      message: [withoutValue(message), describeRange(parameter, engine.limits)].filter(Boolean).join(' '),
    }));
  return [...problems, ...listPolicyProblems(attributes[POLICY] ?? '')];
}

function apply(engine: Engine, { current }: Wanted, given: AttributeMap): Result<QueueSettings> {
  return applyAttributes(current, given, engine.limits);
}

/** What is wrong with one value, whatever is wrong with the others. */
function tryAlone(engine: Engine, wanted: Wanted, name: string): Failure | undefined {
  const { attributes } = wanted;
  const needed = ['FifoQueue', name, ...(FIFO_PAIR.includes(name) ? FIFO_PAIR : [])];
  const given = Object.fromEntries(Object.entries(attributes).filter(([each]) => needed.includes(each)));
  const result = apply(engine, wanted, given);
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

function countLost(
  engine: Engine,
  queue: Queue,
  { MessageRetentionPeriod: seconds }: AttributeMap,
  problems: readonly QueueProblem[],
): number {
  const isWrong = problems.some(({ parameter }) => parameter === 'MessageRetentionPeriod');
  if (seconds === undefined || isWrong) return 0;
  return queue.byAge.countUpTo(engine.ports.clock.now() - Number(seconds) * 1000);
}
