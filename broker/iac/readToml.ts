import * as l10n from '@vscode/l10n';
import { parse, TomlError } from 'smol-toml';
import { MAXIMUM_DEPTH, MAXIMUM_NODES } from './limits.ts';
import { listNode, type MapEntry, mapNode, type TemplateNode } from './node.ts';
import { type Place, problemAt, type Source } from './source.ts';
import { describeTooDeep, describeTooMany, UnreadableError } from './unreadable.ts';

/**
 * Reads TOML. All nodes are at the start of the text: the library has no places.
 * @throws UnreadableError
 */
export function readToml(source: Source): TemplateNode {
  const place: Place = { source, start: 0, end: 0 };
  let count = 0;
  const convert = (value: unknown, depth: number): TemplateNode => {
    count++;
    if (count > MAXIMUM_NODES) throw new UnreadableError(problemAt(place, describeTooMany()));
    if (depth > MAXIMUM_DEPTH) throw new UnreadableError(problemAt(place, describeTooDeep()));
    if (Array.isArray(value)) {
      return listNode(
        place,
        value.map((item: unknown) => convert(item, depth + 1)),
      );
    }
    if (isTable(value)) {
      const entries = Object.entries(value).map(([name, item]): [string, MapEntry] => [
        name,
        { key: place, value: convert(item, depth + 1) },
      ]);
      return mapNode(place, new Map(entries));
    }
    return { kind: 'scalar', ...place, text: String(value), isQuoted: typeof value === 'string' };
  };
  return convert(parseText(source), 0);
}

/** A date is an object too. */
function isTable(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}

function parseText(source: Source): unknown {
  try {
    return parse(source.text, { maxDepth: MAXIMUM_DEPTH });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const lines = source.text.split('\n').slice(0, error.line - 1);
    const start = lines.reduce((sum, line) => sum + line.length + 1, 0) + error.column - 1;
    const [reason = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
    const message = l10n.t('This is not valid TOML: {0}.', reason);
    throw new UnreadableError(problemAt({ source, start, end: start + 1 }, message));
  }
}
