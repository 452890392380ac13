import { IndexedHeap } from './indexedHeap.ts';
import { type Chooser, type DeliveryOrder, LANE_PLACE, Lane, type Noise } from './lane.ts';
import type { Message, MessageState } from './message.ts';
import { Turns } from './turns.ts';
import { WaitingMessages } from './waitingMessages.ts';

/** A tenant is noisy from this many messages in flight on, when they are also more than a tenth of all (contract §6.13). */
const NOISY_IN_FLIGHT = 30;
const NOISY_SHARE = 0.1;
/** A noisy tenant that sent nothing for this long is quiet again. */
const QUIET_AFTER_MS = 5 * 60_000;

type TenantLane = Lane<WaitingMessages>;

/**
 * The order of a standard queue: as they became visible first, so that a redelivered message is before younger ones;
 * except that messages of noisy tenants wait while there are others (fair queues, contract §6.13). A lane holds the
 * visible messages of one tenant.
 */
export class StandardOrder implements DeliveryOrder, Chooser {
  private readonly untagged = new Lane(undefined, new WaitingMessages());
  private readonly tenants = new Map<string, TenantLane>();
  /** Quiet lanes with visible messages, by the turn of their first one. */
  private readonly quiet = new IndexedHeap<TenantLane>(LANE_PLACE);
  /** Noisy lanes with visible messages; the one with the fewest in flight goes first. */
  private readonly noisy = new IndexedHeap<TenantLane>(LANE_PLACE);
  private readonly noisyLanes = new Set<TenantLane>();
  private readonly turns = new Turns();
  private inFlightCount = 0;
  /** Messages had groups since the broker started. */
  private isFair = false;
  private readonly now: () => number;
  pauses = 0;

  constructor(now: () => number) {
    this.now = now;
  }

  add(message: Message): void {
    const lane = this.laneOf(message);
    // A tenant that sent nothing for this long is quiet, even without a receive since then.
    if (lane.isNoisy && this.isSilent(lane)) this.calm(lane);
    lane.lastSentAt = this.now();
    if (message.state !== 'visible') {
      lane.delayedCount++;
      return;
    }
    this.turns.giveFirst(message);
    this.append(lane, message);
  }

  /** A standard queue keeps its order as well as it can: the message has its old turn again. */
  insert(message: Message): void {
    const lane = this.laneOf(message);
    if (message.state !== 'visible') {
      lane.delayedCount++;
      return;
    }
    lane.messages.putBack(message);
    this.refresh(lane);
  }

  onVisible(message: Message, from: MessageState): void {
    const lane = this.laneOf(message);
    if (from === 'inFlight') {
      this.endFlight(lane);
      lane.messages.putBack(message);
      this.refresh(lane);
    } else {
      lane.delayedCount--;
      this.turns.giveFirst(message);
      this.append(lane, message);
    }
  }

  onInFlight(message: Message): void {
    const lane = this.laneOf(message);
    lane.messages.remove(message);
    lane.inFlightCount++;
    this.inFlightCount++;
    if (lane !== this.untagged) this.judge(lane);
    this.refresh(lane);
  }

  onDelayed(message: Message): void {
    const lane = this.laneOf(message);
    lane.messages.remove(message);
    lane.delayedCount++;
    this.refresh(lane);
  }

  remove(message: Message): void {
    const lane = this.laneOf(message);
    if (message.state === 'visible') lane.messages.remove(message);
    if (message.state === 'inFlight') this.endFlight(lane);
    if (message.state === 'delayed') lane.delayedCount--;
    this.refresh(lane);
    this.forgetIfIdle(lane);
  }

  shiftTimes(byMs: number): void {
    this.untagged.lastSentAt += byMs;
    for (const lane of this.tenants.values()) lane.lastSentAt += byMs;
  }

  choose(): Chooser {
    for (const lane of this.noisyLanes) {
      if (this.isSilent(lane)) this.calm(lane);
    }
    return this;
  }

  next(): Message | undefined {
    return (this.quiet.peek() ?? this.noisy.peek())?.messages.first;
  }

  readNoise(): Noise | undefined {
    if (!this.isFair) return undefined;
    let [visible, inFlight, delayed] = [0, 0, 0];
    // At most ten tenants have more than a tenth each; some more may still be on the way to being quiet.
    for (const { messages, inFlightCount, delayedCount } of this.noisyLanes) {
      visible += messages.size;
      inFlight += inFlightCount;
      delayed += delayedCount;
    }
    const isNoisy = (message: Message): boolean => this.laneOf(message).isNoisy;
    const firstQuiet = this.quiet.peek()?.messages.first;
    return { groups: this.noisyLanes.size, visible, inFlight, delayed, isNoisy, firstQuiet };
  }

  *visible(): Iterable<Message> {
    yield* this.untagged.messages;
    for (const lane of this.tenants.values()) yield* lane.messages;
  }

  private laneOf(message: Message): TenantLane {
    if (message.groupId === undefined) return this.untagged;
    let lane = this.tenants.get(message.groupId);
    if (lane === undefined) {
      this.isFair = true;
      lane = new Lane(message.groupId, new WaitingMessages());
      this.tenants.set(message.groupId, lane);
    }
    return lane;
  }

  private append(lane: TenantLane, message: Message): void {
    lane.messages.append(message);
    this.refresh(lane);
  }

  private endFlight(lane: TenantLane): void {
    lane.inFlightCount--;
    this.inFlightCount--;
  }

  private judge(lane: TenantLane): void {
    const isNoisy =
      lane.inFlightCount >= NOISY_IN_FLIGHT && lane.inFlightCount > this.inFlightCount * NOISY_SHARE;
    if (!isNoisy || lane.isNoisy || this.isSilent(lane)) return;
    this.quiet.remove(lane);
    lane.isNoisy = true;
    this.noisyLanes.add(lane);
  }

  private isSilent(lane: TenantLane): boolean {
    return this.now() - lane.lastSentAt >= QUIET_AFTER_MS;
  }

  private calm(lane: TenantLane): void {
    this.noisy.remove(lane);
    lane.isNoisy = false;
    this.noisyLanes.delete(lane);
    this.refresh(lane);
  }

  private refresh(lane: TenantLane): void {
    const first = lane.messages.first;
    if (lane.isNoisy && first === undefined) {
      // Its backlog is drained.
      this.noisy.remove(lane);
      lane.isNoisy = false;
      this.noisyLanes.delete(lane);
    } else if (lane.isNoisy) this.noisy.put(lane, lane.inFlightCount);
    else if (first === undefined) this.quiet.remove(lane);
    else this.quiet.put(lane, first.turn);
  }

  private forgetIfIdle(lane: TenantLane): void {
    if (lane.groupId === undefined || lane.messages.size > 0) return;
    if (lane.inFlightCount > 0 || lane.delayedCount > 0) return;
    this.tenants.delete(lane.groupId);
  }
}
