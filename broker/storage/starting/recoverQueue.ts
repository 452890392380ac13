import type { Engine } from '../../engine/engine.ts';
import { RANGES } from '../../engine/base/limits.ts';
import type { Queue, QueueName } from '../../engine/state/queue.ts';
import { defaultSettings } from '../../engine/rules/queueSettings.ts';
import { restoreQueue } from '../../engine/operations/restore.ts';
import type { RecoveredState } from './recoveredState.ts';

/** The default account and region of new queues. */
const DEFAULT_PLACE = { region: 'us-east-1', account: '000000000000' };

/**
 * Creates a queue for messages whose own queue is unknown: every record of it is damaged or lost. It has the
 * number of that queue, so that handles and records of its messages stay good; the longest retention, because it is
 * not known which one it had; and its name, if a record still has it, otherwise `recovered-` and that number.
 */
export function recoverQueue(
  engine: Engine,
  recoveredState: RecoveredState,
  number: number,
  now: number,
): Queue {
  const isFifo =
    recoveredState.fifo.has(number) || recoveredState.arns.get(number)?.endsWith('.fifo') === true;
  const settings = {
    ...defaultSettings(isFifo, engine.limits),
    retentionSeconds: RANGES.retentionSeconds.max,
  };
  const id = nameFreely(engine, nameRecovered(recoveredState, engine, number, isFifo), isFifo);
  return restoreQueue(engine, {
    ...id,
    number,
    settings,
    tags: {},
    createdAt: now,
    modifiedAt: now,
    purgedAt: Number.NEGATIVE_INFINITY,
  });
}

function nameRecovered(
  recoveredState: RecoveredState,
  engine: Engine,
  number: number,
  isFifo: boolean,
): QueueName {
  const [, , , region, account, name] = recoveredState.arns.get(number)?.split(':') ?? [];
  if (region !== undefined && account !== undefined && name !== undefined) return { region, account, name };
  const [neighbour] = engine.allQueues();
  const { region: nextRegion, account: nextAccount } = neighbour ?? DEFAULT_PLACE;
  return { region: nextRegion, account: nextAccount, name: `recovered-${number}${isFifo ? '.fifo' : ''}` };
}

function nameFreely(engine: Engine, { region, account, name }: QueueName, isFifo: boolean): QueueName {
  const base = isFifo ? name.slice(0, -'.fifo'.length) : name;
  for (let count = 1; ; count++) {
    const free = count === 1 ? name : `${base}-${count}${isFifo ? '.fifo' : ''}`;
    if (engine.findQueue(region, account, free) === undefined) return { region, account, name: free };
  }
}
