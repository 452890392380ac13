import { IndexedHeap } from './indexedHeap.ts';
import { type Chooser, type DeliveryOrder, LANE_PLACE, Lane } from './lane.ts';
import type { Message, MessageState } from './message.ts';
import { MessageList } from './messageList.ts';
import { Turns } from './turns.ts';

type GroupLane = Lane<MessageList>;

/** Between the places of messages that came in another order than that of their numbers: many fit between two numbers. */
const PLACE_STEP = 2 ** -20;

/**
 * The order of a FIFO queue (contract §6.8): of each message group, the longest run of visible messages from its start
 * may be delivered. A lane holds all undeleted messages of a group in the order of their sends, whatever their state. A
 * group whose message becomes visible again goes behind the others that wait, so that a consumer that gives messages back
 * does not starve them.
 */
export class FifoOrder implements DeliveryOrder, Chooser {
  readonly lanes = new Map<string, GroupLane>();
  /** Lanes whose first message is visible, by the turn of that message: the group that waited longest goes first. */
  private readonly open = new IndexedHeap<GroupLane>(LANE_PLACE);
  private readonly turns = new Turns();
  /** The highest place that a message had in its group since the queue was empty. */
  private lastPlace = 0;
  /** Behind the message that was given last, in its group. */
  private following: Message | undefined;
  pauses = 0;
  groupsInFlight = 0;

  add(message: Message): void {
    // Places that no message has any more say nothing: what an undo brings back has its old one again.
    if (this.lanes.size === 0) this.lastPlace = 0;
    const lane = this.openLane(message);
    this.turns.giveFirst(message);
    if (message.lanePlace <= this.lastPlace) message.lanePlace = this.lastPlace + PLACE_STEP;
    this.lastPlace = message.lanePlace;
    lane.messages.append(message);
    this.refresh(lane);
  }

  insert(message: Message, precedes: (other: Message) => boolean): void {
    const lane = this.openLane(message);
    this.turns.giveFirst(message);
    const next = findSuccessor(lane, precedes);
    if (next === undefined) lane.messages.append(message);
    else lane.messages.insertBefore(message, next);
    this.fitPlace(message);
    lane.putBackLast = message;
    this.refresh(lane);
  }

  onVisible(message: Message, from: MessageState): void {
    const lane = this.laneOf(message);
    if (from === 'inFlight') {
      this.endFlight(lane);
      this.turns.giveNext(message);
    }
    this.refresh(lane);
  }

  onInFlight(message: Message): void {
    const lane = this.laneOf(message);
    if (lane.inFlightCount === 0) this.groupsInFlight++;
    lane.inFlightCount++;
    this.refresh(lane);
  }

  onDelayed(message: Message): void {
    this.refresh(this.laneOf(message));
  }

  remove(message: Message): void {
    const lane = this.laneOf(message);
    if (message.state === 'inFlight') this.endFlight(lane);
    lane.messages.remove(message);
    if (lane.putBackLast === message) lane.putBackLast = undefined;
    this.refresh(lane);
  }

  shiftTimes(): void {
    // Groups have an order and no times.
  }

  /** Only one receive chooses at a time, so the order itself keeps the place. */
  choose(): Chooser {
    this.following = undefined;
    return this;
  }

  /** Continues in the group of the message given last while its run lasts, then takes the next open group. */
  next(): Message | undefined {
    if (this.pauses > 0) return undefined;
    const message = this.following?.state === 'visible' ? this.following : this.open.peek()?.messages.first;
    this.following = message?.next;
    return message;
  }

  *visible(): Iterable<Message> {
    for (const lane of this.lanes.values()) {
      for (const message of lane.messages) if (message.state === 'visible') yield message;
    }
  }

  /** A message that was inserted keeps its place in the group if that is between those of its neighbours. */
  private fitPlace(message: Message): void {
    const { previous, next, lanePlace } = message;
    const before = previous?.lanePlace ?? 0;
    const behind = next?.lanePlace ?? Number.POSITIVE_INFINITY;
    if (lanePlace < before || lanePlace > behind) {
      message.lanePlace = next === undefined ? before + PLACE_STEP : (before + behind) / 2;
    }
    this.lastPlace = Math.max(this.lastPlace, message.lanePlace);
  }

  private openLane(message: Message): GroupLane {
    const groupId = message.groupId as string;
    let lane = this.lanes.get(groupId);
    if (lane === undefined) {
      lane = new Lane(groupId, new MessageList());
      this.lanes.set(groupId, lane);
    }
    return lane;
  }

  private endFlight(lane: GroupLane): void {
    lane.inFlightCount--;
    if (lane.inFlightCount === 0) this.groupsInFlight--;
  }

  private laneOf(message: Message): GroupLane {
    return this.lanes.get(message.groupId as string) as GroupLane;
  }

  private refresh(lane: GroupLane): void {
    const first = lane.messages.first;
    if (first === undefined) {
      this.open.remove(lane);
      this.lanes.delete(lane.groupId as string);
    } else if (first.state === 'visible') this.open.put(lane, first.turn);
    else this.open.remove(lane);
  }
}

/**
 * Finds the first message that another one precedes. Messages return from the last one on, so that each mostly belongs right
 * before the one before it, wherever in a long lane that is.
 */
function findSuccessor(
  { messages, putBackLast }: GroupLane,
  precedes: (other: Message) => boolean,
): Message | undefined {
  if (putBackLast !== undefined && precedes(putBackLast)) {
    let next = putBackLast;
    while (next.previous !== undefined && precedes(next.previous)) next = next.previous;
    return next;
  }
  let next = putBackLast ?? messages.first;
  while (next !== undefined && !precedes(next)) ({ next } = next);
  return next;
}
