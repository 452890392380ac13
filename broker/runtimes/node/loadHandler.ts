import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RuntimeFault } from './errorBody.ts';

export type Handler = (...args: unknown[]) => unknown;

/** In this order; Lambda itself knows those up to `.cjs`. */
const EXTENSIONS = ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'];

const require = createRequire(import.meta.url);

/**
 * Loads the function that a handler string names, such as `src/app.handler`, by the rules of Lambda (docs/functions.md).
 * @param taskRoot the folder of the code, absolute
 * @param isModern the rules of Node.js 24 and newer: everything is imported
 * @throws RuntimeFault with the service's name of what is wrong, or whatever the module threw
 */
export async function loadHandler(taskRoot: string, handler: string, isModern: boolean): Promise<Handler> {
  if (handler.includes('..'))
    throw new RuntimeFault(
      'MalformedHandlerName',
      `'${handler}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  const file = basename(handler);
  const folder = handler.slice(0, handler.length - file.length);
  const dot = file.indexOf('.');
  if (dot < 0) throw new RuntimeFault('MalformedHandlerName', 'Bad handler');
  const name = file.slice(0, dot);
  const { exports, hasDefault } = await loadSafely(taskRoot, folder, name, isModern);
  const path = file.slice(dot + 1).split('.');
  const found =
    findIn(exports, path) ??
    (hasDefault ? findIn((exports as { readonly default?: unknown }).default, path) : undefined);
  if (!found) throw new RuntimeFault('HandlerNotFound', `${handler} is undefined or not exported`);
  if (typeof found !== 'function') throw new RuntimeFault('HandlerNotFound', `${handler} is not a function`);
  return found as Handler;
}

interface Loaded {
  readonly exports: unknown;
  /** Whether the handler may be a member of the default export: imported CommonJS modules have theirs there. */
  readonly hasDefault: boolean;
}

async function loadSafely(
  taskRoot: string,
  folder: string,
  name: string,
  isModern: boolean,
): Promise<Loaded> {
  try {
    return await loadModule(taskRoot, folder, name, isModern);
  } catch (error) {
    if (error instanceof SyntaxError) throw new RuntimeFault('UserCodeSyntaxError', String(error), error);
    // Of a missing package that is imported, Lambda reports the error as it is.
    if ((error as NodeJS.ErrnoException | undefined)?.code === 'MODULE_NOT_FOUND')
      throw new RuntimeFault('ImportModuleError', String(error));
    throw error;
  }
}

async function loadModule(
  taskRoot: string,
  folder: string,
  name: string,
  isModern: boolean,
): Promise<Loaded> {
  const place = resolve(taskRoot, folder, name);
  const extension = EXTENSIONS.find((each) => isFile(place + each));
  if (extension === undefined) {
    const path = isFolder(place)
      ? place
      : require.resolve(name, { paths: [taskRoot, join(taskRoot, folder)] });
    return { exports: require(path) as unknown, hasDefault: false };
  }
  const file = place + extension;
  if (extension.endsWith('ts')) return { exports: await importTypeScript(file), hasDefault: true };
  const isImported =
    isModern || extension === '.mjs' || (extension === '.js' && isModuleFolder(dirname(file)));
  return isImported
    ? { exports: await importFile(file), hasDefault: isModern }
    : { exports: require(file) as unknown, hasDefault: false };
}

function importFile(file: string): Promise<unknown> {
  return import(pathToFileURL(file).href);
}

async function importTypeScript(file: string): Promise<unknown> {
  try {
    return await importFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException | undefined)?.code !== 'ERR_UNKNOWN_FILE_EXTENSION') throw error;
    throw new RuntimeFault(
      'ImportModuleError',
      `Error: Cannot load '${file}': Node.js ${process.version} does not run TypeScript. Use Node.js 22.18 or newer, or build the function and use a handler of what the build writes.`,
    );
  }
}

/** Whether the nearest package.json makes `.js` files modules; one above a `node_modules` does not count. */
function isModuleFolder(folder: string): boolean {
  if (basename(folder) === 'node_modules') return false;
  const file = join(folder, 'package.json');
  if (existsSync(file)) {
    try {
      const manifest = JSON.parse(readFileSync(file, 'utf8')) as { readonly type?: unknown } | null;
      return manifest?.type === 'module';
    } catch (error) {
      console.warn(`${file} cannot be read, it will be ignored for ES module detection purposes.`, error);
      return false;
    }
  }
  const parent = dirname(folder);
  return parent !== folder && isModuleFolder(parent);
}

function findIn(exports: unknown, path: readonly string[]): unknown {
  let found = exports;
  for (const key of path) found = found && (found as Readonly<Record<string, unknown>>)[key];
  return found;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
