import * as fc from 'fast-check';
import { changeVisibility } from '../../../broker/engine/operations/changeVisibility.ts';
import type { Caller } from '../../../broker/engine/base/caller.ts';
import { createQueue } from '../../../broker/engine/operations/createQueue.ts';
import { deleteMessage } from '../../../broker/engine/operations/deleteMessage.ts';
import type { Queue } from '../../../broker/engine/state/queue.ts';
import { receiveMessages } from '../../../broker/engine/operations/receiveMessages.ts';
import { sendMessage } from '../../../broker/engine/operations/sendMessage.ts';
import {
  advanceClock,
  advanceClockToNext,
  holdClock,
  releaseClock,
  resetClock,
} from '../../../broker/protocol/clock.ts';
import { deleteQueue, purgeQueue, redriveQueue } from '../../../broker/protocol/queue.ts';
import { caller, unwrap } from '../engineHarness.ts';
import type { PanelWorld } from './panelWorld.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 86_400 * SECOND;
/** A view whose timer stood still while the machine slept knows by then how late it is. */
const AWAKE_MS = 5_500;
/** The last one is a dead-letter queue. */
const QUEUES = ['orders', 'quiet', 'steps.fifo', 'orders-dlq'] as const;
const CONSUMERS = ['worker', 'mailer'] as const;

type QueueName = (typeof QUEUES)[number];
type ConsumerId = (typeof CONSUMERS)[number];

export type PanelAction =
  | { readonly do: 'send'; readonly queue: QueueName; readonly count: number; readonly delaySeconds: number }
  | {
      readonly do: 'receive';
      readonly queue: QueueName;
      readonly by: ConsumerId;
      readonly count: number;
      readonly visibilitySeconds: number;
    }
  | { readonly do: 'delete'; readonly place: number }
  | { readonly do: 'changeVisibility'; readonly place: number; readonly seconds: number }
  | { readonly do: 'purge' | 'deleteQueue' | 'redrive'; readonly queue: QueueName }
  | { readonly do: 'hold' | 'release'; readonly by: ConsumerId }
  | { readonly do: 'wait' | 'advance' | 'sleep' | 'setWall'; readonly ms: number }
  | {
      readonly do:
        | 'advanceToNext'
        | 'reset'
        | 'reconnect'
        | 'restart'
        | 'clear'
        | 'hide'
        | 'show'
        | 'load'
        | 'pause';
    };

const queueName = fc.constantFrom(...QUEUES);
const consumerId = fc.constantFrom(...CONSUMERS);
const place = fc.nat(20);

/** Anything that a program, a user or the machine may do. */
export const panelAction: fc.Arbitrary<PanelAction> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      queue: queueName,
      count: fc.integer({ min: 1, max: 6 }),
      delaySeconds: fc.constantFrom(0, 0, 0, 7, 900),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('receive' as const),
      queue: queueName,
      by: consumerId,
      count: fc.integer({ min: 1, max: 5 }),
      visibilitySeconds: fc.constantFrom(0, 1, 30, 600),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('delete' as const), place }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('changeVisibility' as const),
      place,
      seconds: fc.constantFrom(0, 5, 300),
    }),
  },
  fc.record({
    do: fc.constantFrom('purge' as const, 'deleteQueue' as const, 'redrive' as const, 'redrive' as const),
    queue: queueName,
  }),
  fc.record({ do: fc.constantFrom('hold' as const, 'release' as const), by: consumerId }),
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(700, 3 * SECOND, 31 * SECOND, 10 * MINUTE),
    }),
  },
  fc.record({
    do: fc.constant('advance' as const),
    ms: fc.constantFrom(1, 45 * SECOND, 20 * MINUTE, 3 * DAY, 5 * DAY),
  }),
  fc.record({ do: fc.constant('sleep' as const), ms: fc.constantFrom(20 * SECOND, 50 * MINUTE) }),
  fc.record({
    do: fc.constant('setWall' as const),
    ms: fc.constantFrom(-3_600 * SECOND, 3_600 * SECOND, 2 * DAY),
  }),
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'advanceToNext' as const,
        'reset' as const,
        'reset' as const,
        'reconnect' as const,
        'restart' as const,
        'restart' as const,
        'clear' as const,
        'hide' as const,
        'show' as const,
        'show' as const,
        'load' as const,
        'pause' as const,
      ),
    }),
  },
);

/** Does to a world what actions say. */
export class PanelActor {
  private readonly world: PanelWorld;
  private handles: { readonly queueArn: string; readonly handle: string; readonly by: Caller }[] = [];
  private sends = 0;

  constructor(world: PanelWorld) {
    this.world = world;
  }

