import { setTimeout as sleep } from 'node:timers/promises';
import type { ReadyLine } from '../../broker/protocol/broker.ts';
import { moveMessages, peekMessages } from '../../broker/protocol/message.ts';
import { undoDelete, undoPurge } from '../../broker/protocol/queue.ts';
import { ChaosClient, ChaosEditor, CutOff, Refused } from './chaosClient.ts';
import type { Fate } from './fate.ts';
import type { Ledger } from './ledger.ts';
import {
  type Family,
  LONGEST_TIMEOUT_S,
  QUEUES,
  SHORTEST_TIMEOUT_S,
  arnOf,
  familyOf,
  urlOf,
} from './queues.ts';
import type { Random } from './random.ts';

/** Beyond so many messages in a family, programs only consume. */
const BACKLOG = 300;
const GROUPS = 4;
const LARGE_BODY_BYTES = 100_000;
/** Between two tries of a program that was refused, ms. */
const RETRY_MS = 5;
/** What a broker may always say: a task runs already. */
const ORDINARY_REFUSAL = /already|in progress|active/i;

interface Program {
  /** Repeated until the broker is gone. */
  readonly turn: () => Promise<void>;
  /** After a refusal it does not know where it is, and waits for the next broker. */
  readonly endsWhenRefused?: true;
}

/** Programs that use a broker until it is gone, or until they are told to stop. */
export class Load {
  private readonly ledger: Ledger;
  private readonly random: Random;
  private readonly closers: (() => void)[] = [];
  private readonly watchers = new Set<() => void>();
  private readonly startAnswers: number;
  private isStopped = false;
  private isOver = false;
  private refusals = 0;
  private tolerated: RegExp = ORDINARY_REFUSAL;
  /** Rejects when something was found wrong. */
  over: Promise<void> = Promise.resolve();

  private constructor(ledger: Ledger, random: Random) {
    this.ledger = ledger;
    this.random = random;
    this.startAnswers = ledger.answers;
  }

  static async begin(ready: ReadyLine, ledger: Ledger, random: Random, life: number): Promise<Load> {
    const load = new Load(ledger, random);
    const client = async (): Promise<ChaosClient> => {
      const opened = await ChaosClient.open(ready);
      load.closers.push(() => opened.close());
      return opened;
    };
    const editor = await ChaosEditor.open(ready);
    load.closers.push(() => editor.close());
    const programs: Program[] = [
      load.sender(await client(), 'orders', life),
      load.sender(await client(), 'orders', life),
      load.consumer(await client(), 'orders'),
      load.consumer(await client(), 'orders'),
      load.sender(await client(), 'ledger.fifo', life),
      load.consumer(await client(), 'ledger.fifo'),
      load.sweeper(await client(), editor, 'swept', 'purge', life),
      load.sweeper(await client(), editor, 'swept.fifo', 'purge', life),
      load.sweeper(await client(), editor, 'removed', 'delete', life),
      load.mover(await client(), editor, life),
    ];
    load.over = Promise.all(programs.map((program) => load.run(program))).then(() => load.end());
    // Whoever waits for it sees the failure; until then it is no unhandled one.
    load.over.catch(() => load.end());
    return load;
  }

  /** From now on, what is refused with these words is no fault. */
  tolerate(pattern: RegExp): void {
    this.tolerated = new RegExp(`${ORDINARY_REFUSAL.source}|${pattern.source}`, 'i');
  }

  /** Resolves when so many calls were answered since the load began, or when it is over. */
  afterAnswers(count: number): Promise<void> {
    return this.until(() => this.ledger.answers - this.startAnswers >= count);
  }

  afterMoreAnswers(count: number): Promise<void> {
    return this.afterAnswers(this.ledger.answers - this.startAnswers + count);
  }

  afterRefusals(count: number): Promise<void> {
    const begun = this.refusals;
    return this.until(() => this.refusals - begun >= count);
  }

  stop(): void {
    this.isStopped = true;
  }

  close(): void {
    for (const close of this.closers) close();
  }

  private end(): void {
    this.isOver = true;
    this.notice();
  }

  private notice(): void {
    for (const watcher of this.watchers) watcher();
  }

