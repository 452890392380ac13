import { l10n, window } from 'vscode';
import {
  interruptPool,
  killPoolProcess,
  type PoolInfo,
  type PoolProcess,
  protectPoolProcess,
  setPoolDesired,
} from '../../broker/protocol/pools.ts';
import { POOL_DEFAULTS } from '../../broker/protocol/poolDefinition.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { forCount } from '../ground/forCount.ts';
import { tellChange } from '../ground/tellChange.ts';
import { formatCount } from '../ground/text.ts';
import { pickPool, type PickPoolNeeds, pickProcess } from './pickPool.ts';
import { isAlive } from './poolText.ts';

export interface ChangePoolsNeeds extends PickPoolNeeds {
  readonly session: BrokerClient;
}

const isRunning = ({ state }: PoolInfo): boolean => state === 'running';

/** Asks how many processes a pool is to have, until its policy decides again. */
export async function setPoolSize(needs: ChangePoolsNeeds, target?: unknown): Promise<void> {
  const { session, store } = needs;
  const title = l10n.t('Set Number of Processes');
  const none = l10n.t('No pool is running.');
  const pool = await pickPool(needs, target, { title, accepts: isRunning, none });
  if (pool === undefined) return;
  const { name, min = POOL_DEFAULTS.min, max = POOL_DEFAULTS.max } = pool.definition;
  const text = await window.showInputBox({
    ignoreFocusOut: true,
    title: `${title}: ${name}`,
    prompt: l10n.t('From {0} to {1}, until the policy of the pool decides again', String(min), String(max)),
    value: String(pool.desired),
    validateInput: (typed) => findNumberProblem(typed, min, max),
  });
  if (text === undefined || findNumberProblem(text, min, max) !== undefined) return;
  const desired = Number(text);
  store.take(await session.request(setPoolDesired, { name, desired }));
  tellChange({
    text: forCount(
      desired,
      l10n.t('Set {0} to 1 process.', name),
      l10n.t('Set {0} to {1} processes.', name, formatCount(desired)),
    ),
  });
}

/** Ends a process at once, whatever it has in flight. */
export async function endPoolProcess(needs: ChangePoolsNeeds, target?: unknown): Promise<void> {
  const { session, store } = needs;
  const title = l10n.t('End Process with SIGKILL');
  const picked = await pickProcess(needs, target, { title, accepts: ({ process }) => isAlive(process) });
  if (picked === undefined) return;
  const { pool, process } = picked;
  const { name } = pool.definition;
  store.take(await session.request(killPoolProcess, { name, process: process.number }));
  tellChange({ text: describeKill(process) });
}

function describeKill({ name, leases }: PoolProcess): string {
  return leases === 0
    ? l10n.t('Sent SIGKILL to {0}.', name)
    : forCount(
        leases,
        l10n.t('Sent SIGKILL to {0}, which has 1 message in flight.', name),
        l10n.t('Sent SIGKILL to {0}, which has {1} messages in flight.', name, formatCount(leases)),
      );
}

/** @param isProtected from scale-in, from now on */
export async function changeProtection(
  needs: ChangePoolsNeeds,
  target: unknown,
  isProtected: boolean,
): Promise<void> {
  const { session, store } = needs;
  const title = isProtected ? l10n.t('Protect from Scale-In') : l10n.t('Remove Scale-In Protection');
  const picked = await pickProcess(needs, target, {
    title,
    accepts: ({ process }) => isAlive(process) && (process.isProtected === true) !== isProtected,
  });
  if (picked === undefined) return;
  const { pool, process } = picked;
  const params = { name: pool.definition.name, process: process.number, isProtected };
  store.take(await session.request(protectPoolProcess, params));
  tellChange({
    text: isProtected
      ? l10n.t('{0} is protected from scale-in.', process.name)
      : l10n.t('{0} is no longer protected from scale-in.', process.name),
  });
}

const MAXIMUM_PER_HOUR = 3600;
const DEFAULT_PER_HOUR = 60;

/** Asks how often processes are to be ended by SIGKILL, as spot instances are interrupted. */
export async function interruptPoolAtRandom(needs: ChangePoolsNeeds, target?: unknown): Promise<void> {
  const { session, store } = needs;
  const title = l10n.t('Interrupt at Random');
  const none = l10n.t('No pool is running.');
  const pool = await pickPool(needs, target, { title, accepts: isRunning, none });
  if (pool === undefined) return;
  const { name } = pool.definition;
  const text = await window.showInputBox({
    ignoreFocusOut: true,
    title: `${title}: ${name}`,
    prompt: l10n.t('How many processes an hour are ended by SIGKILL, on average; 0: none'),
    value: String(pool.interruptions?.perHour ?? DEFAULT_PER_HOUR),
    validateInput: (typed) => findNumberProblem(typed, 0, MAXIMUM_PER_HOUR),
  });
  if (text === undefined || findNumberProblem(text, 0, MAXIMUM_PER_HOUR) !== undefined) return;
  const perHour = Number(text);
  const seed = pool.interruptions?.seed ?? Math.floor(Math.random() * 2 ** 32);
  store.take(await session.request(interruptPool, { name, perHour, seed }));
  tellChange({
    text:
      perHour === 0
        ? l10n.t('{0} is no longer interrupted.', name)
        : forCount(
            perHour,
            l10n.t('Ends 1 process of {0} an hour; seed {1}.', name, String(seed)),
            l10n.t('Ends {0} processes of {1} an hour; seed {2}.', formatCount(perHour), name, String(seed)),
          ),
  });
}

function findNumberProblem(text: string, minimum: number, maximum: number): string | undefined {
  const number = Number(text);
  return /^\d{1,4}$/.test(text.trim()) && number >= minimum && number <= maximum
    ? undefined
    : l10n.t('Enter a whole number from {0} to {1}.', String(minimum), String(maximum));
}