  async perform(action: PanelAction): Promise<void> {
    const { world } = this;
    const { engine, clock } = world.broker;
    switch (action.do) {
      case 'send':
        await this.send(action);
        return;
      case 'receive':
        await this.receive(action);
        return;
      case 'delete': {
        const held = this.pick(action.place);
        const queue = held && engine.findByArn(held.queueArn);
        // A FIFO queue refuses handles of receives that are over.
        if (queue !== undefined) deleteMessage(engine, queue, held?.handle, held?.by ?? caller);
        return;
      }
      case 'changeVisibility': {
        const held = this.pick(action.place);
        const queue = held && engine.findByArn(held.queueArn);
        if (held === undefined || queue === undefined) return;
        const input = { receiptHandle: held.handle, visibilitySeconds: action.seconds };
        changeVisibility(engine, queue, input, held.by);
        return;
      }
      case 'purge': {
        const queueArn = (await this.find(action.queue)).arn;
        // Once a minute only.
        tryTo(() => world.request(purgeQueue, { queueArn }));
        return;
      }
      case 'deleteQueue':
        world.request(deleteQueue, { queueArn: (await this.find(action.queue)).arn });
        return;
      case 'redrive': {
        const queueArn = (await this.find('orders-dlq')).arn;
        // Only what is a dead-letter queue can be.
        tryTo(() => world.request(redriveQueue, { queueArn }));
        return;
      }
      case 'hold':
        world.request(holdClock, { consumerId: action.by });
        return;
      case 'release':
        world.request(releaseClock, { consumerId: action.by });
        return;
      case 'wait':
        await world.settle(action.ms);
        return;
      case 'sleep':
        world.machine.sleep(action.ms);
        await world.settle(AWAKE_MS);
        return;
      case 'setWall':
        world.machine.setWall(action.ms);
        return;
      case 'advance':
        world.request(advanceClock, { byMs: action.ms });
        return;
      case 'advanceToNext':
        tryTo(() => world.request(advanceClockToNext, {}));
        return;
      case 'reset':
        if (clock.offsetMs !== 0) world.request(resetClock, {});
        return;
      case 'reconnect':
        world.reconnect();
        return;
      case 'restart':
        this.handles = [];
        await world.restart();
        return;
      case 'clear':
        await world.clear();
        return;
      case 'hide':
        world.hide();
        return;
      case 'show':
        world.show();
        return;
      case 'load':
        world.load();
        return;
      case 'pause': {
        world.view?.togglePause();
        await world.settle();
        world.view?.togglePause();
      }
    }
  }

  private async send({
    queue: name,
    count,
    delaySeconds,
  }: Extract<PanelAction, { do: 'send' }>): Promise<void> {
    const queue = await this.find(name);
    for (let each = 0; each < count; each += 1) {
      this.sends += 1;
      const own = queue.isFifo
        ? { groupId: `group-${this.sends % 3}`, deduplicationId: String(this.sends) }
        : { delaySeconds };
      unwrap(sendMessage(this.world.broker.engine, queue, { body: '{}', ...own }, callerOf('sender')));
    }
  }

  private async receive(action: Extract<PanelAction, { do: 'receive' }>): Promise<void> {
    const queue = await this.find(action.queue);
    const by = callerOf(action.by);
    const input = { maxMessages: action.count, visibilitySeconds: action.visibilitySeconds, waitSeconds: 0 };
    receiveMessages(this.world.broker.engine, queue, input, by, (result) => {
      if (!result.ok) return;
      for (const { receiptHandle } of result.value)
        this.handles.push({ queueArn: queue.arn, handle: receiptHandle, by });
    });
  }

  private pick(place: number) {
    return this.handles.length === 0 ? undefined : this.handles[place % this.handles.length];
  }

  private async find(name: QueueName): Promise<Queue> {
    const { engine } = this.world.broker;
    const known = engine.findQueue(caller.region, caller.account, name);
    if (known !== undefined) return known;
    const target = `arn:aws:sqs:${caller.region}:${caller.account}:orders-dlq`;
    if (name === 'orders') await this.find('orders-dlq');
    const attributes: Record<string, string> = {
      ...(name.endsWith('.fifo') ? { FifoQueue: 'true' } : {}),
      ...(name === 'orders'
        ? { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: target, maxReceiveCount: 2 }) }
        : {}),
    };
    const created = createQueue(engine, { name, attributes }, caller);
    if (created.ok) return created.value;
    // The name is blocked for a minute after its queue was deleted.
    await this.world.settle(MINUTE);
    return unwrap(createQueue(engine, { name, attributes }, caller));
  }
}

function callerOf(consumer: string): Caller {
  return { ...caller, consumerId: consumer, accessKeyId: consumer };
}

/** What the broker refuses is no change. */
function tryTo(act: () => void): void {
  try {
    act();
  } catch {
    return;
  }
}
