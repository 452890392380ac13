import { formatSeconds, type Rule } from './rule.ts';

/** Messages that expired without ever being received. */
export const expiredUnread: Rule = {
  name: 'expiredUnread',
  kinds: ['retentionExpired'],
  look({ record, context, queueArn }) {
    if ((record.receiveCount ?? 0) > 0) return undefined;
    const sentAt = record.sentAt ?? record.at;
    const retentionMs = context.queue(queueArn)?.retentionMs ?? record.at - sentAt;
    // It would still exist if the clock had not been advanced.
    if (record.at - sentAt - context.jumpedMs(sentAt, record.at) < retentionMs) return undefined;
    return {
      about: '',
      severity: 'error',
      title: 'Messages expire unread',
      messageNumber: record.messageNumber,
      caller: undefined,
      explanation:
        `Nobody received this message in the ${formatSeconds(retentionMs)} that the queue keeps it; it is lost. ` +
        'Retention counts from the send, also for a message that a dead-letter queue of the standard kind took over.',
      remedy:
        'See that a consumer polls this queue and keeps up with it, or keep messages longer (MessageRetentionPeriod, up to 14 days).',
      suggestion: { attribute: 'MessageRetentionPeriod', value: '1209600' },
    };
  },
};
