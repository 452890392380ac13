import * as l10n from '@vscode/l10n';
import { fail, type Result, succeed } from '../../engine/base/result.ts';
import { checkPool } from '../../pools/checkPool.ts';
import type { ManagedProcess } from '../../pools/managedProcess.ts';
import type { Pool } from '../../pools/pool.ts';
import { MAXIMUM_POOLS } from '../../protocol/poolDefinition.ts';
import type { PoolsResult } from '../../protocol/pools.ts';
import { type Answer, notFound } from '../channel/answer.ts';
import type { Session } from '../channel/session.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handler.ts';

export function createPoolHandlers({
  pools,
}: ControlServices): HandlersOf<
  | 'listPools'
  | 'putPool'
  | 'deletePool'
  | 'setPoolDesired'
  | 'startPool'
  | 'stopPool'
  | 'killPoolProcess'
  | 'protectPoolProcess'
  | 'interruptPool'
  | 'readPoolHistory'
> {
  const list = (): Result<PoolsResult> => succeed({ pools: pools.book.describe() });
  const saveAndList = (): Result<PoolsResult> => {
    pools.save();
    return list();
  };
  const withPool = <T>(name: string, answer: (pool: Pool) => Answer<T>): Answer<T> => {
    const pool = pools.book.find(name);
    return pool === undefined ? notFound(l10n.t('There is no pool {0}.', name)) : answer(pool);
  };
  const withRunning = <T>(name: string, answer: (pool: Pool) => Answer<T>): Answer<T> =>
    withPool(name, (pool) =>
      pool.isRunning
        ? answer(pool)
        : fail('InvalidParameterValue', l10n.t('The pool {0} is not running.', name), 'name'),
    );
  const withProcess = (
    { name, process: number }: { readonly name: string; readonly process: number },
    act: (process: ManagedProcess, pool: Pool) => void,
  ): Answer<PoolsResult> =>
    withPool(name, (pool) => {
      const process = pool.processes.find(number);
      if (process === undefined) return notFound(describeMissing(name, number));
      act(process, pool);
      return list();
    });
  return {
    listPools: list,
    putPool: (definition) => {
      const [problem] = checkPool(definition);
      if (problem !== undefined) {
        return fail('InvalidParameterValue', problem.message, problem.path.join('.'));
      }
      if (pools.book.put(definition)) return saveAndList();
      return fail('OverLimit', l10n.t('There are {0} pools, which is the limit.', MAXIMUM_POOLS));
    },
    deletePool: ({ name }) =>
      withPool(name, () => {
        pools.book.delete(name);
        return saveAndList();
      }),
    setPoolDesired: ({ name, desired }) =>
      withRunning(name, (pool) => {
        pool.setDesired(desired);
        return list();
      }),
    startPool: ({ name }) =>
      withPool(name, (pool) => {
        if (pool.isRunning) return list();
        if (!pool.hasRunner()) {
          const message = l10n.t('No program runs the pool {0}. Run it in VS Code or in a shell.', name);
          return fail('InvalidParameterValue', message, 'name');
        }
        const started = pool.start();
        return started.ok ? list() : started;
      }),
    stopPool: ({ name }) =>
      withPool(name, (pool) => {
        pool.stop();
        return list();
      }),
    killPoolProcess: (params) => withProcess(params, (process, pool) => pool.kill(process)),
    protectPoolProcess: (params) =>
      withProcess(params, (process, pool) => {
        process.isProtected = params.isProtected;
        pool.noteProcessChange();
      }),
    interruptPool: ({ name, perHour, seed }) =>
      withRunning(name, (pool) => {
        pool.interrupt({ perHour, seed });
        return list();
      }),
    readPoolHistory: ({ name }) => withPool(name, (pool) => succeed(pool.describeHistory())),
  };
}

/** What the runner of a pool calls. */
export function createPoolRunnerHandlers({
  pools,
}: ControlServices): HandlersOf<
  'runPool' | 'leavePool' | 'reportPoolStarted' | 'reportPoolExited' | 'reportPoolPaused'
> {
  const withOwn = <T>(name: string, session: Session, answer: (pool: Pool) => Answer<T>): Answer<T> => {
    const pool = pools.book.findRun(name);
    return pool?.hasRunner(session) === true
      ? answer(pool)
      : notFound(l10n.t('This connection does not run the pool {0}.', name));
  };
  const withProcess = (
    { name, process: number }: { readonly name: string; readonly process: number },
    session: Session,
    act: (process: ManagedProcess, pool: Pool) => void,
  ): Answer<null> =>
    withOwn(name, session, (pool) => {
      const process = pool.processes.find(number);
      if (process === undefined) return notFound(describeMissing(name, number));
      act(process, pool);
      pools.book.forgetDeleted();
      return succeed(null);
    });
  return {
    runPool: ({ name, user = '' }, session) => {
      const pool = pools.book.find(name);
      if (pool === undefined) return notFound(l10n.t('There is no pool {0}.', name));
      if (pool.hasRunner()) {
        return fail('InvalidParameterValue', l10n.t('Another program runs the pool {0}.', name), 'name');
      }
      const started = pool.run(session, user);
      return started.ok ? succeed({ pool: pool.describe() }) : started;
    },
    leavePool: ({ name }, session) =>
      withOwn(name, session, (pool) => {
        pool.leave();
        pools.book.forgetDeleted();
        return succeed(null);
      }),
    reportPoolStarted: (params, session) =>
      withProcess(params, session, (process, pool) => pool.noteStarted(process, params.processId)),
    reportPoolExited: ({ name, process, ...exit }, session) =>
      withProcess({ name, process }, session, (ended, pool) => pool.noteExit(ended, exit)),
    reportPoolPaused: (params, session) =>
      withProcess(params, session, (process, pool) => {
        process.isPaused = params.isPaused;
        pool.noteProcessChange();
      }),
  };
}

function describeMissing(name: string, number: number): string {
  return l10n.t('The process {0} #{1} does not run.', name, number);
}
