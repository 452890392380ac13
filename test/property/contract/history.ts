import type { Comparison } from './comparison.ts';
import { Dice } from './dice.ts';
import { ALL_ATTRIBUTES, arnOf, type HistoryKind, Inputs } from './inputs.ts';
import { Scenes } from './scenes.ts';
import type { CallInput } from './world.ts';

const CONSUMERS = ['ada', 'bob'];
/**
 * Every step is some milliseconds after the one before, and every time that a call sets is a multiple of 100 ms, so that
 * nothing of two steps happens at the same time unless a history wants it to.
 */
const STEP_MS = 3;

type Draw = (dice: Dice) => void;

/** Draws and takes the steps of one history; which names exist by then, the comparison knows. */
export class History {
  private readonly kind: HistoryKind;
  private readonly comparison: Comparison;
  private readonly inputs: Inputs;
  private readonly scenes: Scenes;
  private readonly draws: readonly (readonly [weight: number, draw: Draw])[];
  private lastSend: CallInput | undefined;
  private afterTaskStart = false;

  constructor(kind: HistoryKind, comparison: Comparison) {
    this.kind = kind;
    this.comparison = comparison;
    this.inputs = new Inputs(kind, comparison);
    this.scenes = new Scenes(comparison, this.inputs);
    this.draws = this.weighDraws();
  }

  /** The queues to begin with, and messages in both. */
  begin(seed: number): void {
    const dice = new Dice(seed);
    const { main, dead } = this.inputs;
    const isFifo = this.kind === 'fifo';
    const kind = isFifo
      ? { FifoQueue: 'true', ContentBasedDeduplication: dice.pick(['true', 'true', 'false']) }
      : {};
    const retention = { MessageRetentionPeriod: dice.pick(['60', '300', '345600', '345600']) };
    this.call('CreateQueue', { QueueName: dead, Attributes: { ...kind, ...retention } });
    const attributes = {
      ...kind,
      VisibilityTimeout: dice.pick(['0', '1', '10', '30', '30']),
      ...(dice.once(6) ? { DelaySeconds: '5' } : {}),
      ...(dice.once(4) ? {} : { RedrivePolicy: this.inputs.redrive(dice) }),
    };
    this.call('CreateQueue', { QueueName: main, Attributes: attributes });
    if (dice.once(8)) this.refuseSources(dice);
    for (const QueueUrl of dice.pick([
      [main, main],
      [main, main, main, main],
      [dead, main, dead, main],
    ]))
      this.call('SendMessage', { ...this.inputs.message(dice), QueueUrl });
  }

  /** Whoever has the dead-letter queue keeps it; whoever wants it may not have it. */
  private refuseSources(dice: Dice): void {
    const byQueue = {
      redrivePermission: 'byQueue',
      sourceQueueArns: [arnOf(dice.pick([this.inputs.main, 'none']))],
    };
    const RedriveAllowPolicy = JSON.stringify(dice.pick([{ redrivePermission: 'denyAll' }, byQueue]));
    this.call('SetQueueAttributes', { QueueUrl: this.inputs.dead, Attributes: { RedriveAllowPolicy } });
  }

  step(seed: number): void {
    const dice = new Dice(seed);
    const isAtOnce = dice.once(5) && !this.afterTaskStart;
    this.afterTaskStart = false;
    if (!isAtOnce) this.comparison.take({ advance: STEP_MS });
    dice.weigh(this.draws)(dice);
  }

  /** Everything that can be looked at. */
  end(): void {
    for (const QueueUrl of [this.inputs.main, this.inputs.dead]) {
      this.call('ListQueueTags', { QueueUrl });
      this.call('ListDeadLetterSourceQueues', { QueueUrl });
      this.call('GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
      this.call('ListMessageMoveTasks', { SourceArn: arnOf(QueueUrl), MaxResults: 10 });
      const rest = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0, VisibilityTimeout: 30 };
      for (let round = 0; round < 2; round++) this.call('ReceiveMessage', { ...rest, ...ALL_ATTRIBUTES });
    }
    this.call('ListQueues', {});
  }

  private call(action: string, input: CallInput, by?: string): void {
    this.comparison.take({ do: action, input, ...(by === undefined ? {} : { by }) });
  }

