import type { BodyRule, FilterPattern } from './filterPattern.ts';
import { type JsonValue, readJsonInSlices } from './jsonText.ts';
import { BY_VALUE, type Hit, type Matching, matchRule, MISS } from './matchRule.ts';
import type { Slice, Sliced } from './slices.ts';

/** What filters see of a record: what Amazon SQS returned, and nothing that the mapping adds. */
export interface FilteredRecord {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  readonly md5OfBody: string;
}

/** Whether the body of a message counts as JSON: only objects and lists do. */
export type BodyForm = 'json' | 'text';

/** A field that a filter is about, and that a record does not have. */
export interface AbsentField {
  /** Such as `body.kind`. */
  readonly field: string;
  /** The body has a member of that name at another place, or in a text. */
  readonly isElsewhere: boolean;
}

/** What came of matching a record with filters. `filter` is the index of one. */
export type FilterVerdict =
  /** The first filter that matches; undefined: there are no filters. */
  | { readonly matches: true; readonly filter: number | undefined }
  | { readonly matches: false; readonly reason: 'noMatch' }
  /** Each filter is about a field that the record does not have; this is that of the first filter. */
  | ({ readonly matches: false; readonly reason: 'absentField'; readonly filter: number } & AbsentField)
  /** Nothing but the form of the body kept this filter from matching: its rule is about the other form. */
  | {
      readonly matches: false;
      readonly reason: 'bodyForm';
      readonly filter: number;
      readonly bodyForm: BodyForm;
    };

/** The filters of a mapping; a record must match one of them. */
export class EventFilters {
  private readonly patterns: readonly FilterPattern[];
  /** Members of other names need not be kept. */
  private readonly names: ReadonlySet<string>;

  /** @param patterns at most 10; none: every record matches */
  constructor(patterns: readonly FilterPattern[]) {
    this.patterns = patterns;
    this.names = new Set(patterns.flatMap(({ names }) => [...names]));
  }

  *match(record: FilteredRecord, slice: Slice): Sliced<FilterVerdict> {
    if (this.patterns.length === 0) return { matches: true, filter: undefined };
    const matcher = new RecordMatcher(record, this.names, slice);
    const filter = yield* this.find(matcher, false);
    if (filter !== undefined) return { matches: true, filter };
    const barred = matcher.hasMetOtherForm ? yield* this.find(matcher, true) : undefined;
    if (barred === undefined) return yield* this.explainMiss(matcher);
    const { form: bodyForm } = yield* matcher.readBody();
    return { matches: false, reason: 'bodyForm', filter: barred, bodyForm };
  }

  /** Why none matches: maybe each is about a field that the record does not have. */
  private *explainMiss(matcher: RecordMatcher): Sliced<FilterVerdict> {
    let first: readonly string[] | undefined;
    for (const pattern of this.patterns) {
      const absent = yield* matcher.findAbsent(pattern);
      if (absent === undefined) return { matches: false, reason: 'noMatch' };
      first ??= absent;
    }
    return { matches: false, reason: 'absentField', filter: 0, ...matcher.describeAbsent(first ?? []) };
  }

  /** The first one that matches. */
  private *find(matcher: RecordMatcher, forgivesForm: boolean): Sliced<number | undefined> {
    for (const [index, pattern] of this.patterns.entries())
      if (yield* matcher.match(pattern, forgivesForm)) return index;
    return undefined;
  }
}

interface Body {
  readonly form: BodyForm;
  readonly value: JsonValue;
}

/** The fields of a record that filters see, in the order of {@link FilteredRecord}. */
const RECORD_FIELDS: ReadonlySet<string> = new Set<keyof FilteredRecord>([
  'messageId',
  'receiptHandle',
  'body',
  'attributes',
  'messageAttributes',
  'md5OfBody',
]);

class RecordMatcher {
  /** Whether a rule was about a body of the other form. */
  hasMetOtherForm = false;
  private readonly record: FilteredRecord;
  private readonly names: ReadonlySet<string>;
  private readonly fields: JsonValue;
  private body: Body | undefined;
  private readonly slice: Slice;

  constructor(record: FilteredRecord, names: ReadonlySet<string>, slice: Slice) {
    this.slice = slice;
    this.record = record;
    this.names = names;
    this.fields = toJson({
      messageId: record.messageId,
      receiptHandle: record.receiptHandle,
      md5OfBody: record.md5OfBody,
      attributes: names.has('attributes') ? record.attributes : {},
      messageAttributes: names.has('messageAttributes') ? record.messageAttributes : {},
    });
  }

  /** Read when the first rule asks for it. */
  *readBody(): Sliced<Body> {
    this.body ??= yield* readBody(this.record.body, this.names, this.slice);
    return this.body;
  }

  /** @param forgivesForm whether a rule about a body of the other form counts as matched */
  *match(pattern: FilterPattern, forgivesForm: boolean): Sliced<boolean> {
    const matching: Matching = {
      slice: this.slice,
      matchBody: (rule) => this.matchBody(rule, forgivesForm, matching),
    };
    return (yield* matchRule(pattern.rule, this.fields, matching)) !== MISS;
  }

  private *matchBody({ rule }: BodyRule, forgivesForm: boolean, matching: Matching): Sliced<Hit> {
    const { form, value } = yield* this.readBody();
    if ((rule.kind === 'fields') === (form === 'json')) return yield* matchRule(rule, value, matching);
    this.hasMetOtherForm = true;
    return forgivesForm ? BY_VALUE : MISS;
  }

  /** The path of the first field of a pattern that the record, or its body, does not have at all. */
  *findAbsent({ rule: { fields } }: FilterPattern): Sliced<readonly string[] | undefined> {
    for (const [name, rule] of fields) {
      if (!RECORD_FIELDS.has(name) && !rule.isAbsent) return [name];
      if (rule.kind !== 'body' || rule.rule.kind !== 'fields') continue;
      const { value } = yield* this.readBody();
      if (!(value instanceof Map)) continue;
      const absent = rule.rule.fields.find(([member, { isAbsent }]) => !isAbsent && !value.has(member));
      if (absent !== undefined) return [name, absent[0]];
    }
    return undefined;
  }

  describeAbsent(path: readonly string[]): AbsentField {
    const { body } = this.record;
    const quoted = JSON.stringify(path.at(-1));
    // In a text of the body, its quotes are escaped.
    const escaped = JSON.stringify(quoted).slice(1, -1);
    return { field: path.join('.'), isElsewhere: body.includes(quoted) || body.includes(escaped) };
  }
}

/** An object or a list at the outside, whatever white space is around it. */
const MAY_BE_JSON = /^[ \t\r\n]*[{[]/;

function* readBody(text: string, names: ReadonlySet<string>, slice: Slice): Sliced<Body> {
  const read = MAY_BE_JSON.test(text) ? yield* readJsonInSlices(text, names, slice) : undefined;
  return read?.ok === true ? { form: 'json', value: read.value } : { form: 'text', value: text };
}

type Plain = string | readonly Plain[] | { readonly [name: string]: Plain };

function toJson(value: Plain): JsonValue {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(toJson);
  return new Map(Object.entries(value).map(([name, each]) => [name, toJson(each)]));
}
