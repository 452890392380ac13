import { RecentMap } from '../trace/recentMap.ts';
import type { TraceRecord } from '../trace/record.ts';

/** Invocations under way, and messages of chains, that are watched; beyond that the oldest are forgotten. */
const MAXIMUM_INVOCATIONS = 1000;
const MAXIMUM_MESSAGES = 20_000;
/** Queues of one chain that are told apart. */
const MAXIMUM_QUEUES = 20;

/** How often a chain of messages has gone through each queue. */
type Passes = ReadonlyMap<string, number>;

interface Batch {
  readonly functionName: string;
  readonly queueArn: string;
  readonly messageNumbers: readonly number[];
}

/** A message that a function sent. */
export interface Descent {
  readonly functionName: string;
  /** How often its chain has gone through the queue that it was sent to, with this time. */
  readonly passes: number;
  /** It has gone through no other queue as often: of a circle, one queue counts. */
  readonly isMost: boolean;
  /** How many queues the chain has gone through. */
  readonly queues: number;
}

/** Follows messages to those that functions send because of them. */
export class Lineage {
  /** By the consumer that is the environment. */
  private readonly batches = new RecentMap<string, Batch>(MAXIMUM_INVOCATIONS);
  private readonly chains = new RecentMap<number, Passes>(MAXIMUM_MESSAGES);

  /** @returns what a message descends from; undefined: it is not sent by a function with a batch */
  observe(record: TraceRecord): Descent | undefined {
    const consumerId = record.caller?.consumerId;
    if (consumerId === undefined) return undefined;
    switch (record.kind) {
      case 'invoked':
        this.begin(consumerId, record);
        return undefined;
      case 'invocationEnded':
      case 'invocationFailed':
        this.batches.delete(consumerId);
        return undefined;
      case 'sent':
        return this.send(consumerId, record);
      default:
        return undefined;
    }
  }

  clear(): void {
    this.batches.clear();
    this.chains.clear();
  }

  private begin(consumerId: string, { queueArn, invoked }: TraceRecord): void {
    const { function: functionName = '', messageNumbers = [] } = invoked ?? {};
    if (queueArn !== undefined && messageNumbers.length > 0)
      this.batches.set(consumerId, { functionName, queueArn, messageNumbers });
  }

  private send(consumerId: string, { queueArn, messageNumber }: TraceRecord): Descent | undefined {
    const batch = this.batches.get(consumerId);
    if (batch === undefined || queueArn === undefined || messageNumber === undefined) return undefined;
    const chain = this.findLongest(batch, queueArn);
    const passes = (chain.get(queueArn) ?? 0) + 1;
    if (chain.size < MAXIMUM_QUEUES || chain.has(queueArn))
      this.chains.set(messageNumber, new Map([...chain, [queueArn, passes]]));
    const queues = chain.has(queueArn) ? chain.size : chain.size + 1;
    const isMost = [...chain].every(([other, count]) => other === queueArn || count < passes);
    return { functionName: batch.functionName, passes, isMost, queues };
  }

  /** Of the messages of a batch, the chain that went through the queue most often: which of them caused the send is not known. */
  private findLongest({ queueArn: source, messageNumbers }: Batch, queueArn: string): Passes {
    let longest: Passes = new Map([[source, 1]]);
    for (const number of messageNumbers) {
      const chain = this.chains.get(number);
      if (chain !== undefined && isLonger(chain, longest, queueArn)) longest = chain;
    }
    return longest;
  }
}

function isLonger(one: Passes, other: Passes, queueArn: string): boolean {
  const more = (one.get(queueArn) ?? 0) - (other.get(queueArn) ?? 0);
  return more > 0 || (more === 0 && one.size > other.size);
}