  private receive(dice: Dice): void {
    this.call('ReceiveMessage', this.inputs.receive(dice), dice.pick(CONSUMERS));
  }

  private send(dice: Dice): void {
    this.lastSend = { QueueUrl: this.inputs.queue(dice), ...this.inputs.message(dice) };
    this.call('SendMessage', this.lastSend);
  }

  /** Of what has been given; there is nothing to delete or change before the first receive. */
  private byHandle(
    dice: Dice,
    action: string,
    input: (queue: { readonly QueueUrl: string }) => CallInput,
  ): void {
    if (this.comparison.count('handle') === 0 && !dice.once(10)) this.receive(dice);
    else this.call(action, input({ QueueUrl: this.inputs.queue(dice) }));
  }

  private weighDraws(): readonly (readonly [weight: number, draw: Draw])[] {
    const { inputs } = this;
    const queue = (dice: Dice): { readonly QueueUrl: string } => ({ QueueUrl: inputs.queue(dice) });
    const call = (action: string, input: (dice: Dice) => CallInput): Draw => {
      return (dice) => this.call(action, input(dice));
    };
    const batch = (
      action: string,
      entry: Parameters<Inputs['entries']>[1] extends () => infer E ? (dice: Dice) => E : never,
    ): Draw => {
      return (dice) =>
        this.byHandle(dice, action, (to) => ({ ...to, Entries: inputs.entries(dice, () => entry(dice)) }));
    };
    return [
      [150, (dice) => this.send(dice)],
      [20, (dice) => this.sendAgain(dice)],
      [
        50,
        call('SendMessageBatch', (dice) => ({
          ...queue(dice),
          Entries: inputs.entries(dice, () => inputs.message(dice)),
        })),
      ],
      [230, (dice) => this.receive(dice)],
      [
        60,
        (dice) =>
          this.byHandle(dice, 'DeleteMessage', (to) => ({ ...to, ReceiptHandle: inputs.handle(dice) })),
      ],
      [20, batch('DeleteMessageBatch', (dice) => ({ ReceiptHandle: inputs.handle(dice) }))],
      [
        80,
        (dice) => this.byHandle(dice, 'ChangeMessageVisibility', (to) => ({ ...to, ...inputs.change(dice) })),
      ],
      [20, batch('ChangeMessageVisibilityBatch', (dice) => inputs.change(dice))],
      [140, (dice) => this.comparison.take({ advance: inputs.duration(dice) })],
      [50, call('SetQueueAttributes', (dice) => ({ ...queue(dice), Attributes: inputs.attributes(dice) }))],
      [25, (dice) => this.startTask(dice)],
      [
        10,
        call('CancelMessageMoveTask', (dice) =>
          dice.once(20) ? {} : { TaskHandle: inputs.reference('task', dice) },
        ),
      ],
      [
        10,
        call('ListMessageMoveTasks', (dice) => ({
          SourceArn: dice.pick([arnOf(inputs.dead), arnOf(inputs.dead), 'nonsense']),
          ...(dice.once(2) ? { MaxResults: dice.pick([1, 10, 0, 11]) } : {}),
        })),
      ],
      [10, (dice) => this.scenes.purge(dice)],
      [8, (dice) => this.scenes.deleteQueue(dice)],
      [8, (dice) => this.scenes.changeUnderPoll(dice)],
      [15, call('CreateQueue', (dice) => inputs.creation(dice))],
      [8, call('GetQueueUrl', (dice) => (dice.once(5) ? {} : { QueueName: inputs.name(dice) }))],
      [8, (dice) => this.scenes.listQueues(dice)],
      [
        8,
        call('ListDeadLetterSourceQueues', (dice) => ({
          QueueUrl: dice.pick([inputs.dead, inputs.dead, inputs.queue(dice)]),
          ...inputs.page(dice),
        })),
      ],
      [
        10,
        call('GetQueueAttributes', (dice) => ({
          ...queue(dice),
          AttributeNames: dice.pick([
            ['All'],
            ['QueueArn', 'Policy', 'RedrivePolicy'],
            ['LastModifiedTimestamp'],
            ['Nothing'],
            [],
          ]),
        })),
      ],
      [
        8,
        call('TagQueue', (dice) => ({
          ...queue(dice),
          Tags: dice.pick<Record<string, string>>([
            { team: 'red' },
            { team: 'blue', cost: '' },
            { 'aws:x': 'y' },
            {},
          ]),
        })),
      ],
      [
        8,
        call('UntagQueue', (dice) => ({
          ...queue(dice),
          TagKeys: dice.pick([['team'], ['cost', 'none'], []]),
        })),
      ],
      [5, call('ListQueueTags', queue)],
      [10, (dice) => this.scenes.permit(dice)],
      [
        10,
        call('RemovePermission', (dice) => ({ ...queue(dice), Label: dice.pick(['one', 'one', 'two', '']) })),
      ],
      [8, (dice) => this.comparison.take({ hold: dice.pick(CONSUMERS) })],
      [8, (dice) => this.comparison.take({ release: dice.pick(CONSUMERS) })],
      [8, (dice) => this.comparison.take({ giveUp: dice.below(2) })],
      ...(this.kind === 'fair' ? [[50, (dice: Dice) => this.scenes.burst(dice)] as const] : []),
      ...(this.kind === 'fifo' ? [[40, (dice: Dice) => this.repeatAttempt(dice)] as const] : []),
    ];
  }

