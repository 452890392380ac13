import { commands, l10n, window } from 'vscode';
import { type FunctionInfo, stopFunction } from '../../broker/protocol/functions.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { FunctionDebugger } from './debuggers.ts';
import { findCodeFolder, findDebugger, findDebugType } from './findDebugger.ts';
import { forCount } from '../ground/forCount.ts';
import { showMissing } from '../ground/missing.ts';
import { tellChange } from '../ground/tellChange.ts';
import { tellFailure } from '../ground/tellFailure.ts';
import { formatCount } from '../ground/text.ts';
import type { FunctionRun, FunctionRunners } from './functionRunners.ts';
import { isDebuggable } from './isDebuggable.ts';
import { pickFunction, type PickFunctionNeeds } from './pickFunction.ts';

export interface RunFunctionsNeeds extends PickFunctionNeeds {
  readonly session: BrokerClient;
  readonly runners: FunctionRunners;
  /** From which the code of a function is found that no file declares; absolute. */
  readonly folder: string;
  /** Resolves when the definitions of the workspace have been applied. */
  readonly prepare: () => Promise<void>;
}

/** Runs a function in this window: its queues invoke it from now on. */
export async function runFunctionCommand(needs: RunFunctionsNeeds, target?: unknown): Promise<void> {
  const { session, runners, prepare } = needs;
  await session.start();
  await prepare();
  const info = await pickFunction(needs, target, {
    title: l10n.t('Run Function'),
    accepts: ({ state }) => state === 'idle',
    none: l10n.t('All functions are running.'),
  });
  if (info === undefined) return;
  const { name } = info.definition;
  await runners.run(name, 'run');
  tellChange({ text: l10n.t('The function {0} is running.', name) });
}

/** As Run Function; the debugger starts each environment. One that this window runs finishes its invocations first. */
export async function debugFunctionCommand(needs: RunFunctionsNeeds, target?: unknown): Promise<void> {
  const { session, runners, prepare } = needs;
  await session.start();
  await prepare();
  const info = await pickFunction(needs, target, {
    title: l10n.t('Debug Function'),
    accepts: ({ state, definition }) =>
      (state === 'idle' || runners.findMode(definition.name) === 'run') && isDebuggable(definition),
    none: l10n.t('No function can be debugged: each has a command, or already runs.'),
  });
  if (info === undefined) return;
  if (await debugFunction(needs, info)) tellChange({ text: describeDebugging(info.definition.name) });
}

/**
 * Runs a function under its debugger. @returns undefined if none can start it: then the user was told why; or if the signal was
 * aborted before it began
 */
export async function debugFunction(
  { runners, folder }: Pick<RunFunctionsNeeds, 'runners' | 'folder'>,
  info: FunctionInfo,
  signal?: AbortSignal,
): Promise<FunctionRun | undefined> {
  const { name } = info.definition;
  if (!isDebuggable(info.definition)) {
    const text = l10n.t('The debugger cannot start the function {0}: it has a command.', name);
    void showMissing({ text });
    return undefined;
  }
  const found = findDebugger(info.definition, findCodeFolder(info, folder));
  if (found !== undefined && findDebugType(found) === undefined) {
    tellFailure(offerDebugger(name, found));
    return undefined;
  }
  return runners.run(name, 'debug', signal);
}

/** Says what happens next. */
export function describeDebugging(name: string): string {
  return l10n.t('Debugging the function {0}: the first message of its queues starts it.', name);
}

async function offerDebugger(name: string, { language, types }: FunctionDebugger): Promise<void> {
  const show = l10n.t('Show Extension');
  const text = l10n.t('To debug the function {0}, install a debugger for {1}.', name, language);
  if ((await window.showInformationMessage(text, show)) !== show) return;
  const [{ extension }] = types;
  await commands.executeCommand('workbench.extensions.search', `@id:${extension}`);
}

/** Ends the environments of a function; its invocations are finished first. */
export async function stopFunctionCommand(needs: RunFunctionsNeeds, target?: unknown): Promise<void> {
  const { session, source } = needs;
  const info = await pickFunction(needs, target, {
    title: l10n.t('Stop Function'),
    accepts: ({ state }) => state === 'running',
    none: l10n.t('No function is running.'),
  });
  if (info === undefined) return;
  const { name } = info.definition;
  source.take(await session.request(stopFunction, { name }));
  const busy = info.environments.filter(({ state }) => state === 'busy').length;
  tellChange({
    text:
      busy === 0
        ? l10n.t('Stopped the function {0}.', name)
        : forCount(
            busy,
            l10n.t('The function {0} stops: 1 invocation is finished first.', name),
            l10n.t('The function {0} stops: {1} invocations are finished first.', name, formatCount(busy)),
          ),
  });
}
