import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { withLock } from '../lock.mjs';
import { findOnPath } from '../process.mjs';
import { showProgress } from '../progress.mjs';
import { findProjectRoot } from '../project.mjs';
import { CLIENTS } from './table.mjs';
import { BUILDERS, findPython } from './tools.mjs';

/** @typedef {import('./table.mjs').Client} Client */

/** What building leaves in the sources' folder after a manual build there. */
const NO_SOURCE = new Set(['node_modules', 'target', 'dist', '__pycache__', '.venv', 'bucket']);

/**
 * Builds all clients of the table, or finds them.
 * @returns {Promise<{
 *   starts: Record<string, { argv: string[] } | { missing: string }>,
 *   python: string | undefined,
 *   missing: string,
 * }>} by name what starts each client; a Python with boto3; and in one line what lacks, '' when nothing does
 */
export async function ensureClients() {
  /** @type {Record<string, { argv: string[] } | { missing: string }>} */
  const starts = {};
  for (const client of CLIENTS) {
    const built = await ensureClient(client);
    starts[client.name] = 'missing' in built ? built : { argv: fillIn(client.argv, built.folder) };
  }
  const boto3 = starts['boto3'];
  return {
    starts,
    python: boto3 !== undefined && 'argv' in boto3 ? boto3.argv[0] : undefined,
    missing: Object.values(starts)
      .flatMap((start) => ('missing' in start ? [start.missing] : []))
      .join('; '),
  };
}

/**
 * Builds a client in the cache, or finds it there. The cache is outside the clone, so that a fresh clone has it too.
 * @param {Client} client
 * @returns {Promise<{ folder: string } | { missing: string }>} `missing` is one line: what lacks, and how to get it
 */
export async function ensureClient(client) {
  const { programs, remedy, build } = BUILDERS[client.tool];
  const found = programs.map((names) => findOnPath(...names));
  const lacking = programs.filter((_, index) => found[index] === undefined).map(([name]) => name);
  if (lacking.length > 0)
    return { missing: `${client.name} needs ${lacking.join(' and ')}: ${remedy}, then run again` };
  const folder = join(findToolsCache(), `${client.sources}-${hashClient(client)}`);
  const stamp = join(folder, '.queueside-stamp');
  return withLock(`${folder}.lock`, async () => {
    if (existsSync(stamp)) return { folder };
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const sources = findSources(client);
    cpSync(sources, folder, { recursive: true, filter: (path) => !isNoSource(path.slice(sources.length)) });
    const result = await showProgress(
      `Building ${client.name}`,
      () => '',
      () => build(folder, /** @type {string[]} */ (found), client.packages ?? []),
    );
    if (result.code !== 0) {
      const lines = result.output.trim().split('\n');
      const reason = (lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? '').trim();
      return { missing: `${client.name} could not be built (${reason}): see to it, then run again` };
    }
    writeFileSync(stamp, '');
    return { folder };
  });
}

/**
 * @param {readonly string[]} argv as in the table
 * @param {string} folder where the client was built
 * @returns {string[]} the program and its arguments
 */
export function fillIn(argv, folder) {
  const python = findPython(folder);
  return argv.map((word) =>
    word.replace('{folder}', folder).replace('{python}', python).replace('{node}', process.execPath),
  );
}

/**
 * Where what is built once for all clones is: QUEUESIDE_CLIENTS_CACHE, else a folder of the user's cache.
 * @returns {string} an absolute path
 */
export function findToolsCache() {
  const chosen = process.env['QUEUESIDE_CLIENTS_CACHE'];
  if (chosen) return resolve(chosen);
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'queueside-clients');
}

/** @param {Client} client */
function findSources({ sources, place = 'test/peers/clients' }) {
  return join(findProjectRoot(), place, sources);
}

/** @param {string} path */
function isNoSource(path) {
  return path.split(/[\\/]/).some((part) => NO_SOURCE.has(part));
}

/**
 * A hash of what a client is made of: other sources or packages are another client.
 * @param {Client} client
 */
function hashClient(client) {
  const folder = findSources(client);
  const hash = createHash('sha256').update(JSON.stringify([client.tool, client.packages ?? []]));
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.filter((path) => !isNoSource(path.slice(folder.length))).sort())
    hash.update(`\n${file.slice(folder.length)}\n`).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}
