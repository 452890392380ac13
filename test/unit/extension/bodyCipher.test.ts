import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { decryptBody, encryptBody } from '../../../extension/bodyEncryption/bodyCipher.ts';
import { BodyKeys } from '../../../extension/bodyEncryption/bodyKeys.ts';

describe('a body encrypted by its sender', () => {
  const key = { name: 'orders', bytes: randomBytes(32) };
  const other = { name: 'other', bytes: randomBytes(32) };

  it('is unreadable text, which each of its keys decrypts', async () => {
    const sealed = await encryptBody('héllo ✓', key);
    assert.match(sealed, /^[A-Za-z0-9+/]+=*$/);
    assert.ok(!Buffer.from(sealed, 'base64').includes('héllo'));
    assert.equal(await decryptBody(sealed, [other, key]), 'héllo ✓');
    assert.notEqual(await encryptBody('héllo ✓', key), sealed);
  });

  it('does not open with another key, without one, or after a change', async () => {
    const sealed = await encryptBody('body', key);
    await assert.rejects(decryptBody(sealed, [other]));
    await assert.rejects(decryptBody(sealed, [{ ...other, name: key.name }]));
    await assert.rejects(decryptBody(sealed, []), /no key/);
    const bytes = Buffer.from(sealed, 'base64');
    bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
    await assert.rejects(decryptBody(bytes.toString('base64'), [key]));
    await assert.rejects(decryptBody('plain text', [key]));
  });
});

describe("the user's keys for bodies", () => {
  it('are kept by name in one secret', async () => {
    const texts = new Map<string, string>();
    const keys = new BodyKeys({
      get: (name) => Promise.resolve(texts.get(name)),
      store: (name, value) => Promise.resolve(void texts.set(name, value)),
    });
    const added = await keys.add('orders');
    await keys.add('given', Buffer.alloc(32, 1).toString('base64'));
    assert.deepEqual(await keys.list(), [added, { name: 'given', bytes: Buffer.alloc(32, 1) }]);
    await keys.remove('orders');
    assert.deepEqual(
      (await keys.list()).map(({ name }) => name),
      ['given'],
    );
    assert.equal(texts.size, 1);
  });
});
