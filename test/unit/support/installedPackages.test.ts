import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arePackagesInstalled } from '../../support/installedPackages.mjs';

const LOCKED = {
  'node_modules/plain': { version: '1.0.0', integrity: 'sha512-plain' },
  'node_modules/plain/node_modules/inner': { version: '2.0.0', integrity: 'sha512-inner' },
  'node_modules/linux-glibc': {
    version: '1.0.0',
    optional: true,
    os: ['linux'],
    cpu: ['x64'],
    libc: ['glibc'],
  },
  'node_modules/linux-musl': {
    version: '1.0.0',
    optional: true,
    os: ['linux'],
    cpu: ['x64'],
    libc: ['musl'],
  },
  'node_modules/mac': { version: '1.0.0', optional: true, os: ['darwin'], cpu: ['x64'] },
  'node_modules/not-windows': { version: '1.0.0', optional: true, os: ['!win32'] },
  'node_modules/compiled': { version: '1.0.0', optional: true },
};
const LINUX = { os: 'linux', cpu: 'x64', libc: 'glibc' };
const INSTALLED = [
  'node_modules/plain',
  'node_modules/plain/node_modules/inner',
  'node_modules/linux-glibc',
  'node_modules/not-windows',
];

describe('the packages of a folder', () => {
  let folder: string;

  /** What `npm ci` leaves: the packages, and its own record of them. */
  function install(paths: readonly string[], changed: Partial<Record<string, object>> = {}): void {
    const root = { '': { name: 'project', version: '1.0.0' } };
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: { ...root, ...LOCKED } }));
    const recorded: Record<string, object> = {};
    for (const path of paths) {
      mkdirSync(join(folder, path), { recursive: true });
      writeFileSync(join(folder, path, 'package.json'), '{}');
      recorded[path] = { ...LOCKED[path as keyof typeof LOCKED], ...changed[path] };
    }
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    writeFileSync(join(folder, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: recorded }));
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-packages-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are not installed in a fresh clone', () => {
    install([]);
    rmSync(join(folder, 'node_modules'), { recursive: true });
    assert.equal(arePackagesInstalled(folder, LINUX), false);
  });

  it('are recognised when npm has installed them by hand, without those for other platforms', () => {
    install(INSTALLED);
    assert.equal(arePackagesInstalled(folder, LINUX), true);
  });

  it('are recognised with more beside them than the lock file asks for', () => {
    install([...INSTALLED, 'node_modules/compiled', 'node_modules/mac']);
    assert.equal(arePackagesInstalled(folder, LINUX), true);
  });

  it('are not those of another platform: node_modules was shared with a container', () => {
    install(INSTALLED);
    assert.equal(arePackagesInstalled(folder, { os: 'darwin', cpu: 'x64', libc: undefined }), false);
    assert.equal(arePackagesInstalled(folder, { os: 'linux', cpu: 'x64', libc: 'musl' }), false);
    assert.equal(arePackagesInstalled(folder, { os: 'linux', cpu: 'arm64', libc: 'glibc' }), true);
  });

  it('are not installed when one has another version, another content, or is missing from the record', () => {
    install(INSTALLED, { 'node_modules/plain': { version: '1.0.1' } });
    assert.equal(arePackagesInstalled(folder, LINUX), false);
    install(INSTALLED, { 'node_modules/plain': { integrity: 'sha512-other' } });
    assert.equal(arePackagesInstalled(folder, LINUX), false);
    install(INSTALLED.slice(1));
    assert.equal(arePackagesInstalled(folder, LINUX), false);
  });

  it('are not installed when a folder was deleted, or npm was ended before it wrote its record', () => {
    install(INSTALLED);
    rmSync(join(folder, 'node_modules/plain/node_modules/inner'), { recursive: true });
    assert.equal(arePackagesInstalled(folder, LINUX), false);
    install(INSTALLED);
    rmSync(join(folder, 'node_modules', '.package-lock.json'));
    assert.equal(arePackagesInstalled(folder, LINUX), false);
    writeFileSync(join(folder, 'node_modules', '.package-lock.json'), '{ "packages": {');
    assert.equal(arePackagesInstalled(folder, LINUX), false);
  });
});