  private until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!holds() && !this.isOver) return;
        this.watchers.delete(look);
        resolve();
      };
      this.watchers.add(look);
      look();
    });
  }

  /** Repeats a program's turns until the broker is gone. */
  private async run({ turn, endsWhenRefused }: Program): Promise<void> {
    while (!this.isStopped) {
      try {
        await turn();
      } catch (error) {
        if (error instanceof CutOff) return;
        if (!(error instanceof Refused) || !this.tolerated.test(error.message)) throw error;
        this.refusals++;
        this.notice();
        if (endsWhenRefused) return;
        await sleep(RETRY_MS);
      }
      this.notice();
    }
  }

  private async send(client: ChaosClient, queue: string, life: number): Promise<void> {
    const { ledger, random } = this;
    const groupId = queue.endsWith('.fifo') ? `${queue}-${life}-${random.below(GROUPS)}` : undefined;
    const fate = ledger.begin(familyOf(queue) as Family, groupId);
    const bytes = random.chance(3) ? LARGE_BODY_BYTES : random.below(2500);
    const members = {
      QueueUrl: urlOf(client.endpoint, queue),
      MessageBody: `${fate.label} ${'x'.repeat(bytes)}`,
      ...(groupId === undefined
        ? {}
        : { MessageGroupId: groupId, MessageDeduplicationId: String(fate.label) }),
    };
    const { MessageId } = await client.call<{ MessageId: string }>('SendMessage', members);
    ledger.wasSent(fate, MessageId);
  }

  private sender(client: ChaosClient, queue: string, life: number): Program {
    const consume = this.consumer(client, queue);
    const isFull = (): boolean => this.ledger.countOf(familyOf(queue) as Family) > BACKLOG;
    return { turn: () => (isFull() ? consume.turn() : this.send(client, queue, life)) };
  }

  private consumer(client: ChaosClient, queue: string): Program {
    interface Received {
      readonly Messages?: readonly {
        readonly MessageId: string;
        readonly Body: string;
        readonly ReceiptHandle: string;
      }[];
    }
    const QueueUrl = urlOf(client.endpoint, queue);
    const turn = async (): Promise<void> => {
      const input = { QueueUrl, MaxNumberOfMessages: 1 + this.random.below(10) };
      const { Messages = [] } = await client.call<Received>('ReceiveMessage', input);
      const held = Messages.map(({ MessageId, Body, ReceiptHandle }) => ({
        fate: this.ledger.wasReceived(Body, MessageId),
        ReceiptHandle,
      }));
      if (held.length === 0) await sleep(RETRY_MS);
      else if (this.random.chance(60)) await this.deleteAll(client, QueueUrl, held);
      else if (this.random.chance(70)) await this.changeVisibility(client, QueueUrl, held);
      // What is left is held by a program that ended.
    };
    return { turn };
  }

  private async deleteAll(
    client: ChaosClient,
    QueueUrl: string,
    held: readonly { readonly fate: Fate; readonly ReceiptHandle: string }[],
  ): Promise<void> {
    const Entries = held.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    const fates = held.map(({ fate }) => fate);
    this.ledger.deletes(fates);
    const input = { QueueUrl, Entries };
    const { Failed = [] } = await client.call<{ Failed?: unknown[] }>('DeleteMessageBatch', input);
    if (Failed.length > 0) throw new Refused(JSON.stringify(Failed));
    this.ledger.haveDeleted(fates);
  }

  private async changeVisibility(
    client: ChaosClient,
    QueueUrl: string,
    held: readonly { readonly fate: Fate; readonly ReceiptHandle: string }[],
  ): Promise<void> {
    const { random, ledger } = this;
    const seconds = random.chance(40)
      ? 0
      : SHORTEST_TIMEOUT_S + random.below(LONGEST_TIMEOUT_S - SHORTEST_TIMEOUT_S);
    for (const { fate, ReceiptHandle } of held) {
      ledger.changesVisibility(fate, seconds * 1000);
      await client.call('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: seconds });
      ledger.hasChangedVisibility(fate, seconds * 1000);
    }
  }

  /** Fills a queue, purges or deletes it, and takes that back or not. */
  private sweeper(
    client: ChaosClient,
    editor: ChaosEditor,
    queue: string,
    kind: 'purge' | 'delete',
    life: number,
  ): Program {
    const { ledger, random } = this;
    const { family, attributes } = QUEUES.find(({ name }) => name === queue) as (typeof QUEUES)[number];
    const QueueUrl = urlOf(client.endpoint, queue);
    const undo = async (): Promise<void> => {
      const sweep = ledger.sweeps.get(family);
      if (sweep === undefined) return;
      ledger.beginUndo(sweep);
      try {
        const method = kind === 'purge' ? undoPurge : undoDelete;
        const { messages } = await editor.request(method, { queueArn: arnOf(queue) });
        ledger.hasUndone(sweep, messages);
      } catch (error) {
        if (!(error instanceof Refused) || !/can no longer be undone/.test(error.message)) throw error;
        ledger.cannotUndo(sweep);
      }
    };
    const turn = async (): Promise<void> => {
      const isDeleted = kind === 'delete' && ledger.sweeps.has(family);
      if (isDeleted ? random.chance(70) : random.chance(30)) await undo();
      if (kind === 'delete') {
        ledger.isRemaking = true;
        await client.call('CreateQueue', { QueueName: queue, Attributes: attributes });
        ledger.isRemaking = false;
        // A queue of that name exists: what was deleted does not come back any more.
        ledger.sweeps.delete(family);
      }
      for (let count = random.below(6); count >= 0; count--) await this.send(client, queue, life);
      if (random.chance(60) && ledger.countOf(family) < BACKLOG) return;
      const sweep = ledger.beginSweep(family);
      await client.call(kind === 'purge' ? 'PurgeQueue' : 'DeleteQueue', { QueueUrl });
      ledger.hasSwept(sweep);
    };
    return { turn, endsWhenRefused: true };
  }

  /** Sends to a dead-letter queue, has it moved by a task, and moves some of that on, message by message. */
  private mover(client: ChaosClient, editor: ChaosEditor, life: number): Program {
    const { random, ledger } = this;
    const turn = async (): Promise<void> => {
      const isFull = ledger.countOf('orders') > BACKLOG;
      for (let count = isFull ? 0 : random.below(5); count > 0; count--)
        await this.send(client, 'dead', life);
      if (random.chance(50)) {
        const input = { SourceArn: arnOf('dead'), DestinationArn: arnOf('moved') };
        await client.call('StartMessageMoveTask', input);
        ledger.answers++;
      }
      const { messages } = await editor.request(peekMessages, { queueArn: arnOf('moved'), limit: 10 });
      if (messages.length === 0) return sleep(RETRY_MS);
      const messageIds = messages.map(({ messageId }) => messageId);
      await editor.request(moveMessages, {
        queueArn: arnOf('moved'),
        toQueueArn: arnOf('orders'),
        messageIds,
      });
      ledger.answers++;
    };
    return { turn };
  }
}
