import type { BodyRule, FilterPattern } from './filterPattern.ts';
import { type JsonValue, readJson } from './jsonText.ts';
import { BY_VALUE, type Hit, matchRule, MISS } from './matchRule.ts';

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

/** What came of matching a record with filters. `filter` is the index of one. */
export type FilterVerdict =
  /** The first filter that matches; undefined: there are no filters. */
  | { readonly matches: true; readonly filter: number | undefined }
  | { readonly matches: false; readonly reason: 'noMatch' }
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

  match(record: FilteredRecord): FilterVerdict {
    if (this.patterns.length === 0) return { matches: true, filter: undefined };
    const matcher = new RecordMatcher(record, this.names);
    const filter = this.patterns.findIndex((pattern) => matcher.match(pattern, false));
    if (filter >= 0) return { matches: true, filter };
    if (!matcher.hasMetOtherForm) return { matches: false, reason: 'noMatch' };
    const barred = this.patterns.findIndex((pattern) => matcher.match(pattern, true));
    if (barred < 0) return { matches: false, reason: 'noMatch' };
    return { matches: false, reason: 'bodyForm', filter: barred, bodyForm: matcher.body.form };
  }
}

class RecordMatcher {
  /** Whether a rule was about a body of the other form. */
  hasMetOtherForm = false;
  private readonly record: FilteredRecord;
  private readonly names: ReadonlySet<string>;
  private readonly fields: JsonValue;
  private readBody: { readonly form: BodyForm; readonly value: JsonValue } | undefined;

  constructor(record: FilteredRecord, names: ReadonlySet<string>) {
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
  get body(): { readonly form: BodyForm; readonly value: JsonValue } {
    return (this.readBody ??= readBody(this.record.body, this.names));
  }

  /** @param forgivesForm whether a rule about a body of the other form counts as matched */
  match(pattern: FilterPattern, forgivesForm: boolean): boolean {
    const matchBody = (rule: BodyRule): Hit => {
      const { form, value } = this.body;
      if ((rule.rule.kind === 'fields') === (form === 'json')) return matchRule(rule.rule, value, matchBody);
      this.hasMetOtherForm = true;
      return forgivesForm ? BY_VALUE : MISS;
    };
    return matchRule(pattern.rule, this.fields, matchBody) !== MISS;
  }
}

/** An object or a list at the outside, whatever white space is around it. */
const MAY_BE_JSON = /^[ \t\r\n]*[{[]/;

function readBody(text: string, names: ReadonlySet<string>): { form: BodyForm; value: JsonValue } {
  const read = MAY_BE_JSON.test(text) ? readJson(text, names) : undefined;
  return read?.ok === true ? { form: 'json', value: read.value } : { form: 'text', value: text };
}

type Plain = string | readonly Plain[] | { readonly [name: string]: Plain };

function toJson(value: Plain): JsonValue {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(toJson);
  return new Map(Object.entries(value).map(([name, each]) => [name, toJson(each)]));
}
