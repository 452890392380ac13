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
import { type Seal, TAG_BYTES } from '../../../broker/storage/format/recordCipher.ts';
import type { CipherKeys } from '../../../broker/storage/cipher/cipherKeys.ts';
import { ContentCipher } from '../../../broker/storage/cipher/contentCipher.ts';
import { openTestKeys } from '../../support/testLock.ts';

const REUSE_MS = 300_000;
const ORDERS = 3;
/** What stands in the clear beside what is sealed. */
const CLEAR = Buffer.from('heads');

interface Sealed {
  readonly seal: Seal;
  readonly bytes: Buffer;
}

function seal(cipher: ContentCipher, queueNumber: number, plain: string | Uint8Array): Sealed {
  const taken = cipher.takeSeal(queueNumber);
  const { sealed, tag } = cipher.seal(taken, Buffer.from(plain as string), CLEAR);
  return { seal: taken, bytes: Buffer.concat([sealed, tag]) };
}

function open(cipher: ContentCipher, { seal: taken, bytes }: Sealed): string {
  return cipher.open(taken, bytes, CLEAR).toString();
}

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
    const result = openTestKeys(folder, key);
    if (!result.ok) throw new Error(result.message);
    assert.ok(result.keys);
    return result.keys;
  };
  const start = (key: MasterKey = masterKey): ContentCipher => {
    const options = { now: () => now, reuseMs: () => REUSE_MS, isSynced: false };
    const cipher = new ContentCipher(openKeys(key), options);
    cipher.settleFile(false);
    return cipher;
  };
  const refusal = (key: MasterKey | undefined): string => {
    const result = openTestKeys(folder, key);
    return result.ok ? 'opened' : result.message;
  };
  const keyFile = (): string => join(folder, 'keys.jsonl');

  it('are read as they were written, and nothing of them is unencrypted', () => {
    const cipher = start();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), fc.uint8Array({ maxLength: 200 }), (plain, clear) => {
        const taken = cipher.takeSeal(ORDERS);
        const { sealed, tag } = cipher.seal(taken, plain, clear);
        assert.equal(sealed.length, plain.length);
        assert.equal(tag.length, TAG_BYTES);
        assert.deepEqual(cipher.open(taken, Buffer.concat([sealed, tag]), clear), Buffer.from(plain));
        assert.ok(plain.length < 8 || !sealed.includes(Buffer.from(plain)));
      }),
    );
  });

  it('do not open after a flip of any bit', () => {
    const cipher = start();
    const sealed = seal(cipher, ORDERS, 'the body of a message');
    for (let bit = 0; bit < sealed.bytes.length * 8; bit++) {
      const bytes = Buffer.from(sealed.bytes);
      bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
      assert.throws(() => open(cipher, { ...sealed, bytes }), `bit ${bit}`);
    }
  });

  it('do not open when they are cut short at any byte', () => {
    const cipher = start();
    const sealed = seal(cipher, ORDERS, 'body');
    for (let length = 0; length < sealed.bytes.length; length++) {
      assert.throws(
        () => open(cipher, { ...sealed, bytes: sealed.bytes.subarray(0, length) }),
        `length ${length}`,
      );
    }
  });

  it('do not open beside other heads, nor as those of another seal', () => {
    const cipher = start();
    const sealed = seal(cipher, ORDERS, 'body');
    assert.throws(() => cipher.open(sealed.seal, sealed.bytes, Buffer.from('other')));
    assert.throws(() => open(cipher, { ...sealed, seal: { ...sealed.seal, count: sealed.seal.count + 1 } }));
  });

  it('never share a nonce under one key, and differ each time', () => {
    const cipher = start();
    const all = Array.from({ length: 1000 }, () => seal(cipher, ORDERS, 'same'));
    assert.equal(new Set(all.map(({ seal: { keyNumber, count } }) => `${keyNumber} ${count}`)).size, 1000);
    assert.equal(new Set(all.map(({ bytes }) => bytes.toString('hex'))).size, 1000);
  });

  it('are under a key of their queue, renewed after its reuse period', () => {
    const cipher = start();
    const numberNow = (queue: number): number => cipher.takeSeal(queue).keyNumber;
    const first = numberNow(ORDERS);
    assert.notEqual(numberNow(ORDERS + 1), first);
    now += REUSE_MS - 1;
    assert.equal(numberNow(ORDERS), first);
    now += 1;
    assert.notEqual(numberNow(ORDERS), first);
    assert.equal(cipher.keyCount, 3);
  });

  it('open in the next process, which seals with keys of its own', () => {
    const before = seal(start(), ORDERS, 'before');
    const next = start();
    assert.equal(open(next, before), 'before');
    assert.notEqual(next.takeSeal(ORDERS).keyNumber, before.seal.keyNumber);
  });

  it('continue under the old key while the disk cannot store a new one', () => {
    const cipher = start();
    const first = cipher.takeSeal(ORDERS).keyNumber;
    renameSync(folder, `${folder}-away`);
    now += REUSE_MS;
    assert.equal(cipher.takeSeal(ORDERS).keyNumber, first);
    assert.equal(cipher.takeSeal(ORDERS + 1).count, 0, 'a queue without an old key is sealed too');
    assert.match(String(cipher.verify()), /ENOENT/, 'and nothing of it may be acknowledged yet');
    renameSync(`${folder}-away`, folder);
    assert.equal(cipher.verify(), undefined);
    assert.equal(readFileSync(keyFile(), 'utf8').trim().split('\n').length, 3, 'both keys are stored');
    assert.notEqual(cipher.takeSeal(ORDERS).keyNumber, first);
  });

  describe('under a master key', () => {
    it('are refused with another key, and nothing is changed', () => {
      start().takeSeal(ORDERS);
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
      start().takeSeal(ORDERS);
      const other = new MasterKey(randomBytes(32));
      writeFileSync(keyFile(), readFileSync(keyFile(), 'utf8').replace(masterKey.id, other.id));
      assert.match(refusal(other), /damaged at line 1/);
    });

    it('change it without changing themselves', () => {
      const cipher = start();
      const sealed = seal(cipher, ORDERS, 'kept');
      const next = new MasterKey(randomBytes(32));
      cipher.rotateMasterKey(next);
      assert.equal(open(cipher, sealed), 'kept');
      const later = seal(cipher, ORDERS + 1, 'later');
      assert.match(refusal(masterKey), /is not its key/);
      const reopened = start(next);
      assert.equal(open(reopened, sealed), 'kept');
      assert.equal(open(reopened, later), 'later');
    });

    it('are not encrypted without a key and a key file', () => {
      assert.deepEqual(openTestKeys(folder, undefined), { ok: true, keys: undefined });
    });
  });

  describe('with a key file', () => {
    it('that no other user may read, and that holds no plain key', function () {
      start().takeSeal(ORDERS);
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
      const sealed = seal(start(), ORDERS, 'x');
      appendFileSync(keyFile(), '{"number":2,"queueNu');
      const next = start();
      assert.equal(open(next, sealed), 'x');
      next.takeSeal(ORDERS);
      assert.equal(start().keyCount, 2);
    });

    it('lose only the key whose line is damaged, and keep the line', () => {
      const cipher = start();
      for (const queue of [1, 2, 3]) cipher.takeSeal(queue);
      const lines = readFileSync(keyFile(), 'utf8').split('\n');
      lines[2] = '{"number":';
      writeFileSync(keyFile(), lines.join('\n'));
      const next = start();
      assert.deepEqual([next.keyCount, next.unreadableKeys], [2, 1]);
      next.rotateMasterKey(new MasterKey(randomBytes(32)));
      assert.ok(readFileSync(keyFile(), 'utf8').includes('\n{"number":\n'));
    });

    it('notice any flipped bit, and lose at most the key of that line', () => {
      const cipher = start();
      const sealed = [1, 2, 3].map((queue) => seal(cipher, queue, `of ${queue}`));
      const whole = readFileSync(keyFile());
      const plain = (key: ContentCipher): number =>
        sealed.filter((each) => key.hasKey(each.seal.keyNumber) && open(key, each).startsWith('of ')).length;
      for (let place = 0; place < whole.length; place++) {
        const flipped = Buffer.from(whole);
        flipped[place] = (flipped[place] as number) ^ (1 << (place % 7));
        writeFileSync(keyFile(), flipped);
        const next = start();
        assert.ok(plain(next) >= 2, `byte ${place}`);
        assert.equal(plain(next) + next.unreadableKeys >= 3, true, `byte ${place}`);
        assert.equal(plain(start()), plain(next), `byte ${place}, at another start`);
      }
    });

    it('do not open when their keys were exchanged', () => {
      const cipher = start();
      const sealed = seal(cipher, 1, 'x');
      cipher.takeSeal(2);
      const text = readFileSync(keyFile(), 'utf8');
      writeFileSync(keyFile(), text.replaceAll('"queueNumber":1', '"queueNumber":9'));
      const next = start();
      assert.equal(next.hasKey(sealed.seal.keyNumber), false);
      assert.throws(() => open(next, sealed), /is not in/);
    });

    it('forget the keys that nothing needs', () => {
      const cipher = start();
      const old = seal(cipher, ORDERS, 'old');
      now += REUSE_MS;
      const kept = seal(cipher, ORDERS, 'kept');
      now += REUSE_MS;
      cipher.takeSeal(ORDERS);
      cipher.forgetKeys((number) => number === kept.seal.keyNumber);
      const next = start();
      assert.equal(next.keyCount, 2);
      assert.equal(open(next, kept), 'kept');
      assert.throws(() => open(next, old), /is not in/);
    });
  });
});
