import type { Caller } from '../engine/base/caller.ts';
import type { Finding, FindingRule } from '../protocol/findings.ts';
import type { TraceEventKind } from '../protocol/trace.ts';
import type { TraceRecord } from '../trace/record.ts';
import type { Descent } from './lineage.ts';
import type { Flight, Work } from './tracker.ts';

/** What rules ask about a queue as it is now. */
export interface QueueFacts {
  readonly visibilityMs: number;
  readonly retentionMs: number;
  /** Of the redrive policy. */
  readonly maximumReceives: number | undefined;
  readonly isFifo: boolean;
  /** Default wait time of a receive. */
  readonly receiveWaitMs: number;
}

/** What rules ask about an event source mapping as it is now. */
export interface MappingFacts {
  readonly functionName: string;
  /** Of the function. */
  readonly timeoutMs: number;
  /** Batching window. */
  readonly windowMs: number;
  /** When its settings changed last, epoch ms. */
  readonly modifiedAt: number;
}

export interface FindingContext {
  queue(queueArn: string): QueueFacts | undefined;
  mapping(mappingId: string): MappingFacts | undefined;
  /** How much of the time between two moments, epoch ms, was skipped by clock advances: no program could work in it. */
  jumpedMs(since: number, until: number): number;
  /** Undeleted messages of a message group of a FIFO queue. */
  groupSize(queueArn: string, groupId: string): number;
}

/** What a rule gets to see: an event of a queue, and what is known about it. */
export interface RuleInput {
  readonly record: TraceRecord;
  readonly queueArn: string;
  /** Who did it, or had the message. */
  readonly caller: Caller | undefined;
  /** The recent activity of this consumer on this queue. */
  readonly work: Work | undefined;
  /** The receive that the event belongs to. */
  readonly flight: Flight | undefined;
  /** How long that receive has lasted, without what the clock was moved over, ms. */
  readonly handlingMs: number;
  /** On `sent`, by a function: the chain of messages that led to it. */
  readonly descent: Descent | undefined;
  readonly context: FindingContext;
}

/** One observation of a mistake; those with the same key are one finding, and the newest one's words stand. */
export interface Observation
  extends Pick<Finding, 'severity' | 'title' | 'explanation' | 'remedy' | 'suggestion'> {
  /** What the finding is about beside rule and queue: mostly the consumer. Never a single message: there may be thousands. */
  readonly about: string;
  readonly messageNumber: number | undefined;
  /** Undefined if it is not a mistake. */
  readonly caller: Caller | undefined;
  /** How often it happened so far, of a rule that waits for a pattern; absent: once more than before. */
  readonly count?: number;
}

/** Recognises one mistake. It must be cheap, and what it remembers bounded. */
export interface Rule {
  /** As its file is called. */
  readonly name: FindingRule;
  /** Its place in the lists of rules; no two have the same. */
  readonly order: number;
  /** The mistake, in the words of the empty Findings tab: "Messages that expire unread". */
  readonly watches: string;
  /** The events that it wants to see. */
  readonly kinds: readonly TraceEventKind[];
  evaluate(input: RuleInput): Observation | undefined;
  /** It is about messages that are still stored: it is over when the last of them is deleted, redriven, purged or expired. */
  readonly isAboutStored?: boolean;
  /** Where moving to the dead-letter queue is an end for such a message, too. */
  readonly endsWithDeadLetter?: boolean;
  /** How what happens ends a finding otherwise. */
  readonly mend?: {
    readonly kinds: readonly TraceEventKind[];
    /** @returns what the finding is about that is over */
    readonly evaluate: (input: RuleInput) => string | undefined;
  };
}

/** So many messages in a row, deleted in time, show that a consumer was repaired. */
const TIMELY = 10;

/** What most findings are about: the consumer. */
export function aboutConsumer({ caller }: RuleInput): string {
  return caller?.consumerId ?? '';
}

/** How often a message was received, without the receives that a jump of the clock ended. */
export function countReceives({ record, flight }: RuleInput): number {
  return (record.receiveCount ?? 0) - (flight?.endedBefore ?? 0);
}

/** The consumer, where it has worked in time for a while. */
export function aboutTimelyConsumer(input: RuleInput): string | undefined {
  return (input.work?.timelyInARow ?? 0) >= TIMELY ? aboutConsumer(input) : undefined;
}
