import * as l10n from '@vscode/l10n';
import { actionsWith } from '../../api/actions.ts';
import { aboutConsumer, type Rule } from '../rule.ts';

/** Calls that name messages by what a receive handed out. */
const NEED_A_RECEIVE: ReadonlySet<string> = new Set(actionsWith({ takesReceipts: true }));

/** A batch call that succeeded with HTTP 200 although some of its entries failed. */
export const partialBatch: Rule = {
  name: 'partialBatch',
  order: 50,
  watches: 'Batches with failed entries',
  kinds: ['rejected'],
  evaluate(input) {
    const { record, caller, work } = input;
    if (!record.isPartial) return undefined;
    // What a jump of the clock took from the consumer, it can neither delete nor extend.
    if ((work?.takenByJump.size ?? 0) > 0 && NEED_A_RECEIVE.has(caller?.action ?? '')) return undefined;
    return {
      about: `${aboutConsumer(input)} ${caller?.action ?? ''}`,
      severity: 'warning',
      title:
        caller?.action === undefined
          ? l10n.t('A batch partially failed')
          : l10n.t('{0} partially failed', caller.action),
      messageNumber: undefined,
      caller,
      explanation: l10n.t(
        '{0} {1}: {2} The call itself succeeds, so your SDK neither throws an error nor retries.',
        record.detail ?? '',
        record.error?.code ?? '',
        record.error?.message ?? '',
      ),
      remedy: l10n.t(
        'After every batch call, check the Failed list of the response and retry those entries.',
      ),
    };
  },
};
