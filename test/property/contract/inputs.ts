import type { Dice } from './dice.ts';
import { ACCOUNT, type CallInput, type EntryInput, ORIGIN, REGION, type SendMembers } from './world.ts';

export type HistoryKind = 'standard' | 'fifo' | 'fair';

/** How many handles, tasks and tokens there are to refer to. */
export interface Given {
  count(kind: 'handle' | 'task' | 'token'): number;
}

type Choices = readonly (readonly [name: string, values: readonly string[]])[];

/** The group of a fair queue that can become noisy. */
export const LOUD = 'loud';
export const ALL_ATTRIBUTES = { AttributeNames: ['All'], MessageAttributeNames: ['All'] };
const STATEMENT = '{"Statement":{"Sid":"one","Effect":"Allow","Principal":"*","Action":"sqs:*"}}';

export function arnOf(name: string): string {
  return `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
}

/** What the calls of a history are given: mostly good, and now and then not. */
export class Inputs {
  readonly main: string;
  readonly dead: string;
  private readonly kind: HistoryKind;
  private readonly given: Given;
  private bodies = 0;

  constructor(kind: HistoryKind, given: Given) {
    this.kind = kind;
    this.given = given;
    const suffix = kind === 'fifo' ? '.fifo' : '';
    this.main = `main${suffix}`;
    this.dead = `dead${suffix}`;
  }

  /** Mostly the one that the history is about. */
  name(dice: Dice): string {
    return dice.weigh([
      [32, this.main],
      [7, this.dead],
      [1, dice.pick(['other', 'other.fifo'])],
    ]);
  }

  queue(dice: Dice): string {
    const name = this.name(dice);
    return dice.once(10) ? `${ORIGIN}/${ACCOUNT}/${name}` : name;
  }

  /** One of the newest. */
  reference(kind: 'handle' | 'task' | 'token', dice: Dice): string {
    const count = this.given.count(kind);
    const back = 1 + dice.below(dice.pick([1, 2, 4, 12]));
    return count === 0 ? 'nonsense' : `$${kind}:${Math.max(0, count - back)}`;
  }

  handle(dice: Dice): string {
    return dice.once(40) ? dice.pick(['nonsense', '']) : this.reference('handle', dice);
  }

  change(dice: Dice): Pick<EntryInput, 'ReceiptHandle' | 'VisibilityTimeout'> {
    const timeout = dice.pick([0, 0, 0, 1, 10, 60, 600, 43_200, 43_200, 43_201]);
    return { ReceiptHandle: this.handle(dice), ...(dice.once(40) ? {} : { VisibilityTimeout: timeout }) };
  }

  entries(dice: Dice, make: () => EntryInput): readonly EntryInput[] {
    const count = dice.once(40) ? dice.pick([0, 11]) : 1 + dice.below(4);
    const id = (place: number): string => (dice.once(80) ? dice.pick(['e0', 'bad id']) : `e${place}`);
    return Array.from({ length: count }, (_, place) => ({ Id: id(place), ...make() }));
  }

  page(dice: Dice): CallInput {
    return {
      ...(dice.once(2) ? { MaxResults: dice.pick([1, 1, 2, 1000, 0, 1001]) } : {}),
      ...(dice.once(3) ? { NextToken: this.reference('token', dice) } : {}),
    };
  }

  message(dice: Dice): SendMembers {
    const attributes = dice.pick([
      {
        'color.a': { DataType: 'String', StringValue: 'blue' },
        b: { DataType: 'Binary.x', BinaryValue: 'AQID' },
      },
      { n: { DataType: 'Number', StringValue: '12' } },
      { n: { DataType: 'Number', StringValue: dice.pick(['12', 'x']) } },
      { x: { DataType: dice.pick(['String', 'Text']), StringValue: 'x' } },
      { [dice.pick(['x', 'aws.x'])]: { DataType: 'String', StringValue: 'x' } },
    ]);
    const trace = { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1' } };
    const hasDelay = dice.once(this.kind === 'fifo' ? 40 : 5);
    return {
      MessageBody: this.body(dice),
      ...(dice.once(8) ? { MessageAttributes: attributes } : {}),
      ...(dice.once(20) ? { MessageSystemAttributes: trace } : {}),
      ...(hasDelay ? { DelaySeconds: dice.pick([0, 0, 1, 1, 5, 5, 60, 900, 901]) } : {}),
      ...this.groupMembers(dice),
    };
  }

  private body(dice: Dice): string {
    if (dice.once(50)) return dice.pick(['', '\u0001', 'x'.repeat(1024), 'x'.repeat(1025)]);
    if (this.kind === 'fifo' && dice.once(4)) return dice.pick(['same', 'again']);
    return `body ${this.bodies++}`;
  }

  private groupMembers(dice: Dice): SendMembers {
    if (this.kind === 'standard') return dice.once(50) ? { MessageDeduplicationId: 'x' } : {};
    if (this.kind === 'fair') {
      const group = dice.once(60) ? 'no group' : dice.pick(['quiet', 'quiet', 'calm', LOUD]);
      return dice.once(3) ? {} : { MessageGroupId: group };
    }
    const group = dice.once(50) ? dice.pick([undefined, '']) : dice.pick(['red', 'green', 'blue']);
    const id = dice.weigh([
      [2, undefined],
      [1, dice.pick(['a', 'b'])],
      [5, `id${this.bodies}`],
    ]);
    return {
      ...(group === undefined ? {} : { MessageGroupId: group }),
      ...(id === undefined ? {} : { MessageDeduplicationId: id }),
    };
  }

  receive(dice: Dice): CallInput {
    const most = dice.once(50) ? dice.pick([0, 11]) : dice.pick([1, 2, 3, 5, 10]);
    const timeout = dice.pick([0, 1, 5, 30, 60, 600, 43_200]);
    const asked: CallInput = dice.pick<CallInput>([
      ALL_ATTRIBUTES,
      { MessageSystemAttributeNames: ['All'] },
      { AttributeNames: ['SentTimestamp', 'MessageGroupId'], MessageAttributeNames: ['col.*'] },
      {},
    ]);
    const hasAttempt = dice.once(this.kind === 'fifo' ? 4 : 60);
    return {
      QueueUrl: this.queue(dice),
      ...(dice.once(4) ? {} : { MaxNumberOfMessages: most }),
      ...(dice.once(2) ? {} : { VisibilityTimeout: timeout }),
      ...(dice.once(3) ? { WaitTimeSeconds: dice.pick([0, 1, 5, 20, 20, 21]) } : {}),
      ...(hasAttempt ? { ReceiveRequestAttemptId: dice.pick(['try1', 'try2']) } : {}),
      ...asked,
    };
  }

  /** Also to a moment before, so that what happens at the moment has not happened yet. */
  duration(dice: Dice): number {
    const seconds = dice.pick([0.1, 1, 1, 5, 5, 10, 10, 30, 30, 60, 60, 300, 300, 900, 43_200, 345_600]);
    return seconds * 1000 - (dice.once(4) ? 1 : 0);
  }

  redrive(dice: Dice, target = this.dead): string {
    return JSON.stringify({
      deadLetterTargetArn: arnOf(target),
      maxReceiveCount: dice.pick([1, 1, 2, '2', 3]),
    });
  }

  attributes(dice: Dice): Record<string, string> {
    const result: Record<string, string> = {};
    for (let count = dice.pick([1, 1, 1, 2]); count > 0; count--) {
      const [name, values] = dice.pick(this.settable(dice));
      result[name] = dice.pick(values);
    }
    return dice.once(40) ? {} : result;
  }

  private settable(dice: Dice): Choices {
    const both: Choices = [
      ['VisibilityTimeout', ['0', '1', '30', '43200', '43201', '-1']],
      ['DelaySeconds', ['0', '0', '1', '5', '900', '901']],
      ['MaximumMessageSize', ['1024', '1048576', '1023', '1048577']],
      ['MessageRetentionPeriod', ['60', '60', '300', '1209600', '59']],
      ['ReceiveMessageWaitTimeSeconds', ['0', '5', '20', '21']],
      [
        'Policy',
        ['', STATEMENT, STATEMENT, 'nonsense', '{"Statement":[{"Effect":"Allow","Action":"sqs:*"}]}'],
      ],
      ['RedrivePolicy', ['', this.redrive(dice), this.redrive(dice, this.main), this.redrive(dice, 'none')]],
      ['RedrivePolicy', [this.redrive(dice), 'nonsense', '{}']],
      ['RedriveAllowPolicy', ['', '{"redrivePermission":"allowAll"}', '{"redrivePermission":"denyAll"}']],
      [
        'RedriveAllowPolicy',
        [
          JSON.stringify({ redrivePermission: 'byQueue', sourceQueueArns: [arnOf(this.main)] }),
          '{"redrivePermission":"byQueue"}',
          '[]',
        ],
      ],
      ['SqsManagedSseEnabled', ['True', 'FALSE', 'maybe']],
      ['KmsMasterKeyId', ['', 'alias/x']],
      ['KmsDataKeyReusePeriodSeconds', ['60', '300', '59']],
      ['QueueArn', ['x']],
      ['ContentBasedDeduplication', ['true', 'False', 'x']],
      ['FifoQueue', ['true', 'false']],
    ];
    if (this.kind !== 'fifo') return both;
    const scope: Choices[number] = ['DeduplicationScope', ['queue', 'messageGroup', 'messageGroup', 'x']];
    return [...both, scope, scope, scope, ['FifoThroughputLimit', ['perQueue', 'perMessageGroupId']]];
  }

  creation(dice: Dice): CallInput {
    const name = dice.weigh([
      [10, this.main],
      [5, this.dead],
      [5, dice.pick(['other', 'other.fifo'])],
      [1, dice.pick(['', 'bad name', 'x.fifo'])],
    ]);
    const isFifo = name.endsWith('.fifo') && !dice.once(20);
    const fifo: Record<string, string> = isFifo ? { FifoQueue: dice.pick(['true', 'True']) } : {};
    return {
      QueueName: name,
      Attributes: { ...fifo, ...(dice.once(2) ? {} : this.attributes(dice)) },
      ...(dice.once(4) ? { tags: { team: 'red' } } : {}),
    };
  }

  permission(dice: Dice): CallInput {
    const isGood = !dice.once(3);
    return {
      QueueUrl: this.queue(dice),
      Label: isGood ? dice.pick(['one', 'two']) : dice.pick(['one', 'no label', '']),
      AWSAccountIds: isGood
        ? dice.pick([['111122223333'], ['111122223333', '444455556666']])
        : dice.pick([['111122223333'], ['x'], []]),
      Actions: isGood
        ? dice.pick([['SendMessage'], ['*'], ['SendMessage', 'ReceiveMessage']])
        : dice.pick([['*'], ['DeleteQueue'], [], Array<string>(8).fill('*')]),
    };
  }

  task(dice: Dice): CallInput {
    const destination = dice.pick([this.main, this.main, this.main, 'other']);
    return {
      SourceArn: arnOf(dice.pick([this.dead, this.dead, this.dead, this.dead, this.main, 'other'])),
      ...(dice.once(2) ? {} : { DestinationArn: arnOf(destination) }),
      ...(dice.once(2) ? {} : { MaxNumberOfMessagesPerSecond: dice.pick([1, 2, 2, 5, 500, 0, 501]) }),
    };
  }
}
