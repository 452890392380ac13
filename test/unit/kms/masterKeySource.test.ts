import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MasterKey } from '../../../broker/kms/masterKey.ts';
import { createKeyFile, readMasterKey } from '../../../broker/kms/masterKeySource.ts';

describe('the master key', () => {
  let folder: string;
  let keyFile: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-key-'));
    keyFile = join(folder, 'key');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('comes from the environment, and does not stay there', () => {
    const secret = randomBytes(32);
    const environment: Record<string, string | undefined> = {
      QUEUESIDE_MASTER_KEY: secret.toString('base64'),
    };
    const result = readMasterKey(environment, undefined);
    assert.ok(result.ok);
    assert.equal(result.key?.id, new MasterKey(secret).id);
    assert.deepEqual(environment, {});
  });

  it('comes from a key file of its owner', () => {
    createKeyFile(keyFile);
    if (process.platform !== 'win32') assert.equal(statSync(keyFile).mode & 0o777, 0o600);
    const result = readMasterKey({}, keyFile);
    assert.ok(result.ok && result.key !== undefined);
  });

  it('is undefined if none is given', () => {
    assert.deepEqual(readMasterKey({ QUEUESIDE_MASTER_KEY: '' }, undefined), { ok: true, key: undefined });
  });

  it('is never overwritten by a new one', () => {
    createKeyFile(keyFile);
    assert.throws(() => createKeyFile(keyFile), /EEXIST/);
  });

  const refusals: readonly [string, (path: string) => void, RegExp][] = [
    ['a key file that is not there', () => undefined, /cannot be opened: ENOENT/],
    [
      'a key file that holds something else',
      (path) => writeFileSync(path, 'secret', { mode: 0o600 }),
      /32 bytes in base64/,
    ],
  ];
  for (const [what, prepare, message] of refusals) {
    it(`is refused from ${what}`, () => {
      prepare(keyFile);
      const result = readMasterKey({}, keyFile);
      assert.ok(!result.ok);
      assert.match(result.message, message);
      assert.ok(!result.message.includes('secret'));
    });
  }

  it('is refused from a key file that is open to others', function () {
    if (process.platform === 'win32') this.skip();
    createKeyFile(keyFile);
    chmodSync(keyFile, 0o640);
    const result = readMasterKey({}, keyFile);
    assert.ok(!result.ok);
    assert.match(result.message, /mode 0640\): it must have mode 0600/);
  });

  it('is refused from two places, and from a variable of another length', () => {
    createKeyFile(keyFile);
    assert.ok(!readMasterKey({ QUEUESIDE_MASTER_KEY: randomBytes(32).toString('base64') }, keyFile).ok);
    assert.ok(!readMasterKey({ QUEUESIDE_MASTER_KEY: randomBytes(16).toString('base64') }, undefined).ok);
  });
});
