import { type DebugConfiguration, l10n } from 'vscode';
import { FUNCTION_DEBUG_TYPE } from '../ground/ids.ts';
import { showMissing } from '../ground/missing.ts';
import { isDebuggable } from './isDebuggable.ts';
import { describeNone, type FunctionQuestion, pickFunction } from './pickFunction.ts';
import type { RunFunctionsNeeds } from './runFunctions.ts';

type Needs = Pick<RunFunctionsNeeds, 'session' | 'source' | 'prepare'>;

/**
 * Launch configurations of all functions that can be debugged. Starts the broker if it does not run. If the list is empty, a message
 * says why.
 */
export async function listFunctionConfigurations({
  session,
  source,
  prepare,
}: Needs): Promise<DebugConfiguration[]> {
  await session.start();
  await prepare();
  await source.refresh();
  const { accepts, none } = createQuestion();
  const accepted = source.functions.filter(accepts);
  if (accepted.length === 0) void showMissing(describeNone(source, none));
  return accepted.map(({ definition }) => configure(definition.name));
}

/** Asks for the function if the configuration has none. @returns undefined if the user chooses none */
export async function resolveFunctionConfiguration(
  needs: Needs,
  configuration: DebugConfiguration,
): Promise<DebugConfiguration | undefined> {
  if (typeof configuration['function'] === 'string') return configuration;
  await needs.session.start();
  await needs.prepare();
  const info = await pickFunction(needs, undefined, createQuestion());
  return info === undefined ? undefined : { ...configure(info.definition.name), ...configuration };
}

function createQuestion(): FunctionQuestion {
  return {
    title: l10n.t('Debug Function'),
    accepts: ({ definition }) => isDebuggable(definition),
    none: l10n.t('No function can be debugged: each has a command.'),
  };
}

function configure(name: string): DebugConfiguration {
  return { type: FUNCTION_DEBUG_TYPE, request: 'launch', name: l10n.t('Debug {0}', name), function: name };
}
