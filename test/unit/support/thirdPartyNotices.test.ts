import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeNotices, listBundledFolders } from '../../support/thirdPartyNotices.mjs';

function describeOutput(inputs: Readonly<Record<string, number>>) {
  const entries = Object.entries(inputs).map(([path, bytesInOutput]) => [path, { bytesInOutput }]);
  return { inputs: Object.fromEntries(entries) as Record<string, { bytesInOutput: number }> };
}

describe('the third-party notices', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'queueside-notices-'));
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function addPackage(folder: string, manifest: object, files: Readonly<Record<string, string>>): void {
    const path = join(root, folder);
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'package.json'), JSON.stringify(manifest));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  }

  it('are about the packages with bytes in a bundle, also those inside other packages', () => {
    const metafile = {
      outputs: {
        'dist/one.js': describeOutput({
          'broker/main.ts': 10,
          'node_modules/ws/lib/sender.js': 5,
          'node_modules/unused/index.js': 0,
        }),
        'dist/two.js': describeOutput({
          'node_modules/@scope/outer/node_modules/inner/a.js': 1,
          'node_modules/ws/index.js': 1,
        }),
      },
    };
    assert.deepEqual(listBundledFolders(metafile), [
      'node_modules/@scope/outer/node_modules/inner',
      'node_modules/ws',
    ]);
  });

  it('name each package with everything that it says of its license, and a shared text once', () => {
    addPackage(
      'node_modules/a',
      { name: 'a', version: '1.0.0', license: 'ISC' },
      { LICENSE: 'Shared text\r\n' },
    );
    addPackage(
      'node_modules/b',
      { name: 'b', version: '2.0.0', license: 'ISC' },
      { 'license.md': 'Shared text\n' },
    );
    addPackage(
      'node_modules/c',
      { name: 'c', version: '3.0.0', license: 'Apache-2.0' },
      {
        'LICENSE.txt': 'Apache',
        NOTICE: 'Made by C',
        'thirdpartynotices.txt': 'With D',
        'readme.md': 'Hello',
      },
    );
    const inputs = describeOutput({
      'node_modules/a/a.js': 1,
      'node_modules/b/b.js': 1,
      'node_modules/c/c.js': 1,
    });
    const notices = describeNotices(root, { outputs: { 'dist/one.js': inputs } });
    assert.match(notices, /^a 1\.0\.0 \(ISC\)\nb 2\.0\.0 \(ISC\)\n-+\n\nShared text\n/m);
    assert.match(notices, /^c 3\.0\.0 \(Apache-2\.0\)\n-+\n\nApache\n\nMade by C\n\nWith D\n/m);
    assert.equal(notices.split('Shared text').length, 2);
    assert.ok(!notices.includes('Hello'));
  });

  it('have the text of the MIT license for a package that only names it, if its author is known here', () => {
    const metafile = { outputs: { 'dist/one.js': describeOutput({ 'node_modules/@vscode/l10n/a.js': 1 }) } };
    addPackage('node_modules/@vscode/l10n', { name: '@vscode/l10n', version: '1.0.0', license: 'MIT' }, {});
    assert.match(
      describeNotices(root, metafile),
      /^@vscode\/l10n 1\.0\.0 \(MIT\)\n-+\n\nMIT License\n\nCopyright \(c\) Microsoft Corporation\n\nPermission is/m,
    );
    addPackage('node_modules/@vscode/l10n', { name: '@vscode/l10n', version: '2.0.0', license: 'Other' }, {});
    assert.throws(() => describeNotices(root, metafile), /has no license text/);
  });

  it('cannot be made for a package without a license text', () => {
    addPackage('node_modules/a', { name: 'a', version: '1.0.0', license: 'MIT' }, { 'readme.md': 'Hello' });
    const metafile = { outputs: { 'dist/one.js': describeOutput({ 'node_modules/a/a.js': 1 }) } };
    assert.throws(() => describeNotices(root, metafile), /a 1\.0\.0 is in a bundle and has no license text/);
  });
});
