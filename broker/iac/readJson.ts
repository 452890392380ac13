import * as l10n from '@vscode/l10n';
import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';
import { MAXIMUM_DEPTH, MAXIMUM_NODES } from './limits.ts';
import { listNode, type MapEntry, mapNode, type TemplateNode } from './node.ts';
import { type Place, type Source, problemAt } from './source.ts';
import { describeTooDeep, describeTooMany, UnreadableError } from './unreadable.ts';

/** A map or list that is being read. */
interface Frame {
  readonly start: number;
  readonly items: TemplateNode[] | undefined;
  readonly entries: Map<string, MapEntry>;
  key: { readonly name: string; readonly place: Place } | undefined;
}

/** @throws UnreadableError */
export function readJson(source: Source): TemplateNode | undefined {
  const frames: Frame[] = [];
  let root: TemplateNode | undefined;
  let count = 0;
  const at = (start: number, length: number): Place => ({ source, start, end: start + length });
  const add = (node: TemplateNode): void => {
    count++;
    if (count > MAXIMUM_NODES) throw new UnreadableError(problemAt(node, describeTooMany()));
    const frame = frames.at(-1);
    if (frame === undefined) root = node;
    else if (frame.items !== undefined) frame.items.push(node);
    else if (frame.key !== undefined)
      frame.entries.set(frame.key.name, { key: frame.key.place, value: node });
  };
  const open = (start: number, items: TemplateNode[] | undefined): void => {
    if (frames.length === MAXIMUM_DEPTH)
      throw new UnreadableError(problemAt(at(start, 1), describeTooDeep()));
    frames.push({ start, items, entries: new Map(), key: undefined });
  };
  const close = (offset: number, length: number): void => {
    const frame = frames.pop();
    if (frame === undefined) return;
    const place = at(frame.start, offset + length - frame.start);
    add(frame.items === undefined ? mapNode(place, frame.entries) : listNode(place, frame.items));
  };
  visit(
    source.text,
    {
      onObjectBegin: (offset) => open(offset, undefined),
      onObjectEnd: close,
      onArrayBegin: (offset) => open(offset, []),
      onArrayEnd: close,
      onObjectProperty: (name, offset, length) => {
        const frame = frames.at(-1);
        if (frame?.entries.has(name) === true) {
          const message = l10n.t('{0} appears twice.', JSON.stringify(name));
          throw new UnreadableError(problemAt(at(offset, length), message));
        }
        if (frame !== undefined) frame.key = { name, place: at(offset, length) };
      },
      onLiteralValue: (value: unknown, offset, length) => {
        const isQuoted = typeof value === 'string';
        // A number keeps the digits that it is written with.
        const text = isQuoted ? value : source.text.slice(offset, offset + length);
        add({ kind: 'scalar', ...at(offset, length), text, isQuoted });
      },
      onError: (code: ParseErrorCode, offset, length) => {
        const message = l10n.t('This is not valid JSON: {0}.', printParseErrorCode(code));
        throw new UnreadableError(problemAt(at(offset, length), message));
      },
    },
    { disallowComments: false, allowTrailingComma: true },
  );
  return root;
}
