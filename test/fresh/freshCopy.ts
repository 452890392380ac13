import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { runNpm } from '../support/npm.mjs';
import { cleanEnvironment } from '../support/process.mjs';
import { findProjectRoot } from '../support/project.mjs';

/** What no repository has: where there is no Git to ask, as in an archive of the sources. */
const NEVER_TRACKED = new Set(['node_modules', 'dist', 'out', '.cache', '.git', '.vscode-test']);

/** A copy of the project's sources, and the environment of a person who has just cloned it. */
export interface FreshCopy {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  remove(): void;
}

/**
 * Copies what a clone would have, and what is not committed yet: no packages, no bundles, no caches of the project's own.
 * It has a home of its own. It uses npm's cache and settings of this machine, as they have nothing of the project in them.
 */
export async function makeFreshCopy(): Promise<FreshCopy> {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'queueside-fresh-')));
  const folder = join(parent, 'queueside');
  copySources(folder);
  // A clone is a repository: VS Code sees it around the sample.
  spawnSync('git', ['init', '--quiet', folder]);
  const home = join(parent, 'home');
  mkdirSync(home);
  const env = {
    ...cleanEnvironment(process.env),
    HOME: home,
    USERPROFILE: home,
    npm_config_cache: await readNpmSetting('cache'),
    npm_config_userconfig: await readNpmSetting('userconfig'),
  };
  for (const name of ['QUEUESIDE_CACHE', 'CHROMIUM_PATH', 'NODE_PATH', 'CI'])
    Reflect.deleteProperty(env, name);
  return {
    folder,
    env,
    remove: () => rmSync(parent, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}

/** The same copy for a person whose registry does not answer, and whose npm has nothing in its cache. */
export function withoutRegistry({ folder, env }: FreshCopy): NodeJS.ProcessEnv {
  return {
    ...env,
    npm_config_cache: join(dirname(folder), 'empty-npm-cache'),
    // The discard port: nothing listens there.
    npm_config_registry: 'http://127.0.0.1:9/',
    npm_config_fetch_retries: '0',
  };
}

function copySources(target: string): void {
  const root = findProjectRoot();
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (listed.status !== 0) {
    cpSync(root, target, { recursive: true, filter: (path) => !NEVER_TRACKED.has(basename(path)) });
    return;
  }
  for (const name of listed.stdout.split('\0').filter(Boolean)) {
    // A file that was deleted and is not committed yet is still listed.
    if (existsSync(join(root, name))) cpSync(join(root, name), join(target, name));
  }
}

async function readNpmSetting(name: string): Promise<string> {
  const result = await runNpm(['config', 'get', name], { cwd: findProjectRoot() });
  if (result.code !== 0) throw new Error(`npm config get ${name} failed:\n${result.output}`);
  return result.output.trim();
}
