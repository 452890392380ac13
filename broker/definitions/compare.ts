import * as l10n from '@vscode/l10n';
import type { DefinitionConflict, DefinitionsFile } from '../protocol/definitions.ts';
import type { QueueDefinition } from './definition.ts';
import { MAXIMUM_FAULTS } from './jsonReader.ts';
import { type ParsedDefinitions, parseDefinitions } from './parse.ts';
import { findPlace } from './problems.ts';

/** One file's definition of a queue. */
interface Word {
  readonly file: number;
  readonly definition: QueueDefinition;
}

/** Values of a conflict that are reported. */
const MAXIMUM_TOLD = 3;
const MAXIMUM_VALUE_LENGTH = 60;

/**
 * Finds the queues that several files define differently, and reports each in each file: the file that is applied last
 * wins. A value that another file omits is not a conflict. Invalid files are skipped.
 * @returns at most as many as a file may have problems
 */
export function compareFiles(files: readonly DefinitionsFile[]): DefinitionConflict[] {
  const parsed = files.map(({ text }) => parseDefinitions(text));
  const words = new Map<string, Word[]>();
  for (const [file, { queues, problems }] of parsed.entries()) {
    if (problems.length > 0) continue;
    for (const definition of queues) {
      const { name } = definition;
      const known = words.get(name);
      if (known === undefined) words.set(name, [{ file, definition }]);
      else known.push({ file, definition });
    }
  }
  const conflicts: DefinitionConflict[] = [];
  for (const said of words.values()) {
    for (const word of said) {
      if (conflicts.length >= MAXIMUM_FAULTS) return conflicts;
      const conflict = findConflict(word, said, files, parsed);
      if (conflict !== undefined) conflicts.push(conflict);
    }
  }
  return conflicts;
}

function findConflict(
  word: Word,
  said: readonly Word[],
  files: readonly DefinitionsFile[],
  parsed: readonly ParsedDefinitions[],
): DefinitionConflict | undefined {
  const { name } = word.definition;
  for (const other of said) {
    const differences = other === word ? [] : listDifferences(word.definition, other.definition);
    if (differences.length === 0) continue;
    const { root, lines } = parsed[word.file] as ParsedDefinitions;
    if (root === undefined) return undefined;
    const { offset, length } = findPlace(root, ['queues', name]);
    const source = (files[other.file] as DefinitionsFile).source;
    const more = differences.length - MAXIMUM_TOLD;
    const told = differences.slice(0, MAXIMUM_TOLD).join(', ');
    const list = more > 0 ? l10n.t('{0}, and {1} more', told, more) : told;
    const message = l10n.t(
      '{0} defines the queue "{1}" differently: {2}. The file that is applied last wins.',
      source,
      name,
      list,
    );
    return { ...lines.describe(offset, length, message), file: word.file };
  }
  return undefined;
}

/** Such as `VisibilityTimeout is 30 here and 60 there`. */
function listDifferences(here: QueueDefinition, there: QueueDefinition): string[] {
  return [
    ...compareMaps(here.attributes, there.attributes, (name) => name),
    ...compareMaps(here.tags, there.tags, (key) => l10n.t('the tag {0}', key)),
    ...compareParts('deadLetter', here.deadLetter, there.deadLetter),
    ...compareParts('faults', here.faults, there.faults),
    ...(here.messages.length > 0 && there.messages.length > 0
      ? compareParts('messages', here.messages, there.messages)
      : []),
  ];
}

function compareMaps(
  here: Readonly<Record<string, string>>,
  there: Readonly<Record<string, string>>,
  describe: (name: string) => string,
): string[] {
  return Object.entries(here).flatMap(([name, value]) => {
    const other = Object.hasOwn(there, name) ? there[name] : undefined;
    return other === undefined || canonize(other) === canonize(value)
      ? []
      : [l10n.t('{0} is {1} here and {2} there', describe(name), shorten(value), shorten(other))];
  });
}

/** Undefined: the file does not mention it; null: the file removes it. */
function compareParts(what: string, here: unknown, there: unknown): string[] {
  if (here === undefined || there === undefined) return [];
  return JSON.stringify(here) === JSON.stringify(there) ? [] : [l10n.t('{0} differs', what)];
}

/** Policies are compared by content, not by white space. */
function canonize(value: string): string {
  if (!value.startsWith('{')) return value;
  try {
    return JSON.stringify(JSON.parse(value));
  } catch {
    return value;
  }
}

function shorten(value: string): string {
  return value.length > MAXIMUM_VALUE_LENGTH ? `${value.slice(0, MAXIMUM_VALUE_LENGTH - 1)}…` : value;
}
