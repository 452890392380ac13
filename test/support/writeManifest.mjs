// npm run manifest: writes what package.json, package.nls.json, docs/settings.md and the list of ids say of the commands and
// the settings, from their tables.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installProject } from './install.mjs';
import { loadManifest } from './loadManifest.mjs';
import { findProjectRoot } from './project.mjs';
import { findTool } from './projectTools.mjs';
import { runMain } from './setupFailure.mjs';

const IDS = join('extension', 'ground', 'commandIds.ts');
const MANIFEST = 'package.json';
const PAGE = join('docs', 'settings.md');
const TEXTS = 'package.nls.json';

process.chdir(findProjectRoot());
await runMain(async () => {
  await installProject();
  const { printCommandIds, putSettings, putTables, putTexts } = await loadManifest();
  const manifest = putTables(readJson(MANIFEST));
  const texts = putTexts(readJson(TEXTS));
  writeJson(MANIFEST, manifest);
  writeJson(TEXTS, texts);
  writeFileSync(PAGE, putSettings(readFileSync(PAGE, 'utf8'), manifest, texts));
  writeFileSync(IDS, printCommandIds());
  const files = [MANIFEST, TEXTS, IDS];
  const formatted = spawnSync(process.execPath, [findTool('biome'), 'format', '--write', ...files], {
    encoding: 'utf8',
  });
  if (formatted.status !== 0) throw new Error(`The files could not be formatted: ${formatted.stderr}`);
});

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** @param {string} path @param {unknown} value */
function writeJson(path, value) {
  writeFileSync(path, `${JSON.stringify(value, undefined, 2)}\n`);
}
