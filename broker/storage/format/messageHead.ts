import type { Caller } from '../../engine/base/caller.ts';
import { formatSequenceNumber } from '../../engine/operations/sendMessage.ts';
import type { ByteReader } from '../../bytes/byteReader.ts';
import type { ByteWriter } from '../../bytes/byteWriter.ts';
import type { ContentHead } from '../../bytes/contentCodec.ts';
import { FLAG } from './recordKinds.ts';

/** The newest receive of a message. Times are epoch ms. */
export interface SavedDelivery {
  readonly receiveCount: number;
  readonly firstReceivedAt: number;
  readonly receivedAt: number;
  /** End of the visibility timeout; 0: it is over; negative: the remaining time, ms, while it is paused. */
  readonly deadline: number;
  readonly consumerId: string;
  readonly accessKeyId: string;
}

/** What changes about a message: the head of `state` records, and the beginning of `message` records. */
export interface SavedState {
  readonly number: number;
  readonly queueNumber: number;
  readonly sentAt: number;
  /** End of the delay; 0: none. */
  readonly visibleAt: number;
  readonly arrival: number;
  readonly delivery: SavedDelivery | undefined;
  readonly movedFromArn: string | undefined;
}

/** What follows the state in the head of a message. */
export interface SavedContentHead extends ContentHead {
  readonly sizeBytes: number;
}

/** Consumer and key ids come from peers; what is longer is cut. */
const MAX_ID_LENGTH = 256;
const FIXED_HEAD_BYTES = 128;
/** UTF-8 has at most this many bytes for a UTF-16 code unit. */
const BYTES_PER_UNIT = 3;

/** An upper bound of what {@link encodeState} and {@link encodeContentHead} write, bytes. */
export function maxHeadBytes(state: SavedState, head?: ContentHead): number {
  const { delivery, movedFromArn } = state;
  let length = movedFromArn?.length ?? 0;
  if (delivery !== undefined) length += delivery.consumerId.length + delivery.accessKeyId.length;
  if (head !== undefined) length += (head.groupId?.length ?? 0) + (head.deduplicationId?.length ?? 0);
  return FIXED_HEAD_BYTES + BYTES_PER_UNIT * length;
}

export function flagsOf(state: SavedState): number {
  return (
    (state.delivery === undefined ? 0 : FLAG.received) | (state.movedFromArn === undefined ? 0 : FLAG.moved)
  );
}

export function encodeState(writer: ByteWriter, state: SavedState): void {
  writer.f64(state.number);
  writer.u32(state.queueNumber);
  writer.f64(state.sentAt);
  writer.f64(state.visibleAt);
  writer.f64(state.arrival);
  const { delivery, movedFromArn } = state;
  if (delivery !== undefined) {
    writer.u32(delivery.receiveCount);
    writer.f64(delivery.firstReceivedAt);
    writer.f64(delivery.receivedAt);
    writer.f64(delivery.deadline);
    writer.shortText(delivery.consumerId.slice(0, MAX_ID_LENGTH));
    writer.shortText(delivery.accessKeyId.slice(0, MAX_ID_LENGTH));
  }
  if (movedFromArn !== undefined) writer.shortText(movedFromArn);
}

export function decodeState(reader: ByteReader, flags: number): SavedState {
  return {
    number: reader.f64(),
    queueNumber: reader.u32(),
    sentAt: reader.f64(),
    visibleAt: reader.f64(),
    arrival: reader.f64(),
    delivery:
      flags & FLAG.received
        ? {
            receiveCount: reader.u32(),
            firstReceivedAt: reader.f64(),
            receivedAt: reader.f64(),
            deadline: reader.f64(),
            consumerId: reader.shortText(),
            accessKeyId: reader.shortText(),
          }
        : undefined,
    movedFromArn: flags & FLAG.moved ? reader.shortText() : undefined,
  };
}

export function contentFlagsOf(head: ContentHead): number {
  return (
    (head.groupId === undefined ? 0 : FLAG.groupId) |
    (head.deduplicationId === undefined ? 0 : FLAG.deduplicationId) |
    (head.sequenceNumber === undefined ? 0 : FLAG.sequence)
  );
}

export function encodeContentHead(writer: ByteWriter, sizeBytes: number, head: ContentHead): void {
  writer.u32(sizeBytes);
  if (head.groupId !== undefined) writer.shortText(head.groupId);
  if (head.deduplicationId !== undefined) writer.shortText(head.deduplicationId);
  if (head.sequenceNumber !== undefined) writer.f64(parseSequenceNumber(head.sequenceNumber));
}

/** The reader is positioned after the state. */
export function decodeContentHead(reader: ByteReader, flags: number): SavedContentHead {
  const sizeBytes = reader.u32();
  const groupId = flags & FLAG.groupId ? reader.shortText() : undefined;
  const deduplicationId = flags & FLAG.deduplicationId ? reader.shortText() : undefined;
  const sequenceNumber = flags & FLAG.sequence ? formatSequenceNumber(reader.f64()) : undefined;
  return {
    sizeBytes,
    ...(groupId === undefined ? undefined : { groupId }),
    ...(deduplicationId === undefined ? undefined : { deduplicationId }),
    ...(sequenceNumber === undefined ? undefined : { sequenceNumber }),
  };
}

/** The number that a sequence number was made of: its last 17 digits. */
export function parseSequenceNumber(text: string): number {
  return Number(text.slice(-17));
}

/** Who a restored delivery belongs to; its request is long over. */
export function restoreCaller(delivery: SavedDelivery, region: string, account: string): Caller {
  const { consumerId, accessKeyId } = delivery;
  return {
    consumerId,
    accessKeyId,
    account,
    region,
    userAgent: '',
    requestId: '',
    action: 'ReceiveMessage',
  };
}
