import * as l10n from '@vscode/l10n';
import { formatTime } from '../../language/numbers.ts';
import type { Rule } from '../rule.ts';

/** A process that goes on asking for messages after SIGTERM will not finish them. */
export const poolReceivesLate: Rule = {
  name: 'poolReceivesLate',
  order: 160,
  watches: 'Receives after SIGTERM',
  kinds: ['poolProcess'],
  evaluate({ record: { pool, at }, context }) {
    const { process } = pool ?? {};
    if (pool === undefined || process?.did !== 'receiveLate') return undefined;
    if (context.jumpedMs(process.since, at) > 0) return undefined;
    return {
      about: pool.name,
      severity: 'warning',
      title: l10n.t('The processes of {0} receive after SIGTERM', pool.name),
      messageNumber: undefined,
      caller: undefined,
      explanation: l10n.t(
        '{0} asked for messages {1} after SIGTERM. On AWS it gets them, and may be killed before it has finished them.',
        process.name,
        formatTime(at - process.since),
      ),
      remedy: l10n.t(
        'When SIGTERM comes, stop asking for messages first, and then finish what is in flight.',
      ),
    };
  },
};
