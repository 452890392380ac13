import { forgetOldest } from '../engine/base/forgetOldest.ts';
import type { Finding } from '../protocol/findings.ts';
import type { TraceRecord } from '../trace/record.ts';
import type { TraceNames } from '../trace/traceEvent.ts';
import type { QueueFacts, Rule, Observation } from './rule.ts';

/** Findings kept; beyond that the one that was seen last longest ago goes. */
const MAXIMUM_FINDINGS = 500;
const MAXIMUM_DISMISSED = 2000;
/** Message ids named of one finding, as examples. */
const MAXIMUM_MESSAGES = 5;
/** Messages watched of one finding that is about stored ones; it is seen again with the next receive of one beyond that. */
const MAXIMUM_STORED = 1000;

interface Entry {
  readonly rule: Rule;
  readonly queueArn: string;
  firstSeen: number;
  readonly messageNumbers: Set<number>;
  /** Messages that keep it open, of a rule that is about stored ones. */
  readonly stored: Set<number>;
  /** Where they are: the queue, and the dead-letter queues that they were moved to. */
  readonly places: Set<string>;
  lastSeen: number;
  count: number;
  observation: Observation;
}

/** What was found: observations of one mistake gathered into one finding. */
export class FindingList {
  private readonly names: TraceNames;
  /** In the order of the last observation. */
  private readonly entries = new Map<string, Entry>();
  private readonly dismissed = new Set<string>();

  constructor(names: TraceNames) {
    this.names = names;
  }

  /** @returns whether the list has changed */
  add(rule: Rule, queueArn: string, at: number, observation: Observation): boolean {
    const id = makeId(rule, queueArn, observation.about);
    if (this.dismissed.has(id)) return false;
    const entry = this.entries.get(id) ?? {
      rule,
      queueArn,
      firstSeen: at,
      messageNumbers: new Set(),
      stored: new Set(),
      places: new Set([queueArn]),
      lastSeen: at,
      count: 0,
      observation,
    };
    entry.lastSeen = at;
    entry.count = observation.count ?? entry.count + 1;
    entry.observation = observation;
    const { messageNumber } = observation;
    if (messageNumber !== undefined) {
      remember(entry.messageNumbers, messageNumber, MAXIMUM_MESSAGES);
      if (rule.isAboutStored === true) remember(entry.stored, messageNumber, MAXIMUM_STORED);
    }
    this.entries.delete(id);
    this.entries.set(id, entry);
    forgetOldest(this.entries, MAXIMUM_FINDINGS);
    return true;
  }

  get isEmpty(): boolean {
    return this.entries.size === 0;
  }

  /** @returns whether there was one, which is over now */
  mend(rule: Rule, queueArn: string, about: string): boolean {
    return this.entries.delete(makeId(rule, queueArn, about));
  }

  /** Takes away the findings that an event ends. @returns whether the list has changed */
  settle(record: TraceRecord, facts: QueueFacts | undefined): boolean {
    const before = this.entries.size;
    for (const [id, entry] of this.entries) if (isOver(entry, record, facts)) this.entries.delete(id);
    return this.entries.size !== before;
  }

  /** The one seen last first. */
  list(): Finding[] {
    return [...this.entries].reverse().map(([id, entry]) => this.describe(id, entry));
  }

  /** @returns whether there was one */
  dismiss(id: string): boolean {
    if (!this.entries.delete(id)) return false;
    remember(this.dismissed, id, MAXIMUM_DISMISSED);
    return true;
  }

  /** For a clock that was set back. */
  shiftTimes(byMs: number): void {
    for (const entry of this.entries.values()) {
      entry.firstSeen += byMs;
      entry.lastSeen += byMs;
    }
  }

  clear(): void {
    this.entries.clear();
    this.dismissed.clear();
  }

  private describe(id: string, entry: Entry): Finding {
    const { severity, title, caller, explanation, remedy, suggestion } = entry.observation;
    return {
      id,
      rule: entry.rule.name,
      severity,
      title,
      queueArn: entry.queueArn,
      ...(caller === undefined ? {} : { consumer: this.names.consumer(caller) }),
      messageIds: [...entry.messageNumbers].reverse().map((number) => this.names.messageId(number)),
      firstSeen: entry.firstSeen,
      lastSeen: entry.lastSeen,
      count: entry.count,
      explanation,
      remedy,
      ...(suggestion === undefined ? {} : { suggestion }),
    };
  }
}

function makeId(rule: Rule, queueArn: string, about: string): string {
  return `${rule.name} ${queueArn} ${about}`;
}

function isOver(entry: Entry, record: TraceRecord, facts: QueueFacts | undefined): boolean {
  const isOfQueue = record.queueArn === entry.queueArn;
  switch (record.kind) {
    case 'queueDeleted':
      return isOfQueue || isEmptied(entry, record);
    case 'purged':
      return isEmptied(entry, record);
    case 'queueChanged':
      return isOfQueue && facts !== undefined && isHelped(entry, facts);
    case 'movedToDeadLetter':
      return entry.rule.endsWithDeadLetter === true ? isLastGone(entry, record) : followMove(entry, record);
    case 'deleted':
    case 'redriven':
    case 'retentionExpired':
      return isLastGone(entry, record);
    default:
      return false;
  }
}

function isEmptied({ rule, places }: Entry, { queueArn = '' }: TraceRecord): boolean {
  return rule.isAboutStored === true && places.has(queueArn);
}

function isLastGone({ stored }: Entry, { messageNumber = -1 }: TraceRecord): boolean {
  return stored.delete(messageNumber) && stored.size === 0;
}

/** Its message is still stored, in another place. @returns false: that is no end */
function followMove({ stored, places }: Entry, { messageNumber = -1, otherQueueArn }: TraceRecord): false {
  if (otherQueueArn !== undefined && stored.has(messageNumber)) places.add(otherQueueArn);
  return false;
}

/** Whether the queue has the value now that was suggested. */
function isHelped({ observation: { suggestion } }: Entry, facts: QueueFacts): boolean {
  if (suggestion === undefined) return false;
  const valueMs: Readonly<Record<string, number>> = {
    VisibilityTimeout: facts.visibilityMs,
    MessageRetentionPeriod: facts.retentionMs,
    ReceiveMessageWaitTimeSeconds: facts.receiveWaitMs,
  };
  return (valueMs[suggestion.attribute] ?? -1) >= Number(suggestion.value) * 1000;
}

function remember<T>(set: Set<T>, value: T, maximum: number): void {
  set.delete(value);
  set.add(value);
  forgetOldest(set, maximum);
}
