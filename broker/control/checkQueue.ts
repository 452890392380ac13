import { findCreationProblems } from '../checks/creationProblems.ts';
import { findQueueProblems } from '../checks/queueProblems.ts';
import type { Caller } from '../engine/base/caller.ts';
import type { Engine } from '../engine/engine.ts';
import type { FindRedriveTarget } from '../engine/operations/redriveChecks.ts';
import type { AttributeMap } from '../engine/rules/queueAttributes.ts';
import type { Queue } from '../engine/state/queue.ts';
import type { QueueCheck, QueueProblem } from '../protocol/queue.ts';

/** Every problem of a change, and how many messages it would expire. */
export function checkChange(
  engine: Engine,
  queue: Queue,
  attributes: AttributeMap,
  tags: AttributeMap,
): QueueCheck {
  const { arn, name, region, account, isFifo } = queue;
  const problems = findQueueProblems(findTargetIn(engine), engine.limits, {
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
  attributes: AttributeMap,
  tags: AttributeMap,
  { region, account }: Caller,
): QueueCheck {
  const problems = findCreationProblems(findTargetIn(engine), engine.limits, {
    arn: `arn:aws:sqs:${region}:${account}:${name}`,
    name,
    region,
    account,
    attributes,
    tags,
    isTaken: engine.findQueue(region, account, name) !== undefined,
  });
  return { problems, messagesLost: 0 };
}

function findTargetIn(engine: Engine): FindRedriveTarget {
  return (arn) => engine.findByArn(arn);
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
