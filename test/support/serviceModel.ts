import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-sqs';

/*
 * The service's published model, as the official SDK carries it: schemas as nested arrays, whose first element is the kind.
 * It has no ranges and no rules about values.
 */

export type ModelShape =
  | { readonly kind: 'string' | 'integer' | 'boolean' | 'blob' }
  | { readonly kind: 'list'; readonly member: ModelShape }
  | { readonly kind: 'map'; readonly value: ModelShape }
  | ModelStructure;

export interface ModelStructure {
  readonly kind: 'structure';
  readonly members: readonly ModelMember[];
}

export interface ModelMember {
  readonly name: string;
  readonly isRequired: boolean;
  readonly shape: ModelShape;
  /** How the Query protocol spells a list or a map. */
  readonly queryName: string | undefined;
}

export interface ModelAction {
  readonly name: string;
  readonly input: ModelStructure;
  /** Undefined for actions without a result. */
  readonly output: ModelStructure | undefined;
  /** Names of the errors that the action declares. */
  readonly errors: readonly string[];
}

const LIST = 1;
const MAP = 2;
const STRUCTURE = 3;
const OPERATION = 9;
const LIST_FLAG = 64;
const MAP_FLAG = 128;
const SIMPLE = { 0: 'string', 1: 'integer', 2: 'boolean', 21: 'blob' } as const;

type Schema = readonly unknown[];

/** All actions of the model, by name. */
export function readServiceModel(): readonly ModelAction[] {
  const schemas = Object.values(sdk as Record<string, unknown>).filter(
    (value): value is Schema => Array.isArray(value) && value[0] === OPERATION,
  );
  return schemas
    .map(([, , name, , input, output]) => ({
      name: name as string,
      input: readShape(input) as ModelStructure,
      output: unwrapLazy(output) === 'unit' ? undefined : (readShape(output) as ModelStructure),
      errors: readErrors(name as string),
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function unwrapLazy(schema: unknown): unknown {
  return typeof schema === 'function' ? (schema as () => unknown)() : schema;
}

function readShape(schema: unknown): ModelShape {
  const known = unwrapLazy(schema);
  if (typeof known === 'number') return readSimple(known);
  if (!Array.isArray(known)) throw new Error(`The model has a schema of an unknown form: ${String(known)}`);
  const [kind] = known as Schema;
  // A schema with traits is a pair.
  if (known.length === 2) return readShape(kind);
  if (kind === LIST) return { kind: 'list', member: readShape(known[4]) };
  if (kind === MAP) return { kind: 'map', value: readShape(known[5]) };
  if (kind === STRUCTURE) return readStructure(known);
  throw new Error(`The model has a schema of the unknown kind ${String(kind)}`);
}

function readSimple(code: number): ModelShape {
  if (code >= MAP_FLAG) return { kind: 'map', value: readSimple(code - MAP_FLAG) };
  if (code >= LIST_FLAG) return { kind: 'list', member: readSimple(code - LIST_FLAG) };
  const kind = SIMPLE[code as keyof typeof SIMPLE];
  if (kind === undefined) throw new Error(`The model has a schema of the unknown kind ${code}`);
  return { kind };
}

/** Required members come first; their number is at the end. */
function readStructure(schema: Schema): ModelStructure {
  const [, , , , names, shapes, requiredCount = 0] = schema as readonly [
    number,
    string,
    string,
    unknown,
    readonly string[],
    readonly unknown[],
    number?,
  ];
  return {
    kind: 'structure',
    members: names.map((name, index) => {
      const shape = shapes[index];
      const traits = Array.isArray(shape) && shape.length === 2 ? (shape[1] as { xmlName?: string }) : {};
      return {
        name,
        isRequired: index < requiredCount,
        shape: readShape(shape),
        queryName: traits.xmlName,
      };
    }),
  };
}

/** The SDK's schemas do not say which action answers which error; its declarations do. */
function readErrors(action: string): readonly string[] {
  const folder = join('node_modules', '@aws-sdk', 'client-sqs', 'dist-types', 'commands');
  const file = readdirSync(folder).find((name) => name === `${action}Command.d.ts`);
  if (file === undefined) throw new Error(`The SDK has no declaration of ${action}`);
  const text = readFileSync(join(folder, file), 'utf8');
  return [...text.matchAll(/@throws \{@link (\w+)\}/g)]
    .map(([, name]) => name as string)
    .filter((name) => name !== 'SQSServiceException');
}
