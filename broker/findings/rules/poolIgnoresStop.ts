import * as l10n from '@vscode/l10n';
import { formatTime } from '../../language/numbers.ts';
import type { Rule } from '../rule.ts';

/** A process that does not end after SIGTERM is killed, with what it has in flight. */
export const poolIgnoresStop: Rule = {
  name: 'poolIgnoresStop',
  order: 150,
  watches: 'Consumers that ignore SIGTERM',
  kinds: ['poolProcess'],
  mend: {
    kinds: ['poolProcess'],
    evaluate: ({ record: { pool } }) => (pool?.process?.did === 'end' ? pool.name : undefined),
  },
  evaluate({ record: { pool, at }, context }) {
    const { process } = pool ?? {};
    if (pool === undefined || process?.did !== 'ignoreStop') return undefined;
    if (context.jumpedMs(process.since, at) > 0) return undefined;
    return {
      about: pool.name,
      severity: 'error',
      title: l10n.t('The processes of {0} ignore SIGTERM', pool.name),
      messageNumber: undefined,
      caller: undefined,
      explanation: l10n.t(
        '{0} was still running {1} after SIGTERM, and was killed. What it had in flight is visible again only after the visibility timeout.',
        process.name,
        formatTime(process.graceMs),
      ),
      remedy: l10n.t(
        'Handle SIGTERM: stop receiving, finish or release what is in flight, and end. A shell in between must pass the signal on.',
      ),
    };
  },
};
