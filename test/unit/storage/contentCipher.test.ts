import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { MasterKey } from '../../../broker/kms/masterKey.ts';
import { keyNumberOf } from '../../../broker/storage/cipher.ts';
import { type CipherKeys, openCipherKeys } from '../../../broker/storage/cipherKeys.ts';
import { ContentCipher } from '../../../broker/storage/contentCipher.ts';

const REUSE_MS = 300_000;
const ORDERS = 3;
/** Version, key, count, tag. */
const OVERHEAD_BYTES = 1 + 4 + 6 + 16;

describe('contents at rest', () => {
  let folder: string;
  let masterKey: MasterKey;
  let now: number;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-cipher-'));
    masterKey = new MasterKey(randomBytes(32));
    now = 1_700_000_000_000;
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const openKeys = (key: MasterKey = masterKey): CipherKeys => {
    const result = openCipherKeys(folder, key);
    if (!result.ok) throw new Error(result.message);
    assert.ok(result.keys);
    return result.keys;
  };
  const start = (key: MasterKey = masterKey): ContentCipher =>
    new ContentCipher(openKeys(key), { now: () => now, reuseMs: () => REUSE_MS, isSynced: false });
  const refusal = (key: MasterKey | undefined): string => {
    const result = openCipherKeys(folder, key);
    return result.ok ? 'opened' : result.message;
  };
  const keyFile = (): string => join(folder, 'keys.jsonl');

  it('come back as they were, and nothing of them is on the outside', () => {
    const cipher = start();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), fc.maxSafeNat(), (plain, messageNumber) => {
        const sealed = cipher.seal(plain, ORDERS, messageNumber);
        assert.equal(sealed.length, plain.length + OVERHEAD_BYTES);
        assert.deepEqual(cipher.open(sealed, messageNumber), Buffer.from(plain));
        assert.ok(plain.length < 8 || !sealed.includes(Buffer.from(plain)));
      }),
    );
  });

  it('do not open after a flip of any bit', () => {
    const cipher = start();
    const sealed = cipher.seal(Buffer.from('the body of a message'), ORDERS, 7);
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const flipped = Buffer.from(sealed);
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      assert.throws(() => cipher.open(flipped, 7), `bit ${bit}`);
    }
  });

  it('do not open when they are cut short at any byte', () => {
    const cipher = start();
    const sealed = cipher.seal(Buffer.from('body'), ORDERS, 7);
    for (let length = 0; length < sealed.length; length++) {
      assert.throws(() => cipher.open(sealed.subarray(0, length), 7), `length ${length}`);
    }
  });

  it('do not open as those of another message', () => {
    const cipher = start();
    assert.throws(() => cipher.open(cipher.seal(Buffer.from('body'), ORDERS, 7), 8));
  });

  it('never share a nonce under one key, and differ each time', () => {
    const cipher = start();
    const heads = Array.from({ length: 1000 }, () =>
      cipher.seal(Buffer.from('same'), ORDERS, 7).subarray(0, 11).toString('hex'),
    );
    assert.equal(new Set(heads).size, 1000);
  });

  it('are under a key of their queue, renewed after its reuse period', () => {
    const cipher = start();
    const numberNow = (queue: number): number => keyNumberOf(cipher.seal(Buffer.from('x'), queue, 1));
    const first = numberNow(ORDERS);
    assert.notEqual(numberNow(ORDERS + 1), first);
    now += REUSE_MS - 1;
    assert.equal(numberNow(ORDERS), first);
    now += 1;
    assert.notEqual(numberNow(ORDERS), first);
    assert.equal(cipher.keyCount, 3);
  });

  it('open in the next process, which seals with keys of its own', () => {
    const before = start().seal(Buffer.from('before'), ORDERS, 1);
    const next = start();
    assert.equal(next.open(before, 1).toString(), 'before');
    assert.notEqual(keyNumberOf(next.seal(Buffer.from('after'), ORDERS, 2)), keyNumberOf(before));
  });

  it('go on under the old key while the disk takes no new one', () => {
    const cipher = start();
    const first = keyNumberOf(cipher.seal(Buffer.from('x'), ORDERS, 1));
    renameSync(folder, `${folder}-away`);
    now += REUSE_MS;
    assert.equal(keyNumberOf(cipher.seal(Buffer.from('x'), ORDERS, 2)), first);
    assert.throws(() => cipher.seal(Buffer.from('x'), ORDERS + 1, 3), /ENOENT/);
    renameSync(`${folder}-away`, folder);
    assert.notEqual(keyNumberOf(cipher.seal(Buffer.from('x'), ORDERS, 4)), first);
  });

  describe('under a master key', () => {
    it('are refused with another key, and nothing is changed', () => {
      start().seal(Buffer.from('x'), ORDERS, 1);
      const before = readFileSync(keyFile());
      const other = new MasterKey(randomBytes(32));
      assert.equal(
        refusal(other),
        `The data folder ${folder} is encrypted, and the key given (${other.id}) is not its key (${masterKey.id}). Nothing was changed.`,
      );
      assert.match(refusal(undefined), /no key was given/);
      assert.deepEqual(readFileSync(keyFile()), before);
    });

    it('are refused when the file only claims to be of this key', () => {
      start();
      const other = new MasterKey(randomBytes(32));
      writeFileSync(keyFile(), readFileSync(keyFile(), 'utf8').replace(masterKey.id, other.id));
      assert.match(refusal(other), /does not open its check value/);
    });

    it('change it without a change of theirs', () => {
      const cipher = start();
      const sealed = cipher.seal(Buffer.from('kept'), ORDERS, 1);
      const next = new MasterKey(randomBytes(32));
      cipher.rotateMasterKey(next);
      assert.equal(cipher.open(sealed, 1).toString(), 'kept');
      const later = cipher.seal(Buffer.from('later'), ORDERS + 1, 2);
      assert.match(refusal(masterKey), /is not its key/);
      const reopened = start(next);
      assert.equal(reopened.open(sealed, 1).toString(), 'kept');
      assert.equal(reopened.open(later, 2).toString(), 'later');
    });

    it('are not encrypted without a key and a key file', () => {
      assert.deepEqual(openCipherKeys(folder, undefined), { ok: true, keys: undefined });
    });
  });

  describe('with a key file', () => {
    it('that nobody else may read, and that holds no plain key', function () {
      start().seal(Buffer.from('x'), ORDERS, 1);
      if (process.platform !== 'win32') assert.equal(statSync(keyFile()).mode & 0o777, 0o600);
      const lines = readFileSync(keyFile(), 'utf8').trimEnd().split('\n');
      assert.deepEqual(Object.keys(JSON.parse(lines[1] as string) as object), [
        'number',
        'queueNumber',
        'madeAt',
        'wrapped',
      ]);
    });

    it('lose only the key that a crash cut short', () => {
      const sealed = start().seal(Buffer.from('x'), ORDERS, 1);
      appendFileSync(keyFile(), '{"number":2,"queueNu');
      const next = start();
      assert.equal(next.open(sealed, 1).toString(), 'x');
      next.seal(Buffer.from('y'), ORDERS, 2);
      assert.equal(start().keyCount, 2);
    });

    it('are refused when a line of it is damaged', () => {
      const cipher = start();
      for (const queue of [1, 2, 3]) cipher.seal(Buffer.from('x'), queue, queue);
      const lines = readFileSync(keyFile(), 'utf8').split('\n');
      lines[2] = '{"number":';
      writeFileSync(keyFile(), lines.join('\n'));
      assert.match(refusal(masterKey), /damaged at line 3/);
    });

    it('do not open when their keys were exchanged', () => {
      const cipher = start();
      const sealed = cipher.seal(Buffer.from('x'), 1, 1);
      cipher.seal(Buffer.from('x'), 2, 2);
      const text = readFileSync(keyFile(), 'utf8');
      writeFileSync(keyFile(), text.replaceAll('"queueNumber":1', '"queueNumber":9'));
      assert.throws(() => start().open(sealed, 1), /damaged/);
    });

    it('forget the keys that nothing needs', () => {
      const cipher = start();
      const old = cipher.seal(Buffer.from('old'), ORDERS, 1);
      now += REUSE_MS;
      const kept = cipher.seal(Buffer.from('kept'), ORDERS, 2);
      now += REUSE_MS;
      cipher.seal(Buffer.from('now'), ORDERS, 3);
      cipher.forgetKeys((number) => number === keyNumberOf(kept));
      const next = start();
      assert.equal(next.keyCount, 2);
      assert.equal(next.open(kept, 2).toString(), 'kept');
      assert.throws(() => next.open(old, 1), /is not in/);
    });
  });
});
