import { readFileSync } from 'node:fs';
import { GATEWAY_METHODS } from '../../broker/gateway/methods.ts';
import * as gateway from '../../broker/protocol/gateway.ts';
import { listDeclaredIn, METHODS, SUBJECTS } from '../../broker/protocol/methods.ts';
import type { NotificationMethod, RequestMethod } from '../../broker/protocol/method.ts';
import type { JsonSchema } from '../../broker/protocol/shape.ts';
import { PROTOCOL_VERSION } from '../../broker/protocol/version.ts';

type Declared = RequestMethod<unknown, unknown> | NotificationMethod<unknown>;

/** What only the source of a declaration says. */
interface Source {
  /** The comment above it, without stars. */
  readonly text: string;
  /** The type of its result, or of a notification's params. */
  readonly type: string;
  /** The comments of its params, by name. */
  readonly members: ReadonlyMap<string, string>;
}

/** What a broker answers, and what only a gateway does. */
const PAGE_SUBJECTS = { ...SUBJECTS, gateway };
type Subject = keyof typeof PAGE_SUBJECTS;

const SECTION = /(<!-- methods of (\w+):begin[^\n]*-->\n)[^]*?(<!-- methods of \2:end -->)/g;
/** Members of an interface that is written out in place of its name. */
const MAXIMUM_INLINE_MEMBERS = 4;

/** Writes the methods of each subject into docs/protocol.md, between its markers. */
export function putMethods(page: string): string {
  const found = [...page.matchAll(SECTION)].map(([, , subject]) => subject);
  const missing = Object.keys(PAGE_SUBJECTS).filter((subject) => !found.includes(subject));
  if (missing.length > 0) throw new Error(`docs/protocol.md has no markers for ${missing.join(', ')}`);
  return page.replaceAll(
    SECTION,
    (_all, begin: string, subject: Subject, end: string) => `${begin}${printMethods(subject)}${end}`,
  );
}

