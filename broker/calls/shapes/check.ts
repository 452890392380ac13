import { truncateText } from '../truncateText.ts';
import type { ListShape, MapShape, NumberShape, Shape, StructureShape, TextShape, Members } from './shape.ts';

/** Of a value that is shown in a message. */
const MAXIMUM_SHOWN = 256;
/** Problems that are listed; the service lists about as many. */
const MAXIMUM_PROBLEMS = 10;

/**
 * Checks decoded members against their shape, as the service's framework does before an operation begins: it lists what is
 * wrong, in its own words.
 * @returns a sentence; undefined: nothing is wrong
 */
export function checkInput(shape: StructureShape<Members>, input: object): string | undefined {
  const problems: string[] = [];
  checkStructure(shape, input, '', problems);
  if (problems.length === 0) return undefined;
  const count = problems.length === 1 ? '1 validation error' : `${problems.length} validation errors`;
  return `${count} detected: ${problems.slice(0, MAXIMUM_PROBLEMS).join('; ')}`;
}

function check(shape: Shape, value: unknown, path: string, problems: string[]): void {
  switch (shape.kind) {
    case 'text':
      checkText(shape, value as string, path, problems);
      return;
    case 'number':
      checkNumber(shape, value as number, path, problems);
      return;
    case 'list':
      checkList(shape, value as readonly unknown[], path, problems);
      return;
    case 'structure':
      checkStructure(shape, value as object, `${path}.`, problems);
      return;
    case 'map':
      checkMap(shape, value as Readonly<Record<string, unknown>>, path, problems);
      return;
    case 'time':
    case 'boolean':
  }
}

function checkStructure(
  { members }: StructureShape<Members>,
  value: object,
  prefix: string,
  problems: string[],
): void {
  for (const [name, { shape, isRequired }] of Object.entries(members)) {
    const path = prefix + name.charAt(0).toLowerCase() + name.slice(1);
    const member = (value as Readonly<Record<string, unknown>>)[name];
    if (member !== undefined) check(shape, member, path, problems);
    else if (isRequired) note(problems, 'null', path, 'Member must not be null');
  }
}

function checkText(
  { minimum, maximum, values, pattern }: TextShape,
  value: string,
  path: string,
  problems: string[],
): void {
  const say = (constraint: string): void =>
    note(problems, `'${truncateText(value, MAXIMUM_SHOWN)}'`, path, constraint);
  if (values !== undefined && !values.includes(value)) {
    say(`Member must satisfy enum value set: [${values.join(', ')}]`);
  }
  if (maximum !== undefined && value.length > maximum) {
    say(`Member must have length less than or equal to ${maximum}`);
  }
  if (minimum !== undefined && value.length < minimum) {
    say(`Member must have length greater than or equal to ${minimum}`);
  }
  if (pattern !== undefined && !pattern.test(value)) {
    say(`Member must satisfy regular expression pattern: ${pattern.source}`);
  }
}

function checkNumber(
  { minimum, maximum }: NumberShape,
  value: number,
  path: string,
  problems: string[],
): void {
  if (maximum !== undefined && value > maximum) {
    note(problems, `'${value}'`, path, `Member must have value less than or equal to ${maximum}`);
  }
  if (minimum !== undefined && value < minimum) {
    note(problems, `'${value}'`, path, `Member must have value greater than or equal to ${minimum}`);
  }
}

function checkList(
  { member, minimum, maximum }: ListShape<Shape>,
  value: readonly unknown[],
  path: string,
  problems: string[],
): void {
  const shown = `'[${value.length} elements]'`;
  if (maximum !== undefined && value.length > maximum) {
    note(problems, shown, path, `Member must have length less than or equal to ${maximum}`);
    return;
  }
  if (minimum !== undefined && value.length < minimum) {
    note(problems, shown, path, `Member must have length greater than or equal to ${minimum}`);
  }
  for (const [index, element] of value.entries()) {
    if (problems.length >= MAXIMUM_PROBLEMS) return;
    check(member, element, `${path}.${index + 1}.member`, problems);
  }
}

function checkMap(
  { value: shape, key, maximum }: MapShape<Shape>,
  value: Readonly<Record<string, unknown>>,
  path: string,
  problems: string[],
): void {
  const entries = Object.entries(value);
  if (maximum !== undefined && entries.length > maximum) {
    const shown = `'[${entries.length} entries]'`;
    note(problems, shown, path, `Member must have length less than or equal to ${maximum}`);
    return;
  }
  for (const [name, element] of entries) {
    if (problems.length >= MAXIMUM_PROBLEMS) return;
    if (key !== undefined) checkText(key, name, `${path}.key`, problems);
    check(shape, element, `${path}.${truncateText(name, MAXIMUM_SHOWN)}.member`, problems);
  }
}

function note(problems: string[], shown: string, path: string, constraint: string): void {
  problems.push(`Value ${shown} at '${path}' failed to satisfy constraint: ${constraint}`);
}
