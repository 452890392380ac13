import * as l10n from '@vscode/l10n';
import { CodeLens, type Range } from 'vscode';
import type { FunctionDefinition } from '../../broker/protocol/functionDefinition.ts';
import { isDebuggable } from '../functions/isDebuggable.ts';
import { COMMANDS } from '../ground/commandIds.ts';

/** What can be done with a function, above the line of its handler. */
export function createLenses(range: Range, definition: FunctionDefinition): CodeLens[] {
  const { name } = definition;
  const invoke = new CodeLens(range, {
    title: l10n.t('Invoke with…'),
    tooltip: l10n.t('Edit an event, and invoke {0} with it', name),
    command: COMMANDS.editFunctionEvent,
    arguments: [name],
  });
  if (!isDebuggable(definition)) return [invoke];
  const debug = new CodeLens(range, {
    title: l10n.t('Debug'),
    tooltip: l10n.t('Debug the function {0}', name),
    command: COMMANDS.debugFunction,
    arguments: [name],
  });
  return [debug, invoke];
}
