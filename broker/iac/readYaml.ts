import * as l10n from '@vscode/l10n';
import {
  COLLECTION_STYLE,
  type Event,
  EVENT_ID,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  YAMLException,
} from 'js-yaml';
import { MAXIMUM_ALIASES, MAXIMUM_DEPTH, MAXIMUM_NODES } from './limits.ts';
import type { IacProblem } from './model.ts';
import { listNode, type MapEntry, mapNode, type TemplateNode } from './node.ts';
import { type Place, problemAt, type Source } from './source.ts';
import { describeTooDeep, describeTooMany, describeTooManyAliases, UnreadableError } from './unreadable.ts';

type OpeningEvent = Extract<Event, { readonly tagStart: number }>;

type CollectionEvent = Extract<OpeningEvent, { readonly start: number }>;

/** A node with how many nodes it would be if its aliases were written out. */
interface Sized {
  readonly node: TemplateNode;
  readonly size: number;
}

/** A map or list that is being read. */
interface Frame {
  readonly event: CollectionEvent;
  readonly start: number;
  /** The nodes in it, keys and values of a map in turn. */
  readonly children: TemplateNode[];
  size: number;
}

const MERGE_KEY = '<<';

/**
 * Reads one document of YAML. Aliases are resolved, and merge keys; short forms of functions become long ones.
 * @param note takes what is wrong although the text can be read
 * @throws UnreadableError
 */
export function readYaml(source: Source, note: (problem: IacProblem) => void): TemplateNode | undefined {
  return new YamlReader(source, note).read();
}

class YamlReader {
  private readonly source: Source;
  private readonly note: (problem: IacProblem) => void;
  private readonly frames: Frame[] = [];
  private readonly anchors = new Map<string, Sized>();
  private root: TemplateNode | undefined;
  private documents = 0;
  private aliases = 0;
  private count = 0;
  /** Where the last node ended: what is empty is there. */
  private position = 0;

  constructor(source: Source, note: (problem: IacProblem) => void) {
    this.source = source;
    this.note = note;
  }

  read(): TemplateNode | undefined {
    for (const event of this.parse()) this.take(event);
    return this.root;
  }

  private parse(): readonly Event[] {
    try {
      return parseEvents(this.source.text, { maxDepth: MAXIMUM_DEPTH });
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error;
      const start = Math.min(error.mark?.position ?? 0, this.source.text.length);
      const message = error.reason.includes('maxDepth')
        ? describeTooDeep()
        : l10n.t('This is not valid YAML: {0}.', error.reason);
      throw new UnreadableError(problemAt(this.place(start, start + 1), message));
    }
  }

