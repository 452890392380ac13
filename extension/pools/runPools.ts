import { l10n } from 'vscode';
import { type PoolInfo, stopPool } from '../../broker/protocol/pools.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { forCount } from '../ground/forCount.ts';
import { showMissing } from '../ground/missing.ts';
import { tellChange } from '../ground/tellChange.ts';
import { formatCount } from '../ground/text.ts';
import { isDebuggable } from './nodeCommand.ts';
import { pickPool, type PickPoolNeeds } from './pickPool.ts';
import type { PoolRunners, RunMode } from './poolRunners.ts';
import { isAlive } from './poolText.ts';

export interface RunPoolsNeeds extends PickPoolNeeds {
  readonly session: BrokerClient;
  readonly runners: PoolRunners;
  /** Resolves when the definitions of the workspace have been applied. */
  readonly prepare: () => Promise<void>;
}

/** Starts a pool in this window, or the program that runs it starts it again. */
export async function runPoolCommand(needs: RunPoolsNeeds, target?: unknown): Promise<void> {
  await run(needs, target, l10n.t('Run Pool'), 'run');
}

/** As Run Pool; the debugger attaches to every process. */
export async function debugPool(needs: RunPoolsNeeds, target?: unknown): Promise<void> {
  await run(needs, target, l10n.t('Debug Pool'), 'debug');
}

async function run(needs: RunPoolsNeeds, target: unknown, title: string, mode: RunMode): Promise<void> {
  const { session, runners, prepare } = needs;
  await session.start();
  await prepare();
  const pool = await pickPool(needs, target, {
    title,
    accepts: (each) => isRunnable(each) && (mode === 'run' || isDebuggable(each.definition)),
    none:
      mode === 'run'
        ? l10n.t('All pools are running.')
        : l10n.t(
            'No pool can be debugged: those that do not run have a command other than “node” with plain arguments. Use the name of a launch configuration as their “launch” instead of “command”.',
          ),
  });
  if (pool === undefined) return;
  const { name } = pool.definition;
  if (mode === 'debug' && !isDebuggable(pool.definition)) {
    void showMissing({
      text: l10n.t(
        'The debugger cannot start the command of {0}: it can only start “node” with plain arguments. Add a launch configuration, and use its name as the “launch” of the pool instead of “command”.',
        name,
      ),
    });
    return;
  }
  await runners.run(pool, mode);
  tellChange({
    text: mode === 'run' ? l10n.t('The pool {0} is running.', name) : l10n.t('Debugging the pool {0}.', name),
  });
}

/** Ends the processes of a pool as scale-in does. */
export async function stopPoolCommand(needs: RunPoolsNeeds, target?: unknown): Promise<void> {
  const { session, store } = needs;
  const pool = await pickPool(needs, target, {
    title: l10n.t('Stop Pool'),
    accepts: ({ state }) => state === 'running',
    none: l10n.t('No pool is running.'),
  });
  if (pool === undefined) return;
  const { name } = pool.definition;
  const count = pool.processes.filter(isAlive).length;
  store.take(await session.request(stopPool, { name }));
  tellChange({
    text:
      count === 0
        ? l10n.t('Stopped the pool {0}.', name)
        : forCount(
            count,
            l10n.t('The pool {0} stops: 1 process finishes its messages.', name),
            l10n.t('The pool {0} stops: {1} processes finish their messages.', name, formatCount(count)),
          ),
  });
}

function isRunnable({ state }: PoolInfo): boolean {
  return state !== 'running' && state !== 'stopping';
}
