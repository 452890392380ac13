import * as l10n from '@vscode/l10n';
import type { Node } from 'jsonc-parser';
import { parseFilterPattern } from '../eventFilters/parsePattern.ts';
import { checkFunction } from '../functions/checkFunction.ts';
import {
  DECLARED_FUNCTION,
  type DeclaredFunction,
  FUNCTION_NAME,
  MAXIMUM_FUNCTIONS,
} from '../protocol/functionDefinition.ts';
import type { JsonReader } from './jsonReader.ts';
import { findMember, readShape } from './readShape.ts';

/**
 * Reads the functions of a file.
 * @param queues names of the queues of the file: a file must work on a broker without any
 */
export function readFunctions(
  reader: JsonReader,
  node: Node,
  queues: ReadonlySet<string>,
): readonly DeclaredFunction[] {
  const functions: DeclaredFunction[] = [];
  let count = 0;
  reader.readEntries(node, 'functions', (name, value, key) => {
    count++;
    if (count > MAXIMUM_FUNCTIONS) {
      if (count === MAXIMUM_FUNCTIONS + 1) {
        reader.note(key, l10n.t('A file may have at most {0} functions.', MAXIMUM_FUNCTIONS));
      }
      return;
    }
    if (FUNCTION_NAME.check(name) !== undefined) {
      reader.note(key, l10n.t('{0} must be {1}.', JSON.stringify(name), FUNCTION_NAME.expected()));
      return;
    }
    const found = readFunction(reader, name, value, queues);
    if (found !== undefined) functions.push(found);
  });
  return functions;
}

function readFunction(
  reader: JsonReader,
  name: string,
  node: Node,
  queues: ReadonlySet<string>,
): DeclaredFunction | undefined {
  const definition = readShape(reader, node, l10n.t('A function'), DECLARED_FUNCTION, { name });
  if (definition === undefined) return undefined;
  for (const { path, message } of checkFunction(definition)) {
    reader.note(findMember(node, [...path]), message);
  }
  for (const [index, { queue, filters = [] }] of (definition.mappings ?? []).entries()) {
    const path = ['mappings', index];
    if (!queues.has(queue)) {
      const message = l10n.t('This file has no queue {0}.', JSON.stringify(queue));
      reader.note(findMember(node, [...path, 'queue']), message);
    }
    for (const [place, filter] of filters.entries()) {
      const parsed = parseFilterPattern(filter);
      if (parsed.ok) continue;
      reader.note(findMember(node, [...path, 'filters', place]), `${parsed.message} ${parsed.detail}`);
    }
  }
  return definition;
}
