import type { DebugConfiguration } from 'vscode';
import { isRecord } from '../../broker/protocol/isRecord.ts';

/** Debug adapters for C and C++ take a list of pairs under this name instead of an object `env`. */
const PAIR_LIST_TYPES = new Set(['cppdbg', 'cppvsdbg']);

/** Debug adapters that take a list of `NAME=value` as `env`: older ones of LLVM take nothing else. */
const ASSIGNMENT_LIST_TYPES = new Set(['lldb-dap', 'lldb-vscode']);

interface NamedValue {
  readonly name: string;
  readonly value: string;
}

type Variables = Readonly<Record<string, string>>;

/** Debug adapters that take a variable away from the program when its value is null. */
const UNSETTING_TYPES = new Set(['node', 'pwa-node', 'node-terminal', 'extensionHost', 'pwa-extensionHost']);

/** Reads the variables that a launch configuration sets for its program, in any of the notations in use. */
export function readEnvironment(configuration: DebugConfiguration): Variables {
  if (PAIR_LIST_TYPES.has(configuration.type)) return readPairs(configuration.environment);
  const env: unknown = configuration.env;
  if (Array.isArray(env)) return readAssignments(env);
  return isRecord(env) ? (env as Variables) : {};
}

/** @returns a configuration that sets these variables, whatever it set them to before, in the notation that its debug adapter understands. */
export function addEnvironment(configuration: DebugConfiguration, added: Variables): DebugConfiguration {
  if (PAIR_LIST_TYPES.has(configuration.type)) {
    const present: readonly unknown[] = Array.isArray(configuration.environment)
      ? configuration.environment
      : [];
    const others = present.filter((pair) => !(isRecord(pair) && Object.hasOwn(added, String(pair.name))));
    const pairs = Object.entries(added).map(([name, value]) => ({ name, value }));
    return { ...configuration, environment: [...others, ...pairs] };
  }
  const env: unknown = configuration.env ?? (ASSIGNMENT_LIST_TYPES.has(configuration.type) ? [] : undefined);
  if (Array.isArray(env)) {
    // Of two assignments of one name, it is often the first that counts.
    const others = env.filter((entry) => !Object.hasOwn(added, readAssignment(entry)[0]));
    const assignments = Object.entries(added).map(([name, value]) => `${name}=${value}`);
    return { ...configuration, env: [...others, ...assignments] };
  }
  return { ...configuration, env: { ...(isRecord(env) ? env : {}), ...added } };
}

/**
 * @returns a configuration that takes variables away from the program that it would inherit; where the adapter can't,
 * they are emptied, but only those for which SDKs take empty for absent
 */
export function removeEnvironment(
  configuration: DebugConfiguration,
  removed: readonly string[],
  emptied: readonly string[],
): DebugConfiguration {
  if (!UNSETTING_TYPES.has(configuration.type)) {
    if (emptied.length === 0) return configuration;
    return addEnvironment(configuration, Object.fromEntries(emptied.map((name) => [name, ''])));
  }
  const nulls = Object.fromEntries(removed.map((name) => [name, null]));
  const env: unknown = configuration.env;
  return { ...configuration, env: { ...(isRecord(env) ? env : {}), ...nulls } };
}

/**
 * @returns what a file in the notation of `.env` sets: `NAME=value` or `NAME: value`, with quotes, comments and `export` as
 * debug adapters take them
 */
export function readFileVariables(text: string): ReadonlyMap<string, string> {
  const lines = text.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)(?:[ \t]*=|:[ \t])(.*)$/gm);
  return new Map([...lines].map(([, name = '', value = '']) => [name, readFileValue(value)]));
}

function readFileValue(text: string): string {
  const [, , quoted] = /^\s*(['"`])(.*?)\1/.exec(text) ?? [];
  return quoted ?? text.replace(/\s#.*$/, '').trim();
}

function readPairs(value: unknown): Variables {
  if (!Array.isArray(value)) return {};
  const pairs = value.filter((pair): pair is NamedValue => isRecord(pair) && typeof pair.name === 'string');
  return Object.fromEntries(pairs.map(({ name, value }) => [name, value]));
}

function readAssignments(list: readonly unknown[]): Variables {
  return Object.fromEntries(list.map(readAssignment));
}

function readAssignment(entry: unknown): [name: string, value: string] {
  const [name = '', ...rest] = String(entry).split('=');
  return [name, rest.join('=')];
}
