import * as l10n from '@vscode/l10n';
import type { ItemFailureCause } from '../../protocol/invocation.ts';
import { aboutMapping, forgetRun, mendAfterRun, nameFunction, Run } from '../functionRule.ts';
import type { Rule } from '../rule.ts';
import { recall } from '../tracker.ts';

const BAD: ReadonlySet<string> = new Set<ItemFailureCause>([
  'notJson',
  'notAList',
  'noIdentifier',
  'unknownIdentifier',
]);

/** The messages since the mistake, and the invocation that made it. */
class BadRun extends Run {
  requestId: string | undefined;
}

const beginRun = (): BadRun => new BadRun();

/** One wrong entry in a report of failures fails the whole batch. */
export const badItemFailures: Rule = {
  name: 'badItemFailures',
  order: 200,
  watches: 'Reports of failed messages that fail the whole batch',
  kinds: ['batchItemFailed'],
  mend: mendAfterRun(beginRun),
  evaluate(input) {
    const { record, caller, work } = input;
    if (work === undefined || !BAD.has(record.cause ?? '')) return undefined;
    const run = recall(work, beginRun);
    const requestId = caller?.invocation?.requestId;
    // A batch counts once.
    if (requestId !== undefined && run.requestId === requestId) return undefined;
    run.requestId = requestId;
    forgetRun(input, beginRun);
    return {
      about: aboutMapping(input),
      severity: 'error',
      title: l10n.t('{0} reports failures in a wrong form', nameFunction(input)),
      messageNumber: record.messageNumber,
      caller,
      explanation: l10n.t(
        '{0} The messages that were processed come again, too, and are processed twice.',
        record.detail ?? '',
      ),
      remedy: l10n.t(
        'Return {0} with the messageId of each record that failed, not its receiptHandle. If none failed, return an empty list.',
        '{"batchItemFailures": [{"itemIdentifier": "…"}]}',
      ),
    };
  },
};
