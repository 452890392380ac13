import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ControlToken } from '../../../broker/process/token.ts';

describe('The token of the control channel', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-token-'));
    file = join(folder, 'token');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('is written for its owner only, and taken away', () => {
    const token = new ControlToken(undefined, file);
    assert.deepEqual(readdirSync(folder), [], 'nothing is written before the broker serves');
    token.write();
    assert.equal(readFileSync(file, 'utf8'), `${token.value}\n`);
    if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o600);
    token.forget();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('takes the place of a file that a broker left behind, whatever its mode', () => {
    writeFileSync(file, `${'a'.repeat(32)}\n`, { mode: 0o644 });
    const token = new ControlToken(undefined, file);
    token.write();
    assert.equal(readFileSync(file, 'utf8'), `${token.value}\n`);
    if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o600);
  });

  const foreign: readonly [what: string, text: string][] = [
    ['a text', 'my notes'],
    ['an empty file', ''],
    ['a token with something after it', `${'a'.repeat(32)}\nmore`],
    ['something of the same length', `${'a b '.repeat(8)}\n`],
  ];
  for (const [what, text] of foreign) {
    it(`never takes the place of ${what}`, () => {
      writeFileSync(file, text);
      assert.throws(
        () => new ControlToken(undefined, file),
        /exists but does not contain the token of a broker; use another file or delete it/,
      );
      assert.equal(readFileSync(file, 'utf8'), text);
    });
  }

  it('leaves a file alone that came between', () => {
    const token = new ControlToken(undefined, file);
    writeFileSync(file, 'my notes');
    assert.throws(() => token.write(), /does not contain the token of a broker/);
    token.forget();
    assert.equal(readFileSync(file, 'utf8'), 'my notes');
    assert.deepEqual(readdirSync(folder), ['token']);
  });

  it('leaves the token of another broker alone', () => {
    const first = new ControlToken(undefined, file);
    first.write();
    const second = new ControlToken(undefined, file);
    second.write();
    first.forget();
    assert.equal(readFileSync(file, 'utf8'), `${second.value}\n`);
  });

  it('is the one of the environment, when that has one: then no file is touched', () => {
    writeFileSync(file, 'my notes');
    const token = new ControlToken('given', file);
    assert.equal(token.value, 'given');
    token.write();
    token.forget();
    assert.equal(readFileSync(file, 'utf8'), 'my notes');
  });

  it('is absent when no client has a way to know one', () => {
    assert.equal(new ControlToken('', undefined).value, undefined);
  });
});
