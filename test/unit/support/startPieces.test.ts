import assert from 'node:assert/strict';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseBrowserCommand } from '../../support/start/browser.mjs';
import { keepSampleCopy, listUserChanges } from '../../support/start/keptSample.mjs';
import { readStartOptions } from '../../support/start/options.mjs';
import { findFreePort } from '../../support/start/port.mjs';

describe('the options of npm start', () => {
  it('are all off at first, but for the browser', () => {
    const none = { web: false, port: undefined, open: true, fresh: false, yes: false, help: false };
    assert.deepEqual(readStartOptions([]), none);
    assert.deepEqual(readStartOptions(['--no-open', '--fresh', '--port', '9400']), {
      ...none,
      open: false,
      fresh: true,
      port: 9400,
    });
  });

  for (const wrong of [
    ['--frsh'],
    ['--port', '0'],
    ['--port', '65536'],
    ['--port', 'x'],
    ['--port'],
    ['word'],
  ]) {
    it(`refuse ${wrong.join(' ')} with the way to the help`, () => {
      assert.throws(() => readStartOptions(wrong), /`npm start -- --help` lists the options\.$/);
    });
  }
});

describe('the browser that npm start opens', () => {
  const has = { display: true, find: (name: string) => `/usr/bin/${name}` };
  const none = { display: false, find: (name: string) => `/usr/bin/${name}` };
  const cases: readonly (readonly [
    string,
    NodeJS.ProcessEnv,
    NodeJS.Platform,
    typeof has,
    string | undefined,
  ])[] = [
    ['Linux with a display', {}, 'linux', has, '/usr/bin/xdg-open'],
    ['Linux without a display', {}, 'linux', none, undefined],
    ['Linux without xdg-open', {}, 'linux', { display: true, find: () => undefined as never }, undefined],
    ['a terminal that names a browser', { BROWSER: '/opt/helper.sh' }, 'linux', none, '/opt/helper.sh'],
    ['macOS', {}, 'darwin', has, 'open'],
    ['Windows', {}, 'win32', has, 'cmd.exe'],
    ['CI', { CI: 'true', BROWSER: '/opt/helper.sh' }, 'darwin', has, undefined],
    ['CI=false', { CI: 'false' }, 'darwin', has, 'open'],
  ];
  for (const [name, env, platform, machine, expected] of cases) {
    it(`is ${expected ?? 'none'} on ${name}`, () => {
      assert.equal(chooseBrowserCommand(env, platform, machine)?.[0], expected);
    });
  }
});

describe('the port of npm start', () => {
  it('is the requested one if it is free, and none if it is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    assert.equal(await findFreePort(port), undefined);
    server.close();
    await once(server, 'close');
    assert.equal(await findFreePort(port), port);
    assert.ok(((await findFreePort(0)) ?? 0) > 0);
  });
});

describe('the copy of the sample that is kept between starts', () => {
  let folder: string;
  let copy: string;
  let record: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-kept-'));
    copy = join(folder, 'watermark');
    record = join(folder, 'sample.json');
    assert.deepEqual(keepSampleCopy(copy, record), { created: true, changedSince: [] });
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is the sample, without what running it makes', () => {
    assert.ok(existsSync(join(copy, '.vscode', 'launch.json')));
    assert.ok(existsSync(join(copy, 'bucket', 'uploads', 'sunset.png')));
    assert.equal(existsSync(join(copy, 'bucket', 'watermarked')), false);
    assert.deepEqual(listUserChanges(copy, record), []);
  });

  it('keeps what the user changed, added and deleted, and names it', () => {
    appendFileSync(join(copy, 'worker.js'), '// mine\n');
    writeFileSync(join(copy, 'queueside.json'), '{}');
    rmSync(join(copy, 'draw.js'));
    assert.deepEqual(keepSampleCopy(copy, record), { created: false, changedSince: [] });
    assert.ok(readFileSync(join(copy, 'worker.js'), 'utf8').endsWith('// mine\n'));
    assert.equal(existsSync(join(copy, 'draw.js')), false);
    assert.deepEqual(listUserChanges(copy, record), ['draw.js', 'queueside.json', 'worker.js']);
  });

  it('names the files that the project has changed since, unless the copy has them as they are now', () => {
    const digests = JSON.parse(readFileSync(record, 'utf8')) as Record<string, string>;
    // As if the sample had been other when it was copied: worker.js changed, and old.js was in it.
    writeFileSync(
      record,
      JSON.stringify({ ...digests, 'worker.js': 'other', 'draw.js': 'other', 'old.js': 'other' }),
    );
    writeFileSync(join(copy, 'old.js'), '');
    writeFileSync(join(copy, 'worker.js'), '// as it was\n');
    assert.deepEqual(keepSampleCopy(copy, record).changedSince, ['old.js', 'worker.js']);
    assert.equal(readFileSync(join(copy, 'worker.js'), 'utf8'), '// as it was\n');
  });
});
