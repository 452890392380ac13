import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const IMPORT = /^import \{([^}]*)\} from '(?:\.\.\/)+broker\/iac\/[^']*';/gm;

interface Metafile {
  readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, unknown>> }>>;
}

/** The names that a source takes from the readers of templates, without types. */
function listTaken(path: string): string[] {
  return [...readFileSync(path, 'utf8').matchAll(IMPORT)]
    .flatMap(([, names = '']) => names.split(',').map((name) => name.trim()))
    .filter((name) => name !== '' && !name.startsWith('type '));
}

describe('the readers of templates', () => {
  const { outputs } = JSON.parse(readFileSync('dist/metafile.json', 'utf8')) as Metafile;
  const inputs = Object.keys(outputs['dist/templateFiles.js']?.inputs ?? {});

  it('are in the package once: the editor takes them from the bundle of the command', () => {
    assert.deepEqual(
      inputs.filter((path) => /broker\/iac\/|js-yaml|@vscode\/l10n/.test(path)),
      [],
    );
  });

  it('have all that the editor takes', () => {
    const has = Object.keys(createRequire(resolve('package.json'))('./dist/templates.js') as object);
    const taken = inputs.filter((path) => path.startsWith('extension/')).flatMap(listTaken);
    assert.ok(taken.includes('readIac'));
    assert.deepEqual(
      taken.filter((name) => !has.includes(name)),
      [],
    );
  });
});
