import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { findProjectRoot } from '../../support/project.mjs';

/**
 * The packages that a script must find before its first line runs. What it imports dynamically may come after the
 * installation.
 */
async function listPackagesNeededAtOnce(entry: string): Promise<string[]> {
  const root = findProjectRoot();
  const { metafile } = await build({
    entryPoints: [entry],
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    write: false,
    outdir: 'out/unwritten',
    metafile: true,
    logLevel: 'silent',
  });
  const needed = new Set<string>();
  const visited = new Set<string>();
  const visit = (file: string): void => {
    if (visited.has(file)) return;
    visited.add(file);
    for (const { path, kind, external } of metafile.inputs[file]?.imports ?? []) {
      if (kind === 'dynamic-import') continue;
      if (!external) visit(path);
      else if (!path.startsWith('node:')) needed.add(path);
    }
  };
  const first = Object.keys(metafile.inputs).find((file) => resolve(root, file) === resolve(root, entry));
  assert.ok(first !== undefined, entry);
  visit(first);
  return [...needed];
}

describe('what runs before anything is installed', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

  for (const [name, command] of Object.entries(scripts)) {
    it(`npm run ${name} needs Node.js alone`, async () => {
      const entry = /^node (test\/[\w/]+\.mjs)(?: |$)/.exec(command)?.[1];
      assert.ok(entry !== undefined, `${command} needs a package: start it by test/support/runTool.mjs`);
      assert.deepEqual(await listPackagesNeededAtOnce(entry), []);
    });
  }

  it('is reported by the test when it needs a package, through another file too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'queueside-imports-'));
    try {
      writeFileSync(join(folder, 'entry.mjs'), "import './middle.mjs';\nimport 'node:fs';\n");
      writeFileSync(join(folder, 'middle.mjs'), "import 'playwright-core';\nawait import('mocha');\n");
      assert.deepEqual(await listPackagesNeededAtOnce(join(folder, 'entry.mjs')), ['playwright-core']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is npm in the tasks of the editor, which installs first', () => {
    const commands = readFileSync('.vscode/tasks.json', 'utf8').matchAll(/"command": "([^"]+)"/g);
    const all = [...commands].map(([, command]) => command as string);
    assert.ok(all.length >= 2);
    for (const command of all) assert.match(command, /^npm run \w+/);
  });
});
