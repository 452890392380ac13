import assert from 'node:assert/strict';
import { BROKER_VERSION } from '../../../broker/protocol/brokerVersion.ts';
import { runProgram } from '../../support/process.mjs';
import { listProblems, readSections, readSources, type Sources } from '../../support/releaseCheck.mjs';

const CHANGELOG = `# Changelog

## [Unreleased]

## [1.2.0] - 2026-12-01

### Added

- Something new.

## [1.1.0] - 2026-11-01

- Something old.
`;

function makeSources(changes: Partial<Sources> = {}): Sources {
  return {
    manifest: { version: '1.2.0' },
    lock: { version: '1.2.0', packages: { '': { version: '1.2.0' } } },
    changelog: CHANGELOG,
    ...changes,
  };
}

describe('a release', () => {
  it('is made from a tag that agrees with package.json, the lock file and the changelog', () => {
    assert.deepEqual(listProblems('v1.2.0', makeSources()), []);
    const withoutUnreleased = CHANGELOG.replace('## [Unreleased]\n\n', '');
    assert.deepEqual(listProblems('v1.2.0', makeSources({ changelog: withoutUnreleased })), []);
  });

  it('has the notes of its version', () => {
    const section = readSections(CHANGELOG).find(({ version }) => version === '1.2.0');
    assert.deepEqual(section, {
      version: '1.2.0',
      date: '2026-12-01',
      text: '### Added\n\n- Something new.',
    });
  });

  const lockOf = (version: string): Sources['lock'] => ({ version, packages: { '': { version } } });
  const rejected: readonly (readonly [name: string, tag: string, changes: Partial<Sources>, says: RegExp])[] =
    [
      ['another tag', 'v1.3.0', {}, /^The tag v1\.3\.0 is not v1\.2\.0, the version in package\.json/],
      ['a tag without its letter', '1.2.0', {}, /^The tag 1\.2\.0 is not v1\.2\.0/],
      [
        'an older lock file',
        'v1.2.0',
        { lock: lockOf('1.1.0') },
        /^package-lock\.json is not of version 1\.2\.0/,
      ],
      [
        'a version that the changelog does not have',
        'v1.3.0',
        { manifest: { version: '1.3.0' }, lock: lockOf('1.3.0') },
        /^The newest version in CHANGELOG\.md is 1\.2\.0: add "## \[1\.3\.0\] - YYYY-MM-DD"/,
      ],
      [
        'a version below a newer one',
        'v1.1.0',
        { manifest: { version: '1.1.0' }, lock: lockOf('1.1.0') },
        /^The newest version in CHANGELOG\.md is 1\.2\.0/,
      ],
      [
        'a changelog without versions',
        'v1.2.0',
        { changelog: '# Changelog\n' },
        /^The newest version in CHANGELOG\.md is missing/,
      ],
      [
        'a version without a date',
        'v1.2.0',
        { changelog: CHANGELOG.replace(' - 2026-12-01', '') },
        /^Version 1\.2\.0 has no date/,
      ],
      [
        'a version without changes',
        'v1.2.0',
        { changelog: CHANGELOG.replace('### Added\n\n- Something new.\n', '') },
        /^CHANGELOG\.md says nothing about version 1\.2\.0/,
      ],
      [
        'changes that are still under Unreleased',
        'v1.2.0',
        { changelog: CHANGELOG.replace('## [Unreleased]\n', '## [Unreleased]\n\n- Something else.\n') },
        /^CHANGELOG\.md has unreleased changes/,
      ],
    ];
  for (const [name, tag, changes, says] of rejected) {
    it(`is not made from ${name}`, () => {
      const problems = listProblems(tag, makeSources(changes));
      assert.equal(problems.length, 1, problems.join('\n'));
      assert.match(problems[0] ?? '', says);
    });
  }
});

describe('the script of the release', () => {
  it('ends a release whose tag does not agree', async () => {
    const { code, output } = await runProgram(process.execPath, ['test/support/release.mjs', 'v0.0.1']);
    assert.equal(code, 1);
    assert.match(output, /^The tag v0\.0\.1 is not v/m);
    assert.doesNotMatch(output, /^ {4}at /m);
  });

  it('needs a tag', async () => {
    const { code, output } = await runProgram(process.execPath, ['test/support/release.mjs']);
    assert.equal(code, 1);
    assert.match(output, /^Usage: /m);
  });
});

describe('the version of the project', () => {
  const { manifest, lock, changelog } = readSources();

  it('is the same in package.json, in the lock file and in the broker', () => {
    assert.match(manifest.version, /^\d+\.\d+\.\d+$/);
    assert.deepEqual(
      [lock.version, lock.packages['']?.version, BROKER_VERSION],
      [manifest.version, manifest.version, manifest.version],
    );
  });

  it('is in the changelog, or its changes are under Unreleased', () => {
    const [first, ...released] = readSections(changelog);
    const isReleased = [first, ...released].some((section) => section?.version === manifest.version);
    if (isReleased) return;
    assert.equal(first?.version, 'Unreleased');
    assert.notEqual(first?.text, '');
  });
});
