import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS, IN_TRUSTED_FOLDER } from '../ground/conditions.ts';
import { all, has, IN_CONSUMERS, inTitle, lacks, ONE_ROW, onRow, POOL_ROW } from '../ground/whenClauses.ts';
import type { PoolAction, PoolDesk } from './poolDesk.ts';

interface Needs {
  readonly loadConsumers: () => { readonly pools: PoolDesk };
}

const POOL = all(POOL_ROW, ONE_ROW);
const PROCESS = all(IN_CONSUMERS, String.raw`viewItem =~ /^poolProcess\b/`, ONE_ROW);
const RUNNABLE = has('runnable');
const POOL_RUNNING = all(lacks('runnable'), has('running'));
const ALIVE = has('alive');

/** What a command does is in a bundle of its own. */
function act(action: PoolAction) {
  return ({ loadConsumers }: Needs, target?: unknown) => loadConsumers().pools.act(action, target);
}

export const POOL_COMMANDS = {
  runPool: {
    title: 'Run Pool',
    icon: 'play',
    enabled: IN_TRUSTED_FOLDER,
    menus: [onRow('inline@1', POOL, RUNNABLE), onRow('1_run@1', POOL, RUNNABLE)],
    run: act('run'),
  },
  debugPool: {
    title: 'Debug Pool',
    icon: 'debug-alt',
    enabled: IN_TRUSTED_FOLDER,
    menus: [
      onRow('inline@2', POOL, RUNNABLE, has('debuggable')),
      onRow('1_run@2', POOL, RUNNABLE, has('debuggable')),
    ],
    run: act('debug'),
  },
  stopPool: {
    title: 'Stop Pool',
    icon: 'debug-stop',
    enabled: ALWAYS,
    menus: [onRow('inline@2', POOL, POOL_RUNNING), onRow('1_run@3', POOL, POOL_RUNNING)],
    run: act('stop'),
  },
  setPoolSize: {
    title: 'Set Number of Processes…',
    icon: 'list-ordered',
    enabled: ALWAYS,
    menus: [onRow('inline@1', POOL, POOL_RUNNING), onRow('2_size@1', POOL, POOL_RUNNING)],
    run: act('setSize'),
  },
  interruptPool: {
    title: 'Interrupt at Random…',
    enabled: ALWAYS,
    menus: [onRow('3_interrupt@1', POOL, POOL_RUNNING)],
    run: act('interrupt'),
  },
  openPoolOutput: {
    title: 'Open Output',
    icon: 'output',
    enabled: ALWAYS,
    menus: [onRow('inline@1', PROCESS), onRow('1_output@1', PROCESS)],
    run: act('openOutput'),
  },
  protectPoolProcess: {
    title: 'Protect from Scale-In',
    icon: 'shield',
    enabled: ALWAYS,
    menus: [onRow('2_protection@1', PROCESS, ALIVE, lacks('protected'))],
    run: act('protect'),
  },
  unprotectPoolProcess: {
    title: 'Remove Scale-In Protection',
    enabled: ALWAYS,
    menus: [onRow('2_protection@1', PROCESS, ALIVE, has('protected'))],
    run: act('unprotect'),
  },
  endPoolProcess: {
    title: 'End Process with SIGKILL',
    icon: 'close',
    enabled: ALWAYS,
    menus: [onRow('inline@2', PROCESS, ALIVE), onRow('9_destructive@1', PROCESS, ALIVE)],
    run: act('endProcess'),
  },
  declarePool: {
    title: 'Declare Pool…',
    icon: 'add',
    enabled: ALWAYS,
    menus: [inTitle('navigation@1', IN_CONSUMERS)],
    run: act('declare'),
  },
} satisfies CommandTable<never>;
