import { forgetOldest } from '../engine/base/forgetOldest.ts';
import { RecentMap } from '../trace/recentMap.ts';
import type { TraceRecord } from '../trace/record.ts';

/** Receives watched at a time; beyond that the oldest ones are forgotten. */
const MAXIMUM_FLIGHTS = 20_000;
/** Maximum number of pairs of a queue and a consumer; beyond it, the oldest is forgotten. */
const MAXIMUM_WORKS = 1000;
/** Handling times kept of each. */
const MAXIMUM_SAMPLES = 100;
/** Messages kept of each that were received and not deleted. */
const MAXIMUM_UNDELETED = 100;

/** One receive of a message that is not over. */
export interface Flight {
  receivedAt: number;
  readonly timeoutMs: number;
  /** Its consumer changed the visibility timeout. */
  isChanged: boolean;
  /** A debugger held it. */
  isHeld: boolean;
  /** A jump of the clock, and not its consumer, let the visibility timeout run out. */
  isEndedByJump: boolean;
  /** How many receives of the message before this one a jump has ended. */
  readonly endedBefore: number;
}

/** The recent activity of one consumer on one queue. */
export interface Work {
  deletedCount: number;
  /** How long it had messages until it deleted them, newest last, ms; held ones left out. */
  readonly handlingMs: number[];
  /** Of the handling times, those longer than the visibility timeout that was not extended. */
  slowCount: number;
  /** How many messages in a row it has deleted in time. */
  timelyInARow: number;
  /** Messages whose timeout ran out and that it never deleted. */
  readonly undeleted: Set<number>;
  /** How often it received each message that it did not delete. */
  readonly receives: RecentMap<number, number>;
  /** Messages that a jump of the clock took from it, and that it has not deleted since. */
  readonly takenByJump: Set<number>;
  /** What single rules remember beside that, by the function that begins it: see {@link recall}. */
  readonly memories: Map<() => object, object>;
}

/** What one rule remembers of a consumer on a queue, if there are times in it. */
export interface TimedMemory {
  /** For a clock that was set back. */
  shiftTimes(byMs: number): void;
}

/** @param begin makes the rule's memory when it is first asked for; the same function each time. The memory must be bounded. */
export function recall<Memory extends object>(work: Work, begin: () => Memory): Memory {
  const known = work.memories.get(begin);
  // Only `begin` makes what is kept for it.
  if (known !== undefined) return known as Memory;
  const memory = begin();
  work.memories.set(begin, memory);
  return memory;
}

/** The consumer id of the calls of an event source mapping. */
export function mappingConsumer(mappingId: string): string {
  return `mapping ${mappingId}`;
}

/** Follows receives from their start to their end, for the rules. */
export class Tracker {
  private readonly jumpedMs: (since: number, until: number) => number;
  private readonly flights = new RecentMap<number, Flight>(MAXIMUM_FLIGHTS);
  private readonly works = new Map<string, Work>();
  /** The pair that was looked up last: mostly it is the next one too, and making its key costs more than the rest. */
  private last:
    | { readonly queueArn: string | undefined; readonly consumerId: string; readonly work: Work }
    | undefined;

  /** @param jumpedMs as in `FindingContext` */
  constructor(jumpedMs: (since: number, until: number) => number) {
    this.jumpedMs = jumpedMs;
  }

  flightOf({ messageNumber }: TraceRecord): Flight | undefined {
    return messageNumber === undefined ? undefined : this.flights.get(messageNumber);
  }

  workOf({ queueArn, caller, invoked }: TraceRecord): Work | undefined {
    if (caller === undefined) return undefined;
    const { last } = this;
    // Of an invocation, the event source mapping is the consumer of the queue, whichever environment it is in.
    const consumerId =
      invoked?.mappingId === undefined ? caller.consumerId : mappingConsumer(invoked.mappingId);
    if (last?.queueArn === queueArn && last?.consumerId === consumerId) return last.work;
    const work = this.lookUp(`${queueArn} ${consumerId}`);
    this.last = { queueArn, consumerId, work };
    return work;
  }

  private lookUp(key: string): Work {
    const known = this.works.get(key);
    if (known !== undefined) return known;
    const work: Work = {
      deletedCount: 0,
      handlingMs: [],
      slowCount: 0,
      timelyInARow: 0,
      undeleted: new Set(),
      receives: new RecentMap(MAXIMUM_FLIGHTS),
      takenByJump: new Set(),
      memories: new Map(),
    };
    this.works.set(key, work);
    forgetOldest(this.works, MAXIMUM_WORKS);
    return work;
  }

