import * as l10n from '@vscode/l10n';
import { aboutMapping, forgetRun, mendAfterRun, nameFunction, Run } from '../functionRule.ts';
import type { Rule } from '../rule.ts';

const beginRun = (): Run => new Run();

/** A function reports failures to a mapping that does not read them. */
export const unreadItemFailures: Rule = {
  name: 'unreadItemFailures',
  order: 190,
  watches: 'Reports of failed messages that the mapping ignores',
  kinds: ['deleted'],
  mend: mendAfterRun(beginRun),
  evaluate(input) {
    const { record, caller } = input;
    if (record.caller?.invocation?.isReportIgnored !== true) return undefined;
    forgetRun(input, beginRun);
    return {
      about: aboutMapping(input),
      severity: 'error',
      title: l10n.t('Failures that {0} reports are ignored', nameFunction(input)),
      messageNumber: record.messageNumber,
      caller,
      explanation: l10n.t(
        'The function returned batchItemFailures, but its mapping does not have ReportBatchItemFailures. All messages of the batch were deleted, also those that failed: they are lost.',
      ),
      remedy: l10n.t(
        'Set "reportBatchItemFailures": true in the mapping, and FunctionResponseTypes where you define it on AWS.',
      ),
    };
  },
};
