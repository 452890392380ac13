// npm run l10n: writes the texts of the sources into extension/l10n/bundle.l10n.json, lists what each translation lacks or
// has too much, and translates the schemas.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installProject } from './install.mjs';
import { findProjectRoot } from './project.mjs';
import { findTool } from './projectTools.mjs';
import { runMain } from './setupFailure.mjs';
import { SCHEMA_FOLDER, translateSchemas } from './translateSchemas.mjs';

process.chdir(findProjectRoot());
await runMain(async () => {
  await installProject();
  const { BUNDLE, BUNDLE_FOLDER, exportTexts } = await import('./exportTexts.mjs');
  const texts = await exportTexts('.');
  writeFileSync(BUNDLE, `${JSON.stringify(texts, undefined, 2)}\n`);
  console.log(`${BUNDLE}: ${Object.keys(texts).length} texts`);
  for (const name of readdirSync(BUNDLE_FOLDER)) {
    if (!/^bundle\.l10n\..+\.json$/u.test(name)) continue;
    const translation = JSON.parse(readFileSync(join(BUNDLE_FOLDER, name), 'utf8'));
    report(name, 'is not translated', texts, translation);
    report(name, 'is no longer used', translation, texts);
  }
  const { files, missing, unused } = translateSchemas('.');
  for (const [path, schema] of files) writeFileSync(path, `${JSON.stringify(schema, undefined, 2)}\n`);
  const formatted = spawnSync(process.execPath, [findTool('biome'), 'format', '--write', SCHEMA_FOLDER], {
    encoding: 'utf8',
  });
  if (formatted.status !== 0) throw new Error(`The schemas could not be formatted: ${formatted.stderr}`);
  for (const text of missing) console.log(`is not translated: ${text}`);
  for (const text of unused) console.log(`is no longer used: ${text}`);
  // Of titles and settings, which `npm run manifest` writes.
  const titles = JSON.parse(readFileSync('package.nls.json', 'utf8'));
  for (const name of readdirSync('.')) {
    if (!/^package\.nls\..+\.json$/u.test(name)) continue;
    const translation = JSON.parse(readFileSync(name, 'utf8'));
    report(name, 'is not translated', titles, translation);
    report(name, 'is no longer used', translation, titles);
  }
});

/** @param {string} name @param {string} problem @param {object} some @param {object} others */
function report(name, problem, some, others) {
  for (const text of Object.keys(some))
    if (!Object.hasOwn(others, text)) console.log(`${name}: ${problem}: ${JSON.stringify(text)}`);
}
