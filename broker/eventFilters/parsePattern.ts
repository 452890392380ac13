import * as l10n from '@vscode/l10n';
import {
  type BodyRule,
  type FieldsRule,
  INVALID_PATTERN,
  MAXIMUM_PATTERN_DEPTH,
  MAXIMUM_PATTERN_LENGTH,
  type ParsedPattern,
  type Rule,
  type ValuesRule,
  type NoneOf,
  type ValueTest,
} from './filterPattern.ts';
import { type JsonObject, type JsonLiteral, type JsonValue, readJson, writeLiteral } from './jsonText.ts';
import { formatNumber } from '../language/numbers.ts';
import { isReservedInOr, readOperator, type Wrong } from './operators.ts';

const OR = '$or';
const BODY = 'body';

/**
 * Reads the pattern of a filter (docs/functions.md, "Filters"). Of a repeated name, the last value counts.
 * @param text JSON, 2-4,096 characters
 */
export function parseFilterPattern(text: string): ParsedPattern {
  if (text.length > MAXIMUM_PATTERN_LENGTH)
    return refuse(l10n.t('The pattern must have at most 4,096 characters.'));
  const read = readJson(text);
  if (!read.ok)
    return refuse(l10n.t('The pattern is not JSON from character {0} on.', formatNumber(read.at + 1)));
  if (!(read.value instanceof Map)) return refuse(l10n.t('The pattern must be an object.'));
  const parser = new PatternParser();
  const rule = parser.readFields(read.value, { path: '', depth: 1, isRoot: true, isInOr: false });
  return isWrong(rule) ? refuse(rule.wrong) : { ok: true, pattern: { text, rule, names: parser.names } };
}

function refuse(detail: string): ParsedPattern {
  return { ok: false, message: INVALID_PATTERN, detail };
}

function isWrong(read: object): read is Wrong {
  return 'wrong' in read;
}

/** Where an object of a pattern is. */
interface Place {
  /** Names with dots between them; empty for the pattern itself. */
  readonly path: string;
  /** From 1. */
  readonly depth: number;
  /** Whether its fields are those of the record. */
  readonly isRoot: boolean;
  readonly isInOr: boolean;
}

class PatternParser {
  readonly names = new Set<string>();

  readFields(object: JsonObject, place: Place): FieldsRule | Wrong {
    if (place.depth > MAXIMUM_PATTERN_DEPTH)
      return { wrong: l10n.t('{0} is nested in more than 100 objects.', place.path) };
    const fields: [string, Rule][] = [];
    let alternatives: readonly FieldsRule[] = [];
    for (const [name, value] of object) {
      const path = place.path === '' ? name : `${place.path}.${name}`;
      if (name === OR) {
        const read = this.readOr(value, { ...place, path, depth: place.depth + 1, isInOr: true });
        if (isWrong(read)) return read;
        alternatives = read;
        continue;
      }
      if (place.isInOr && isReservedInOr(name))
        return { wrong: l10n.t('{0} has the name of an operator, which no field of $or may have.', path) };
      const rule = this.readField(value, { ...place, path, depth: place.depth + 1, isRoot: false });
      if (isWrong(rule)) return rule;
      this.names.add(name);
      fields.push([name, place.isRoot && name === BODY ? asBody(rule) : rule]);
    }
    if (object.size === 0)
      return {
        wrong:
          place.path === '' ? l10n.t('The pattern has no fields.') : l10n.t('{0} has no fields.', place.path),
      };
    const isAbsent =
      fields.every(([, rule]) => rule.isAbsent) &&
      (alternatives.length === 0 || alternatives.some((each) => each.isAbsent));
    return { kind: 'fields', fields, alternatives, isAbsent };
  }

  private readOr(value: JsonValue, place: Place): FieldsRule[] | Wrong {
    const objects: readonly JsonValue[] = Array.isArray(value) ? value : [];
    if (objects.length < 2)
      return { wrong: l10n.t('{0} must be a list of at least two objects.', place.path) };
    const alternatives: FieldsRule[] = [];
    for (const [index, object] of objects.entries()) {
      const path = `${place.path}[${index}]`;
      if (!(object instanceof Map)) return { wrong: l10n.t('{0} must be an object.', path) };
      const read = this.readFields(object, { ...place, path });
      if (isWrong(read)) return read;
      alternatives.push(read);
    }
    return alternatives;
  }

  private readField(value: JsonValue, place: Place): ValuesRule | FieldsRule | Wrong {
    if (value instanceof Map) return this.readFields(value, place);
    if (Array.isArray(value)) return readValues(value, place.path);
    return { wrong: l10n.t('{0} must be a list of values, or an object with fields.', place.path) };
  }
}

function asBody(rule: ValuesRule | FieldsRule): BodyRule {
  return { kind: 'body', rule, isAbsent: false };
}

function readValues(values: readonly JsonValue[], path: string): ValuesRule | Wrong {
  if (values.length === 0) return { wrong: l10n.t('{0} is an empty list.', path) };
  const texts = new Set<string>();
  const literals = new Set<string>();
  const tests: (ValueTest | NoneOf)[] = [];
  let testCount = 0;
  let isAbsent = false;
  for (const [index, value] of values.entries()) {
    const at = `${path}[${index}]`;
    if (typeof value === 'string') texts.add(value);
    else if (value instanceof Map) {
      const operator = readOperator(value, at);
      if (operator === 'absent') isAbsent = true;
      else if (typeof operator !== 'function' && isWrong(operator)) return operator;
      else {
        tests.push(operator);
        testCount += typeof operator === 'function' ? 1 : operator.noneOf.length;
      }
    } else if (Array.isArray(value))
      return { wrong: l10n.t('{0} must be a string, a number, true, false, null or an operator.', at) };
    else literals.add(writeLiteral(value as JsonLiteral));
  }
  return { kind: 'values', texts, literals, tests, testCount, isAbsent };
}