  /** Before the rules evaluate: what begins or changes. */
  begin(record: TraceRecord, work: Work | undefined): void {
    const { messageNumber, kind } = record;
    if (record.isLate && work !== undefined) work.timelyInARow = 0;
    if (messageNumber === undefined) return;
    if (kind === 'received') this.receive(record, messageNumber, work);
    const flight = this.flights.get(messageNumber);
    if (flight === undefined) return;
    if (kind === 'visibilityChanged') flight.isChanged = true;
    else if (kind === 'held') flight.isHeld = true;
    else if (kind === 'expired') this.expire(record, messageNumber, flight, work);
    else if (kind === 'deleted' && work !== undefined) this.sample(record, flight, work);
  }

  /** After the rules have looked: what ends. */
  end({ messageNumber, kind }: TraceRecord, work: Work | undefined): void {
    if (messageNumber === undefined) return;
    switch (kind) {
      case 'deleted':
        if (work !== undefined) work.deletedCount++;
        work?.undeleted.delete(messageNumber);
        work?.receives.delete(messageNumber);
        work?.takenByJump.delete(messageNumber);
        this.flights.delete(messageNumber);
        return;
      case 'retentionExpired':
      case 'movedToDeadLetter':
      case 'redriven':
        this.flights.delete(messageNumber);
        return;
      default:
    }
  }

  /** The queue was purged or deleted: forget the consumers' activity on it. */
  forgetQueue(queueArn: string): void {
    for (const key of this.works.keys()) if (key.startsWith(`${queueArn} `)) this.works.delete(key);
    this.last = undefined;
  }

  clear(): void {
    this.flights.clear();
    this.works.clear();
    this.last = undefined;
  }

  /** For a clock that was set back. */
  shiftTimes(byMs: number): void {
    for (const flight of this.flights.values()) flight.receivedAt += byMs;
    for (const { memories } of this.works.values())
      for (const memory of memories.values()) if (isTimed(memory)) memory.shiftTimes(byMs);
  }

  private receive({ at, timeoutMs = 0 }: TraceRecord, messageNumber: number, work: Work | undefined): void {
    const before = this.flights.get(messageNumber);
    this.flights.delete(messageNumber);
    this.flights.set(messageNumber, {
      receivedAt: at,
      timeoutMs,
      isChanged: false,
      isHeld: false,
      isEndedByJump: false,
      endedBefore: before === undefined ? 0 : before.endedBefore + (before.isEndedByJump ? 1 : 0),
    });
    if (work === undefined) return;
    work.receives.set(messageNumber, (work.receives.get(messageNumber) ?? 0) + 1);
  }

  private expire(record: TraceRecord, messageNumber: number, flight: Flight, work: Work | undefined): void {
    flight.isEndedByJump = this.isByJump(record, flight);
    if (!flight.isEndedByJump || work === undefined) return;
    work.takenByJump.add(messageNumber);
    forgetOldest(work.takenByJump, MAXIMUM_UNDELETED);
    // That receive is no evidence about the consumer.
    work.receives.set(messageNumber, Math.max(0, (work.receives.get(messageNumber) ?? 0) - 1));
  }

  /** Whether the message would still be its consumer's if the clock had not been moved. */
  private isByJump({ at }: TraceRecord, { receivedAt, timeoutMs, isChanged }: Flight): boolean {
    const jumpedMs = this.jumpedMs(receivedAt, at);
    // A timeout that was changed began later; how much of it is left is not known here.
    return jumpedMs > 0 && (isChanged || at - receivedAt - jumpedMs < timeoutMs);
  }

  /** How long a consumer had a message, without what the clock was moved over, ms. */
  handlingMs({ at }: TraceRecord, { receivedAt }: Flight): number {
    return at - receivedAt - this.jumpedMs(receivedAt, at);
  }

  private sample(record: TraceRecord, flight: Flight, work: Work): void {
    if (flight.isHeld) return;
    const handlingMs = this.handlingMs(record, flight);
    work.handlingMs.push(handlingMs);
    if (work.handlingMs.length > MAXIMUM_SAMPLES) work.handlingMs.shift();
    if (!record.isLate) work.timelyInARow++;
    if (handlingMs > flight.timeoutMs && !flight.isChanged && flight.timeoutMs > 0) work.slowCount++;
  }
}

/** Adds a message whose timeout ran out; the oldest are forgotten. */
export function addUndeleted(work: Work, messageNumber: number): void {
  work.undeleted.add(messageNumber);
  forgetOldest(work.undeleted, MAXIMUM_UNDELETED);
}

function isTimed(memory: object): memory is TimedMemory {
  return 'shiftTimes' in memory;
}
