import type { Comparison } from './comparison.ts';
import type { Dice } from './dice.ts';
import { type Inputs, LOUD } from './inputs.ts';
import type { CallInput } from './world.ts';

/** Steps of several calls that belong together, and need nothing of what the history did before. */
export class Scenes {
  private readonly comparison: Comparison;
  private readonly inputs: Inputs;

  constructor(comparison: Comparison, inputs: Inputs) {
    this.comparison = comparison;
    this.inputs = inputs;
  }

  listQueues(dice: Dice): void {
    const prefix = dice.once(2) ? { QueueNamePrefix: dice.pick(['', 'ma', 'x']) } : {};
    this.call('ListQueues', { ...prefix, ...this.inputs.page(dice) });
    if (dice.once(2)) return;
    this.call('ListQueues', { MaxResults: 1 });
    this.call('ListQueues', { NextToken: this.inputs.reference('token', dice) });
  }

  /** What a queue's attributes are when a message comes counts, not what they were when the wait began. */
  changeUnderPoll(dice: Dice): void {
    const queue = { QueueUrl: this.inputs.main };
    this.call('ReceiveMessage', { ...queue, WaitTimeSeconds: 20, MaxNumberOfMessages: 10 });
    this.call('SetQueueAttributes', {
      ...queue,
      Attributes: { VisibilityTimeout: dice.pick(['0', '5', '60']) },
    });
    this.call('SendMessage', { ...this.inputs.message(dice), ...queue });
  }

  permit(dice: Dice): void {
    const permission = this.inputs.permission(dice);
    this.call('AddPermission', permission);
    const { QueueUrl = '', Label = '' } = permission;
    if (dice.once(3)) this.call('RemovePermission', { QueueUrl, Label });
  }

  purge(dice: Dice): void {
    const queue = { QueueUrl: this.inputs.queue(dice) };
    this.call('PurgeQueue', queue);
    if (dice.once(2)) return;
    this.comparison.take({ advance: 60_000 - dice.below(2) });
    this.call('PurgeQueue', queue);
  }

  deleteQueue(dice: Dice): void {
    const creation = this.inputs.creation(dice);
    this.call('DeleteQueue', { QueueUrl: creation.QueueName ?? '' });
    if (dice.once(3)) return;
    this.comparison.take({ advance: 60_000 - dice.below(2) });
    this.call('CreateQueue', creation);
  }

  /** A tenant that sends many messages, of which a consumer takes many at once. */
  burst(dice: Dice): void {
    const to = { QueueUrl: this.inputs.main };
    const isDelayed = dice.once(6);
    for (let count = 0; count < 4; count++) {
      const delay = isDelayed || (count === 3 && dice.once(3)) ? { DelaySeconds: 5 } : {};
      const entry = (place: number) => ({
        Id: `e${place}`,
        MessageBody: `loud ${place}`,
        MessageGroupId: LOUD,
        ...delay,
      });
      this.call('SendMessageBatch', {
        ...to,
        Entries: Array.from({ length: 10 }, (_, place) => entry(place)),
      });
    }
    if (isDelayed) this.comparison.take({ advance: 5000 });
    for (let count = dice.pick([2, 3, 3]); count > 0; count--) {
      const timeout = { VisibilityTimeout: dice.pick([5, 600]) };
      this.call('ReceiveMessage', { ...to, ...timeout, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 });
    }
    if (!dice.once(3)) return;
    this.comparison.take({ advance: 300_000 - dice.below(2) });
    const message = { MessageBody: 'late', MessageGroupId: dice.pick(['quiet', LOUD]) };
    this.call('SendMessage', { ...to, ...message });
    this.call('ReceiveMessage', { ...to, MaxNumberOfMessages: dice.pick([1, 10]), WaitTimeSeconds: 0 });
  }

  private call(action: string, input: CallInput): void {
    this.comparison.take({ do: action, input });
  }
}
