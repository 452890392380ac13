import type { Caller } from '../../engine/caller.ts';
import type { Finding, FindingRule } from '../../protocol/findings.ts';
import type { TraceEventKind } from '../../protocol/trace.ts';
import type { TraceRecord } from '../record.ts';
import type { Flight, Work } from './tracker.ts';

/** What rules ask about a queue as it is now. */
export interface QueueFacts {
  readonly visibilityMs: number;
  readonly retentionMs: number;
  /** Of the redrive policy. */
  readonly maximumReceives: number | undefined;
  readonly isFifo: boolean;
}

export interface FindingContext {
  queue(queueArn: string): QueueFacts | undefined;
  /** Undeleted messages of a message group of a FIFO queue. */
  groupSize(queueArn: string, groupId: string): number;
}

/** What a rule gets to see: an event of a queue, and what is known about it. */
export interface Scene {
  readonly record: TraceRecord;
  readonly queueArn: string;
  /** Who did it, or had the message. */
  readonly caller: Caller | undefined;
  /** What this consumer did on this queue lately. */
  readonly work: Work | undefined;
  /** The receive that the event belongs to. */
  readonly flight: Flight | undefined;
  readonly context: FindingContext;
}

/** One observation of a mistake; those with the same key are one finding, and the newest one's words stand. */
export interface Sighting
  extends Pick<Finding, 'severity' | 'title' | 'explanation' | 'remedy' | 'suggestion'> {
  /** What the finding is about beside rule and queue: a consumer, a message, a group. */
  readonly about: string;
  readonly messageNumber: number | undefined;
  /** Undefined when it is nobody's mistake. */
  readonly caller: Caller | undefined;
}

/** Recognises one mistake. It must be cheap, and what it remembers bounded. */
export interface Rule {
  readonly name: FindingRule;
  /** The events that it wants to see. */
  readonly kinds: readonly TraceEventKind[];
  look(scene: Scene): Sighting | undefined;
}

/** `90000` is "90 s", `400` is "0.4 s". */
export function formatSeconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(1))} s`;
}

/** What most findings are about: the consumer. */
export function aboutConsumer({ caller }: Scene): string {
  return caller?.consumerId ?? '';
}
