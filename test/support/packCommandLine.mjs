import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runNpm } from './npm.mjs';
import { findProjectRoot } from './project.mjs';
import { SetupFailure } from './setupFailure.mjs';
import { describeNotices } from './thirdPartyNotices.mjs';

const PROGRAM = 'dist/broker.js';
/** What it reads from folders beside it: the translations of its texts, and the loops that run functions. */
const FOLDERS = ['dist/l10n', 'dist/runtimes'];

/**
 * Packs the broker that is built in dist/ into the npm package `queueside` (docs/adr/0027-npm-package.md): the program with
 * its commands, and nothing of the editor's.
 * @param {string} folder where to write it, absolute or from the working directory
 * @returns {Promise<{ path: string, bytes: number }>} relative when the folder is
 * @throws {SetupFailure} with what npm printed
 */
export async function packCommandLine(folder) {
  const root = findProjectRoot();
  const staging = mkdtempSync(join(tmpdir(), 'queueside-npm-'));
  try {
    const manifest = describePackage(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
    mkdirSync(join(staging, 'dist'));
    writeFileSync(join(staging, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
    copyFileSync(join(root, 'broker', 'cli', 'README.md'), join(staging, 'README.md'));
    copyFileSync(join(root, 'LICENSE'), join(staging, 'LICENSE'));
    const metafile = readMetafile(root);
    for (const bundle of Object.keys(metafile.outputs))
      copyFileSync(join(root, bundle), join(staging, bundle));
    for (const each of FOLDERS) cpSync(join(root, each), join(staging, each), { recursive: true });
    writeFileSync(join(staging, 'dist', 'ThirdPartyNotices.txt'), describeNotices(root, metafile));
    mkdirSync(folder, { recursive: true });
    const packed = await runNpm(['pack', '--pack-destination', resolve(folder)], { cwd: staging });
    if (packed.code !== 0) throw new SetupFailure(`The npm package could not be packed:\n${packed.output}`);
    const path = join(folder, `${manifest.name}-${manifest.version}.tgz`);
    return { path, bytes: statSync(path).size };
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/**
 * The package.json of the npm package.
 * @param {Record<string, any>} project the package.json of the project, which is the extension's
 */
function describePackage(project) {
  const { name, version, license, repository, bugs, homepage, keywords, engines } = project;
  return {
    name,
    version,
    description:
      'Amazon SQS on your machine: a local broker for your programs, scripts and CI, in one program.',
    keywords,
    license,
    repository: { ...repository, url: `git+${repository.url}` },
    bugs,
    homepage,
    type: 'commonjs',
    engines: { node: engines.node },
    bin: { [name]: PROGRAM },
    files: ['dist'],
  };
}

/**
 * The program and the bundles that it loads late, with what is in them.
 * @param {string} root
 * @returns {import('./thirdPartyNotices.mjs').Metafile}
 */
function readMetafile(root) {
  const { outputs } = JSON.parse(readFileSync(join(root, 'dist', 'metafile.json'), 'utf8'));
  /** @type {{ path: string, kind: string }[]} */
  const imports = outputs[PROGRAM].imports;
  const late = imports
    .filter(({ kind, path }) => kind === 'dynamic-import' && path.startsWith('./'))
    .map(({ path }) => `dist/${path.slice(2)}`);
  return { outputs: Object.fromEntries([PROGRAM, ...late].map((bundle) => [bundle, outputs[bundle]])) };
}