  private sendAgain(dice: Dice): void {
    if (this.lastSend === undefined) this.send(dice);
    else {
      const { QueueUrl = '' } = this.lastSend;
      const Attributes = { DeduplicationScope: dice.pick(['queue', 'messageGroup']) };
      if (dice.once(3)) this.comparison.take({ advance: 300_000 - dice.below(2) });
      else if (this.kind === 'fifo' && dice.once(2)) {
        this.call('SetQueueAttributes', { QueueUrl, Attributes });
        this.lastSend = { ...this.lastSend, MessageGroupId: dice.pick(['red', 'green', 'blue']) };
      }
      this.call('SendMessage', this.lastSend);
    }
  }

  /** Nothing else may happen at the times of its steps. */
  private startTask(dice: Dice): void {
    this.comparison.take({ advance: STEP_MS });
    this.call('StartMessageMoveTask', this.inputs.task(dice));
    this.afterTaskStart = true;
    if (!dice.once(3)) return;
    this.comparison.take({ advance: STEP_MS + dice.pick([0, 100, 1000]) });
    this.call('CancelMessageMoveTask', { TaskHandle: this.inputs.reference('task', dice) });
    this.comparison.take({ advance: dice.pick([99, 100]) });
    this.call('ListMessageMoveTasks', { SourceArn: arnOf(this.inputs.dead), MaxResults: 10 });
  }

  /** One attempt, again and with other parameters, after what may happen to its messages, or while its first call waits. */
  private repeatAttempt(dice: Dice): void {
    const attempt = { QueueUrl: this.inputs.main, ReceiveRequestAttemptId: dice.pick(['try1', 'try2']) };
    const receive = (): void =>
      this.call('ReceiveMessage', { ...this.inputs.receive(dice), ...attempt }, dice.pick(CONSUMERS));
    receive();
    for (let count = dice.pick([1, 2, 2, 3]); count > 0; count--) {
      if (!dice.once(3)) this.comparison.take({ advance: STEP_MS });
      this.happenBetweenAttempts(dice);
      receive();
    }
    if (dice.once(2)) this.send(dice);
  }

  private happenBetweenAttempts(dice: Dice): void {
    const queue = { QueueUrl: this.inputs.main };
    const handle = { ReceiptHandle: this.inputs.reference('handle', dice) };
    dice.pick([
      () => undefined,
      () => this.comparison.take({ advance: this.inputs.duration(dice) }),
      () => this.comparison.take({ advance: 300_000 - dice.below(2) }),
      () => this.call('DeleteMessage', { ...queue, ...handle }),
      () =>
        this.call('ChangeMessageVisibility', {
          ...queue,
          ...handle,
          VisibilityTimeout: dice.pick([0, 60, 600]),
        }),
      () => this.receive(dice),
      () => this.send(dice),
      () => this.call('PurgeQueue', queue),
      () => this.comparison.take({ hold: dice.pick(CONSUMERS) }),
    ])();
  }
}