  private take(event: Event): void {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        this.documents++;
        if (this.documents > 1) {
          const start = this.skipTo(/^---/gm, this.position);
          const place = this.place(start, start + 3);
          throw new UnreadableError(problemAt(place, l10n.t('Only files with one YAML document are read.')));
        }
        return;
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE:
        this.frames.push({ event, start: this.startOf(event, event.start), children: [], size: 1 });
        return;
      case EVENT_ID.SCALAR:
        this.takeScalar(event);
        return;
      case EVENT_ID.ALIAS:
        this.takeAlias(event.anchorStart, event.anchorEnd);
        return;
      case EVENT_ID.POP:
        this.close();
    }
  }

  private takeScalar(event: Extract<Event, { readonly type: typeof EVENT_ID.SCALAR }>): void {
    const { valueStart, valueEnd, style } = event;
    const isEmpty = valueStart < 0;
    const start = this.startOf(event, isEmpty ? this.position : valueStart);
    const isMarked = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
    // Quotation marks belong to it.
    const place = isMarked
      ? this.place(valueStart - 1, valueEnd + 1)
      : this.place(start, Math.max(start, valueEnd));
    const text = isEmpty ? '' : getScalarValue(this.source.text, event);
    const isQuoted = style !== SCALAR_STYLE.PLAIN || this.tagOf(event) === '!!str';
    this.position = Math.max(this.position, place.end);
    this.add({ node: { kind: 'scalar', ...place, text, isQuoted }, size: 1 }, event);
  }

  private takeAlias(start: number, end: number): void {
    const place = this.place(start - 1, end);
    this.aliases++;
    if (this.aliases > MAXIMUM_ALIASES) throw new UnreadableError(problemAt(place, describeTooManyAliases()));
    const name = this.source.text.slice(start, end);
    const target = this.anchors.get(name);
    if (target === undefined)
      throw new UnreadableError(problemAt(place, l10n.t('There is no anchor {0} before.', name)));
    this.position = end;
    this.add(target, undefined);
  }

  private close(): void {
    const frame = this.frames.pop();
    // The end of the document.
    if (frame === undefined) return;
    const { event, start, children, size } = frame;
    if (event.style === COLLECTION_STYLE.FLOW) {
      this.position = this.skipTo(/[\]}]/g, Math.max(this.position, start)) + 1;
    }
    const place = this.place(start, Math.max(start, this.position));
    const node =
      event.type === EVENT_ID.SEQUENCE ? listNode(place, children) : this.buildMap(place, children);
    this.add({ node, size }, event);
  }

  private buildMap(place: Place, children: readonly TemplateNode[]): TemplateNode {
    const entries = new Map<string, MapEntry>();
    const merged: TemplateNode[] = [];
    for (let index = 0; index + 1 < children.length; index += 2) {
      const [key, value] = children.slice(index, index + 2) as [TemplateNode, TemplateNode];
      if (key.kind !== 'scalar') {
        this.note(problemAt(key, l10n.t('A key must be a text. This one is not read.')));
        continue;
      }
      if (key.text === MERGE_KEY && !key.isQuoted) {
        // One by one: a call takes fewer arguments than a list may have items.
        for (const item of value.kind === 'list' ? value.items : [value]) merged.push(item);
        continue;
      }
      if (entries.has(key.text)) {
        this.note(
          problemAt(key, l10n.t('{0} appears twice; the last one counts.', JSON.stringify(key.text))),
        );
      }
      entries.set(key.text, { key, value });
    }
    for (const from of merged) {
      if (from.kind !== 'map') continue;
      for (const [name, entry] of from.entries) if (!entries.has(name)) entries.set(name, entry);
    }
    return mapNode(place, entries);
  }

  private add({ node, size }: Sized, event: OpeningEvent | undefined): void {
    const shown = event === undefined ? node : this.applyTag(node, this.tagOf(event));
    if (event !== undefined && event.anchorStart >= 0) {
      this.anchors.set(this.source.text.slice(event.anchorStart, event.anchorEnd), { node: shown, size });
    }
    const frame = this.frames.at(-1);
    this.count += event === undefined ? size : 1;
    if (this.count > MAXIMUM_NODES) throw new UnreadableError(problemAt(shown, describeTooMany()));
    if (frame === undefined) {
      this.root = shown;
      return;
    }
    frame.children.push(shown);
    frame.size += size;
  }

  /** `!Ref A` is `{ Ref: A }`, `!Sub a` is `{ Fn::Sub: a }`. */
  private applyTag(node: TemplateNode, tag: string | undefined): TemplateNode {
    const name = tag === undefined ? undefined : /^!([A-Za-z]\w*)$/.exec(tag)?.[1];
    if (name === undefined) return node;
    const long = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
    return mapNode(node, new Map([[long, { key: node, value: node }]]));
  }

  private tagOf({ tagStart, tagEnd }: OpeningEvent): string | undefined {
    return tagStart < 0 ? undefined : this.source.text.slice(tagStart, tagEnd);
  }

  private startOf({ tagStart }: OpeningEvent, start: number): number {
    return tagStart < 0 ? start : tagStart;
  }

  private skipTo(pattern: RegExp, from: number): number {
    pattern.lastIndex = from;
    return pattern.exec(this.source.text)?.index ?? this.source.text.length;
  }

  private place(start: number, end: number): Place {
    return { source: this.source, start, end: Math.min(end, this.source.text.length) };
  }
}
