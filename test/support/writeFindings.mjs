// Writes the two lists of what the broker looks for, from the files of the rules.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const TABLES = './test/support/findingTables.ts';
const ALL_RULES = join('broker', 'findings', 'allRules.ts');
const FINDING_RULES = join('broker', 'protocol', 'findingRules.ts');

/** Called in the project's folder. */
export async function writeFindings() {
  const { listRuleNames, RULES_FOLDER } = await load('findingTables', `export * from '${TABLES}';`);
  /** @type {string[]} */
  const names = listRuleNames();
  const rules = names.map((name) => `export { ${name} } from './${RULES_FOLDER}/${name}.ts';`);
  const loaded = await load('findingRules', [`export * as tables from '${TABLES}';`, ...rules].join('\n'));
  const described = names.map((name) => loaded[name]);
  writeFileSync(FINDING_RULES, loaded.tables.printFindingRules(described));
  writeFileSync(ALL_RULES, loaded.tables.printAllRules(described));
}

/**
 * Builds TypeScript that VS Code has no part in, and imports it.
 * @param {string} name of the built file @param {string} contents
 */
async function load(name, contents) {
  const { build } = await import('esbuild');
  const outfile = join('out', `${name}.cjs`);
  await build({
    stdin: { contents, resolveDir: process.cwd() },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
  });
  const { default: built } = await import(pathToFileURL(outfile).href);
  return built;
}
