import * as l10n from '@vscode/l10n';
import type { Engine } from '../engine/engine.ts';
import {
  FUNCTION_DEFAULTS,
  type FunctionDefinition,
  MAXIMUM_FUNCTIONS,
} from '../protocol/functionDefinition.ts';
import { MAPPING_TEXTS } from '../mappings/refusal.ts';
import type { DefinitionFault, DefinitionTarget, Namespace } from './definition.ts';

/**
 * The functions of a text for which there is no room beside those of clients and other files, and the mappings that the service
 * would reject.
 * @param wanted the queues as the text would make them
 */
export function findFunctionFaults(
  { functions }: Pick<DefinitionTarget, 'functions'>,
  wanted: Engine,
  namespace: Namespace,
  definitions: readonly FunctionDefinition[],
  source: string,
): readonly DefinitionFault[] {
  const names = new Set(definitions.map(({ name }) => name));
  const others = functions.all.filter(({ name, origin }) => origin.source !== source && !names.has(name));
  const first = definitions[MAXIMUM_FUNCTIONS - others.length];
  const faults = definitions.flatMap((definition) => findShortTimeouts(wanted, namespace, definition));
  if (first === undefined) return faults;
  const message = l10n.t('There are {0} functions, which is the limit.', MAXIMUM_FUNCTIONS);
  return [...faults, { path: ['functions', first.name], message }];
}

/** A queue must leave a function the time that it may take, or its messages come back while it works. */
function findShortTimeouts(
  wanted: Engine,
  { region, account }: Namespace,
  { name, timeout = FUNCTION_DEFAULTS.timeout, mappings = [] }: FunctionDefinition,
): readonly DefinitionFault[] {
  return mappings.flatMap(({ queue }, index) => {
    const visibility = wanted.findQueue(region, account, queue)?.settings.visibilitySeconds;
    if (visibility === undefined || visibility >= timeout) return [];
    // As the service says it.
    const message = MAPPING_TEXTS.visibilityTooShort(visibility, timeout);
    return [{ path: ['functions', name, 'mappings', index, 'queue'], message }];
  });
}
