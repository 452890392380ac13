import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FailedLine, ReadyLine } from '../../broker/protocol/broker.ts';
import { IS_ROOT, STRANGER } from './support/folderUses.ts';

const NOBODY = 65_534;

function makeFolder(path: string, mode: number, uid?: number, gid = uid): string {
  mkdirSync(path);
  chmodSync(path, mode);
  if (uid !== undefined) chownSync(path, uid, gid ?? uid);
  return path;
}

describe('a broker that another user starts', () => {
  let scratch: string;
  let program: string;

  before(function () {
    if (!IS_ROOT) this.skip();
  });

  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'queueside-user-'));
    chmodSync(scratch, 0o755);
    program = join(scratch, 'broker.js');
    // With the bundle that makes certificates, which the broker loads when it needs one.
    for (const bundle of ['broker.js', 'certificate.js']) {
      copyFileSync(join('dist', bundle), join(scratch, bundle));
      chmodSync(join(scratch, bundle), 0o644);
    }
  });

  afterEach(() => rmSync(scratch, { recursive: true, force: true }));

  /** The first line of a broker of the user `nobody`, and what it said to people. */
  async function start(args: readonly string[]): Promise<{ line: ReadyLine | FailedLine; errors: string }> {
    const env = { PATH: process.env.PATH, HOME: join(scratch, 'home'), TMPDIR: join(scratch, 'tmp') };
    const child = spawn(process.execPath, [program, '--port', '0', ...args], {
      env,
      uid: NOBODY,
      gid: NOBODY,
      cwd: scratch,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    let errors = '';
    child.stdout.on('data', (part: Buffer) => {
      text += part.toString();
      if (text.includes('\n')) child.kill('SIGTERM');
    });
    child.stderr.on('data', (part: Buffer) => {
      errors += part.toString();
    });
    await once(child, 'close');
    return { line: JSON.parse(text) as ReadyLine | FailedLine, errors };
  }

  it('rejects a folder of another user, or one that every user can write to', async () => {
    const rows: readonly [string, string, RegExp][] = [
      [makeFolder(join(scratch, 'rootOwned'), 0o755), 'DATA_NOT_WRITABLE', /is not writable/],
      [makeFolder(join(scratch, 'closed'), 0o700), 'DATA_NOT_WRITABLE', /is not writable/],
      [makeFolder(join(scratch, 'foreign'), 0o755, STRANGER), 'DATA_UNSAFE', /belongs to another user/],
      [makeFolder(join(scratch, 'open'), 0o777), 'DATA_UNSAFE', /can be written to by other users/],
    ];
    for (const [folder, code, pattern] of rows) {
      const { line } = await start(['--data', folder]);
      assert.equal(line.event, 'failed');
      if (line.event !== 'failed') continue;
      assert.equal(line.code, code, line.message);
      assert.match(line.message, pattern);
    }
  });

  it('serves HTTPS with a home that cannot be written to, and says where the certificates are', async () => {
    makeFolder(join(scratch, 'home'), 0o755);
    makeFolder(join(scratch, 'tmp'), 0o1777);
    const { line, errors } = await start(['--tls-port', '0']);
    assert.equal(line.event, 'ready');
    assert.ok(line.event === 'ready');
    assert.equal(dirname(String(line.authorityPath)), join(scratch, 'tmp', `queueside-tls-${NOBODY}`));
    assert.match(errors, /cannot be used: EACCES\. The certificates are in .*queueside-tls/);
  });
});
