import * as l10n from '@vscode/l10n';
import { formatTime } from '../../language/numbers.ts';
import type { Rule } from '../rule.ts';

/** Messages that expired without ever being received. */
export const expiredUnread: Rule = {
  name: 'expiredUnread',
  order: 90,
  watches: 'Messages that expire unread',
  kinds: ['retentionExpired'],
  evaluate({ record, context, queueArn }) {
    if ((record.receiveCount ?? 0) > 0) return undefined;
    const sentAt = record.sentAt ?? record.at;
    const retentionMs = context.queue(queueArn)?.retentionMs ?? record.at - sentAt;
    // It would still exist if the clock had not been advanced.
    if (record.at - sentAt - context.jumpedMs(sentAt, record.at) < retentionMs) return undefined;
    return {
      about: '',
      severity: 'error',
      title: l10n.t('Messages expire unread'),
      messageNumber: record.messageNumber,
      caller: undefined,
      explanation: l10n.t(
        'This message expired unread after the retention period of {0}. On standard queues, retention counts from when the message was first sent, even after it moves to a dead-letter queue.',
        formatTime(retentionMs),
      ),
      remedy: l10n.t(
        'Make sure a consumer polls this queue and keeps up, or set a longer retention period (MessageRetentionPeriod, up to 14 days).',
      ),
      suggestion: { attribute: 'MessageRetentionPeriod', value: '1209600' },
    };
  },
};
