import { RecentMap } from '../trace/recentMap.ts';

/** What is known of a queue of the endpoint; undefined: nothing that passed said it. */
export interface KnownQueue {
  readonly visibilityMs?: number | undefined;
  readonly retentionMs?: number | undefined;
  readonly receiveWaitMs?: number | undefined;
  readonly maximumReceives?: number | undefined;
  readonly deadLetterArn?: string | undefined;
}

const MAXIMUM_QUEUES = 10_000;
const SECOND_MS = 1_000;

/** The settings of queues, from calls that passed and from {@link QueueBook.wants} that were asked for. */
export class QueueBook {
  private readonly known = new RecentMap<string, KnownQueue>(MAXIMUM_QUEUES);
  private readonly asked = new RecentMap<string, boolean>(MAXIMUM_QUEUES);

  find(arn: string): KnownQueue | undefined {
    return this.known.get(arn);
  }

  /** Whether its settings should be read: once, however often they are needed, unless {@link askAgain} says otherwise. */
  wants(arn: string): boolean {
    if (this.known.get(arn)?.visibilityMs !== undefined || this.asked.get(arn) === true) return false;
    this.asked.set(arn, true);
    return true;
  }

  /** Its settings could not be read. */
  askAgain(arn: string): void {
    this.asked.delete(arn);
  }

  /** @param attributes as the API has them: some, or all */
  learn(arn: string, attributes: unknown): void {
    if (typeof attributes !== 'object' || attributes === null) return;
    const given = attributes as Readonly<Record<string, unknown>>;
    const seconds = (name: string): number | undefined => {
      const value = Number(given[name] ?? Number.NaN);
      return Number.isFinite(value) && value >= 0 ? value * SECOND_MS : undefined;
    };
    const redrive = parsePolicy(given['RedrivePolicy']);
    const before = this.known.get(arn);
    this.known.set(arn, {
      visibilityMs: seconds('VisibilityTimeout') ?? before?.visibilityMs,
      retentionMs: seconds('MessageRetentionPeriod') ?? before?.retentionMs,
      receiveWaitMs: seconds('ReceiveMessageWaitTimeSeconds') ?? before?.receiveWaitMs,
      maximumReceives: redrive?.maximumReceives ?? before?.maximumReceives,
      deadLetterArn: redrive?.deadLetterArn ?? before?.deadLetterArn,
    });
  }

  forget(arn: string): void {
    this.known.delete(arn);
    this.asked.delete(arn);
  }
}

function parsePolicy(text: unknown): Pick<KnownQueue, 'maximumReceives' | 'deadLetterArn'> | undefined {
  if (typeof text !== 'string' || text === '') return undefined;
  try {
    const { maxReceiveCount, deadLetterTargetArn } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const maximumReceives = Number(maxReceiveCount);
    return {
      maximumReceives: Number.isFinite(maximumReceives) ? maximumReceives : undefined,
      deadLetterArn: typeof deadLetterTargetArn === 'string' ? deadLetterTargetArn : undefined,
    };
  } catch {
    return undefined;
  }
}
