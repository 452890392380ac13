import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { ConnectionDefinition } from '../../../broker/connections/definition.ts';
import type { Schedule } from '../../../broker/time/schedule.ts';
import { changeEnvironment } from '../../support/upstream/changedEnvironment.ts';
import { startRecordingServer } from '../../support/upstream/recordingServer.ts';
import { openTestGate, placeOf } from '../../support/upstream/testGate.ts';

const PROFILE: ConnectionDefinition = {
  id: 'x',
  name: 'x',
  kind: 'profile',
  profile: 'p',
  queues: [],
  refreshSeconds: 60,
};

const KEYS = { Version: 1, AccessKeyId: 'AKIDOFPROGRAM', SecretAccessKey: 's3cret' };

describe('The program that gives the keys of a profile (credential_process)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'queueside-program-'));
  let restore: () => void = () => undefined;

  before(() => {
    restore = changeEnvironment({
      HOME: folder,
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    });
    writeFileSync(join(folder, 'credentials'), '');
  });

  after(() => {
    restore();
    rmSync(folder, { recursive: true, force: true });
  });

  /** @param source of the program, in JavaScript */
  async function call(source: string) {
    const script = join(folder, 'program.cjs');
    writeFileSync(script, source);
    writeFileSync(
      join(folder, 'config'),
      `[profile p]\ncredential_process = "${process.execPath}" "${script}"\n`,
    );
    const limits: { readonly delayMs: number; readonly pass: () => void }[] = [];
    const schedule: Schedule = (delayMs, pass) => {
      const limit = { delayMs, pass };
      limits.push(limit);
      return () => void limits.splice(limits.indexOf(limit), 1);
    };
    const server = await startRecordingServer();
    const gate = openTestGate(server.endpoint, {
      definition: PROFILE,
      place: { ...placeOf(server.endpoint), profile: 'p' },
      schedule,
    });
    return { answer: gate.call('ListQueues', {}), limits, requests: server.requests };
  }

  it('gives keys, which calls are signed with', async () => {
    const { answer, limits, requests } = await call(`console.log(${JSON.stringify(JSON.stringify(KEYS))})`);
    assert.equal((await answer).ok, true);
    assert.match(requests[0]?.headers.authorization ?? '', /Credential=AKIDOFPROGRAM\//);
    assert.deepEqual(limits, []);
  });

  it('is ended after a minute, with all that it started', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const connect = `require('node:net').connect(${port}, '127.0.0.1')`;
    const { answer, limits, requests } = await call(
      `${connect}; require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(connect)}], { stdio: 'inherit' });`,
    );
    const ends: Promise<unknown>[] = [];
    for (let count = 0; count < 2; count += 1) {
      const [socket] = (await once(server, 'connection')) as [Socket];
      // On Windows, it is reset.
      socket.on('error', () => undefined).resume();
      ends.push(new Promise((resolve) => socket.once('close', resolve)));
    }
    assert.deepEqual(
      limits.map(({ delayMs }) => delayMs),
      [60_000],
    );
    limits[0]?.pass();
    const { ok, failure } = (await answer) as Extract<Awaited<typeof answer>, { readonly ok: false }>;
    assert.deepEqual([ok, failure.kind], [false, 'keys']);
    assert.match(
      failure.message,
      /^The program of the AWS profile “p” \(credential_process\) did not end within a minute, and was stopped\./,
    );
    await Promise.all(ends);
    assert.equal(requests.length, 0);
    server.close();
  });

  for (const [what, source] of [
    ['fails', 'console.error("s3cret"); process.exit(1)'],
    [
      'writes without end',
      'const write = () => process.stdout.write("s3cret".repeat(10_000), write); write()',
    ],
  ] as const) {
    it(`gives no keys if it ${what}, and nothing that it wrote is shown`, async () => {
      const { answer, requests } = await call(source);
      const got = await answer;
      assert.ok(!got.ok);
      assert.match(
        got.failure.message,
        /^The program of the AWS profile “p” \(credential_process\) failed\./,
      );
      assert.doesNotMatch(got.failure.message, /s3cret/);
      assert.equal(requests.length, 0);
    });
  }
});