/** The params of all requests, each under the name of its method. */
export function printSchema(): string {
  const requests = (Object.keys(PAGE_SUBJECTS) as Subject[]).flatMap((subject) =>
    listInOrder(subject).flatMap(([key, declared]) =>
      declared.kind === 'request'
        ? [[declared.method, describeParams(declared.params.describe(), readSource(subject, key))] as const]
        : [],
    ),
  );
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `Params of the Queueside control protocol, version ${PROTOCOL_VERSION}`,
    $comment:
      'Made from broker/protocol by "npm run protocol". $defs has the params of each request by the name of its method. Lengths of texts are UTF-16 units.',
    $defs: Object.fromEntries(requests),
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

function describeParams(schema: JsonSchema, { text, members }: Source): JsonSchema {
  const properties = listMembers(schema).map(({ name, schema: member }) => {
    const description = members.get(name);
    return [name, description === undefined ? member : { description, ...member }];
  });
  return {
    description: unwrap(text),
    ...schema,
    ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
  };
}

function printMethods(subject: Subject): string {
  const methods = listInOrder(subject).map(([key, declared]) =>
    printMethod(declared, readSource(subject, key)),
  );
  const shared = subject === 'gateway' ? `\n${printShared()}` : '';
  return `${shared}\n${methods.join('\n')}\n`;
}

/** The methods of a broker that a gateway has as well. */
function printShared(): string {
  const names = Object.keys(GATEWAY_METHODS).filter((key) => Object.hasOwn(METHODS, key));
  const shown = names.map((key) => `- \`${METHODS[key as keyof typeof METHODS].method}\`\n`);
  return `${shown.join('')}\nThese are its own:\n`;
}

/** In the order of the file; a namespace has its members by name. */
function listInOrder(subject: Subject): readonly (readonly [key: string, declared: Declared])[] {
  const source = readDeclarations(subject);
  const placeOf = (key: string) => source.indexOf(`export const ${key} =`);
  return listDeclaredIn(PAGE_SUBJECTS[subject]).toSorted(([one], [other]) => placeOf(one) - placeOf(other));
}

function printMethod(declared: Declared, { text, type, members }: Source): string {
  const heading = `#### \`${declared.method}\`\n\n`;
  if (declared.kind === 'notification') return `${heading}Notification: \`${type}\`\n\n${text}\n`;
  const { params, stores } = declared;
  const note = stores === 'journal' ? ', **stored**' : '';
  const signature = `\`${printSignature(params.describe())}\` → \`${type}\`${note}`;
  return `${heading}${signature}\n\n${text}\n${printMembers(params.describe(), members)}`;
}

function printMembers(schema: JsonSchema, texts: ReadonlyMap<string, string>): string {
  const rows = listMembers(schema).map(({ name, isRequired, schema: member }) => [
    `\`${name}${isRequired ? '' : '?'}\``,
    printKind(member),
    texts.get(name) ?? '',
  ]);
  if (rows.length === 0) return '';
  const width = texts.size > 0 ? 3 : 2;
  const table = [['param', 'is', 'meaning'], ['---', '---', '---'], ...rows];
  return `\n${table.map((cells) => `| ${cells.slice(0, width).join(' | ')} |\n`).join('')}`;
}

interface Member {
  readonly name: string;
  readonly isRequired: boolean;
  readonly schema: JsonSchema;
}

function listMembers({ properties, required }: JsonSchema): Member[] {
  const names = (required ?? []) as readonly string[];
  return Object.entries((properties ?? {}) as Readonly<Record<string, JsonSchema>>).map(([name, schema]) => ({
    name,
    isRequired: names.includes(name),
    schema,
  }));
}

function printSignature(schema: JsonSchema): string {
  const members = listMembers(schema).map(({ name, isRequired }) => (isRequired ? name : `${name}?`));
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** Objects that one of their members, a constant, tells apart. */
function printVariants(variants: readonly JsonSchema[]): string {
  const texts = variants.map((variant) => {
    const members = listMembers(variant).map(({ name, isRequired, schema }) => {
      const value = schema['const'];
      if (typeof value === 'string') return `${name}: '${value}'`;
      return isRequired ? name : `${name}?`;
    });
    return `\`{ ${members.join(', ')} }\``;
  });
  return texts.join(' or ');
}

/** What a value is, in words. */
function printKind(schema: JsonSchema): string {
  const { type, minimum, maximum, minLength = 0, maxLength, maxItems, maxProperties, pattern } = schema;
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => `\`${String(value)}\``).join(', ');
  if (Array.isArray(schema['oneOf'])) return printVariants(schema['oneOf'] as readonly JsonSchema[]);
  switch (type) {
    case 'string':
      if (typeof pattern === 'string') return `a string like \`${pattern}\``;
      return `a string of ${printCount(minLength)} to ${printCount(maxLength)} characters`;
    case 'integer':
      return `a whole number from ${printCount(minimum)} to ${printCount(maximum)}`;
    case 'number':
      return `a number from ${printCount(minimum)} to ${printCount(maximum)}`;
    case 'boolean':
      return 'true or false';
    case 'array':
      return `a list of at most ${printCount(maxItems)}, each ${printKind(schema['items'] as JsonSchema)}`;
    case 'object':
      if (maxProperties === undefined) return `\`${printSignature(schema)}\``;
      return `an object of at most ${printCount(maxProperties)} members, each ${printKind(schema['additionalProperties'] as JsonSchema)}`;
    default:
      throw new Error(`no words for ${JSON.stringify(schema)}`);
  }
}

function printCount(value: unknown): string {
  return value === Number.MAX_SAFE_INTEGER ? '2⁵³ − 1' : (value as number).toLocaleString('en');
}

/** Reads what exists only in the source of a declaration: the comments, and the type that it names. */
function readSource(subject: Subject, key: string): Source {
  const source = readDeclarations(subject);
  const found = new RegExp(
    String.raw`${COMMENT}export const ${key} = (?:notification<([^]*?)>\(|request\([^]*?\bparams: ([^]*?)\bresult: type<([^]*?)>\(\),\n)`,
  ).exec(source);
  const [, comment = '', notified, params = '', result] = found ?? [];
  const name = notified ?? result;
  if (name === undefined) throw new Error(`broker/protocol/${subject}.ts: ${key} has no comment above it`);
  return {
    text: readComment(comment),
    type: shorten(inline(source, name)),
    members: readMembers(source, params),
  };
}

/** The comments within a shape that stands in a declaration, or as a constant beside it. */
export function readMembers(source: string, params: string): ReadonlyMap<string, string> {
  const [, constant] = /^(\w+),\s*$/.exec(params) ?? [];
  const [, body = params] =
    new RegExp(`const ${constant} = shape\\(\\{\\n([^]*?)\\n\\}\\);`).exec(source) ?? [];
  const members = body.matchAll(new RegExp(String.raw`${COMMENT}\s*(\w+): `, 'g'));
  return new Map([...members].map(([, comment = '', name = '']) => [name, unwrap(readComment(comment))]));
}

function readDeclarations(subject: Subject): string {
  return readFileSync(`broker/protocol/${subject}.ts`, 'utf8');
}

const COMMENT = String.raw`/\*\*((?:(?!\*/)[^])*)\*/\n`;

function readComment(comment: string): string {
  return comment
    .replaceAll(/^ *\*? ?/gm, '')
    .replaceAll(/\{@link ([\w.]+)\}/g, '`$1`')
    .trim();
}

/** Lines of one paragraph become one. */
function unwrap(text: string): string {
  return text.replaceAll(/(?<!\n)\n(?![\n-])/g, ' ');
}

/** A small interface of the same file is written out. */
function inline(source: string, name: string): string {
  const [, body] = new RegExp(`export interface ${name} \\{\\n([^]*?)\\n\\}`).exec(source) ?? [];
  const members = [...(body ?? '').matchAll(/^ {2}readonly (\w+\??: .*);$/gm)].map(([, member]) => member);
  return members.length === 0 || members.length > MAXIMUM_INLINE_MEMBERS ? name : `{ ${members.join('; ')} }`;
}

function shorten(type: string): string {
  return type
    .replaceAll(/\breadonly /g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
