import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule.ts';

/** A policy whose alarm has no data decides nothing. */
export const poolAlarmWithoutData: Rule = {
  name: 'poolAlarmWithoutData',
  order: 130,
  watches: 'Scaling policies whose alarm has no data',
  kinds: ['poolBlocked'],
  mend: { kinds: ['poolScaled'], evaluate: ({ record: { pool } }) => pool?.name },
  evaluate({ record: { pool } }) {
    if (pool?.alarmWithoutData === undefined) return undefined;
    return {
      about: pool.name,
      severity: 'warning',
      title: l10n.t('The pool {0} follows an alarm without data', pool.name),
      messageNumber: undefined,
      caller: undefined,
      explanation: l10n.t(
        'The alarm {0} has had INSUFFICIENT_DATA for several evaluations. Then the policy decides nothing, neither here nor on AWS.',
        pool.alarmWithoutData,
      ),
      remedy: l10n.t(
        'Check the metric and the dimensions of the alarm, or set treatMissingData to notBreaching. A queue without any call for 6 hours has no metrics on AWS.',
      ),
    };
  },
};
