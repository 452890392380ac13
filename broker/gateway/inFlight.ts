import type { InFlightMessage } from '../protocol/message.ts';
import type { TraceRecorder } from '../trace/recorder.ts';
import type { Lease, LeaseBook } from './leaseBook.ts';
import type { MessageBook } from './messageBook.ts';
import type { VisibilityHolds } from './visibilityHolds.ts';

export interface InFlightPorts {
  readonly recorder: TraceRecorder;
  readonly messages: MessageBook;
  readonly leases: LeaseBook;
  readonly holds: VisibilityHolds;
}

/**
 * What programs received through this gateway and have not deleted, as far as is known, oldest receive first.
 * @param consumerId absent: of all
 */
export function listInFlight(
  ports: InFlightPorts,
  consumerId: string | undefined,
  limit: number,
): InFlightMessage[] {
  const { leases } = ports;
  const open = consumerId === undefined ? [...leases.openOfAll()] : [...leases.openOf(consumerId)];
  return open
    .toSorted((one, other) => one.receivedAt - other.receivedAt)
    .slice(0, limit)
    .map((lease) => describeLease(ports, lease));
}

function describeLease({ recorder, messages, holds }: InFlightPorts, lease: Lease): InFlightMessage {
  const { messageNumber, queueArn, receivedAt, sentAt = 0, receiveCount = 0, groupId, deadline } = lease;
  const message = messages.findByNumber(messageNumber);
  const record = message && recorder.recordAt(message.contentSequence);
  return {
    messageId: message?.id ?? '',
    state: 'inFlight',
    queueArn,
    receivedAt,
    sentAt,
    receiveCount,
    sizeBytes: record?.sizeBytes ?? 0,
    preview: record?.preview ?? '',
    consumerId: lease.caller.consumerId,
    ...(deadline !== undefined && { visibleAt: deadline }),
    ...(holds.isHeld(lease) && { isExtended: true }),
    ...(groupId !== undefined && { groupId }),
  };
}
