import { l10n } from 'vscode';
import { COMMANDS } from '../ground/commandIds.ts';
import type { Condition } from '../ground/commandTable.ts';
import { RUNNING } from '../ground/whenClauses.ts';
import type { WithSession } from './brokerClient.ts';

/** For commands about what the running broker has: they do not start one, which would have nothing. */
export const BROKER_RUNS: Condition<WithSession> = brokerRunsWhen(RUNNING);

/** Like {@link BROKER_RUNS}, with a narrower clause for menus. */
export function brokerRunsWhen(when: string): Condition<WithSession> {
  return {
    when,
    findMissing: ({ session }) =>
      session.state.kind === 'running'
        ? undefined
        : {
            text: l10n.t('The broker is not running. Start it, and try again.'),
            remedy: { title: l10n.t('Start Broker'), command: COMMANDS.startBroker },
          },
  };
}
