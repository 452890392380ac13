import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { runProgram } from '../../support/process.mjs';

/** The script of a step, without its indentation. */
function readScript(step: string): string {
  const workflow = readFileSync('.github/workflows/release.yml', 'utf8');
  const [, script = ''] =
    new RegExp(`- name: ${step}\\n {8}run: \\|\\n((?: {10}.*\\n)+)`).exec(workflow) ?? [];
  return script.replaceAll(/^ {10}/gm, '');
}

describe('a release that runs again', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-release-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  /** Runs a step with a program that only prints its arguments, or answers a question with this. */
  async function runStep(step: string, program: string, answer: string): Promise<string> {
    const path = join(folder, program);
    writeFileSync(path, `#!/bin/sh\ncase "$*" in *view*) ${answer} ;; *) echo "${program} $*" ;; esac\n`);
    chmodSync(path, 0o755);
    const PATH = [folder, process.env.PATH].join(delimiter);
    const { code, output } = await runProgram('bash', ['-e', '-c', readScript(step)], {
      env: { ...process.env, PATH, GITHUB_REF_NAME: 'v1.2.3' },
    });
    assert.equal(code, 0, output);
    return output;
  }

  const steps: readonly (readonly [step: string, program: string, answer: string, does: RegExp])[] = [
    ['Publish to npm', 'npm', 'echo 1.2.3', /^The npm registry already has queueside@1\.2\.3\.\n$/],
    ['Publish to npm', 'npm', 'true', /^npm publish --access public --provenance /],
    ['Publish to npm', 'npm', 'exit 1', /^npm publish --access public --provenance /],
    ['Create the release', 'gh', 'exit 0', /^gh release upload v1\.2\.3 --clobber /],
    ['Create the release', 'gh', 'exit 1', /^gh release create v1\.2\.3 --verify-tag /],
  ];
  for (const [step, program, answer, does] of steps) {
    it(`runs "${step}" so that it can be repeated, if the question says "${answer}"`, async function () {
      if (process.platform === 'win32') this.skip();
      assert.match(await runStep(step, program, answer), does);
    });
  }

  it('skips versions that the Marketplace and Open VSX have', () => {
    const commands = readFileSync('.github/workflows/release.yml', 'utf8').match(
      /(?:vsce|ovsx\S*) publish.*/g,
    );
    assert.equal(commands?.filter((command) => command.includes(' --skip-duplicate ')).length, 2);
  });
});
