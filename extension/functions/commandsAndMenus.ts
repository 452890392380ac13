import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS, IN_TRUSTED_FOLDER } from '../ground/conditions.ts';
import { all, FUNCTION_ROW, has, IN_CONSUMERS, lacks, ONE_ROW, onRow } from '../ground/whenClauses.ts';
import type { FunctionAction, FunctionDesk } from './functionDesk.ts';

interface Needs {
  readonly loadConsumers: () => { readonly functions: FunctionDesk };
}

const FUNCTION = all(FUNCTION_ROW, ONE_ROW);
const ENVIRONMENT = all(IN_CONSUMERS, String.raw`viewItem =~ /^functionEnvironment\b/`, ONE_ROW);
const RUNNABLE = has('runnable');
const RUNNING = all(lacks('runnable'), has('running'));
const DEBUGGABLE = has('debuggable');

/** What a command does is in a bundle of its own. */
function act(action: FunctionAction) {
  return ({ loadConsumers }: Needs, target?: unknown) => loadConsumers().functions.act(action, target);
}

export const FUNCTION_COMMANDS = {
  runFunction: {
    title: 'Run Function',
    icon: 'play',
    enabled: IN_TRUSTED_FOLDER,
    menus: [onRow('inline@1', FUNCTION, RUNNABLE), onRow('1_run@1', FUNCTION, RUNNABLE)],
    run: act('run'),
  },
  debugFunction: {
    title: 'Debug Function',
    icon: 'debug-alt',
    enabled: IN_TRUSTED_FOLDER,
    menus: [onRow('inline@2', FUNCTION, DEBUGGABLE), onRow('1_run@2', FUNCTION, DEBUGGABLE)],
    run: act('debug'),
  },
  stopFunction: {
    title: 'Stop Function',
    icon: 'debug-stop',
    enabled: ALWAYS,
    menus: [onRow('inline@3', FUNCTION, RUNNING), onRow('1_run@3', FUNCTION, RUNNING)],
    run: act('stop'),
  },
  invokeFunctionWithLastBatch: {
    title: 'Invoke with Last Batch',
    icon: 'run-all',
    enabled: IN_TRUSTED_FOLDER,
    menus: [onRow('2_invoke@1', FUNCTION)],
    run: act('invokeLastBatch'),
  },
  editFunctionEvent: {
    title: 'Edit Event and Invoke…',
    icon: 'json',
    enabled: IN_TRUSTED_FOLDER,
    menus: [onRow('2_invoke@2', FUNCTION)],
    run: act('editEvent'),
  },
  showFunctionLog: {
    title: 'Show Function Log',
    icon: 'output',
    enabled: ALWAYS,
    menus: [
      onRow('inline@4', FUNCTION),
      onRow('3_log@1', FUNCTION),
      onRow('inline@1', ENVIRONMENT),
      onRow('3_log@1', ENVIRONMENT),
    ],
    run: act('showLog'),
  },
} satisfies CommandTable<never>;
