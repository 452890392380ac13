import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { runProgram } from '../../support/process.mjs';

const SCRIPT = resolve('test', 'support', 'publish.mjs');

describe('a release that runs again', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-release-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  /** Publishes with a program that prints its arguments, or does this when it is asked what is published. */
  async function publish(place: string, program: string, answer: string): Promise<string> {
    mkdirSync(join(folder, 'dist'));
    for (const ending of ['vsix', 'tgz'])
      writeFileSync(join(folder, 'dist', `queueside-1.2.3.${ending}`), '');
    const path = join(folder, program);
    writeFileSync(path, `#!/bin/sh\ncase "$*" in *view*) ${answer} ;; *) echo "${program} $*" ;; esac\n`);
    chmodSync(path, 0o755);
    const PATH = [folder, process.env.PATH].join(delimiter);
    const env = { ...process.env, PATH };
    const { code, output } = await runProgram(process.execPath, [SCRIPT, place, 'v1.2.3'], {
      cwd: folder,
      env,
    });
    assert.equal(code, 0, output);
    return output;
  }

  const cases: readonly (readonly [place: string, program: string, answer: string, does: RegExp])[] = [
    ['npm', 'npm', 'echo 1.2.3', /^The npm registry already has queueside@1\.2\.3\.\n$/],
    ['npm', 'npm', 'true', /^npm publish --access public --provenance \.\/dist\/queueside-1\.2\.3\.tgz\n$/],
    ['npm', 'npm', 'exit 1', /^npm publish --access public --provenance /],
    ['github', 'gh', 'exit 0', /^gh release upload v1\.2\.3 --clobber dist\/\S+\.vsix dist\/\S+\.tgz\n$/],
    ['github', 'gh', 'exit 1', /^gh release create v1\.2\.3 --verify-tag --notes-file notes\.md dist\//],
  ];
  for (const [place, program, answer, does] of cases) {
    it(`publishes to ${place} what is missing, if "${program} view" does "${answer}"`, async function () {
      if (process.platform === 'win32') this.skip();
      assert.match(await publish(place, program, answer), does);
    });
  }

  it('skips versions that the Marketplace and Open VSX have', () => {
    const commands = readFileSync('.github/workflows/release.yml', 'utf8').match(
      /(?:vsce|ovsx\S*) publish.*/g,
    );
    assert.equal(commands?.filter((command) => command.includes(' --skip-duplicate ')).length, 2);
  });
});
