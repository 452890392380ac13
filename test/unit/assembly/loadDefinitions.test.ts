import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '../../../broker/engine/base/clock.ts';
import type { DefinitionTarget } from '../../../broker/definitions/definition.ts';
import {
  loadDefinitions,
  reloadDefinitions,
  watchDefinitions,
} from '../../../broker/assembly/loadDefinitions.ts';
import { makeDefinitionTarget } from '../../support/definitionTarget.ts';

const NAMESPACE = { account: '000000000000', region: 'us-east-1' };

describe('the file of --config', () => {
  let folder: string;
  let path: string;
  let target: DefinitionTarget;
  let clock: ManualClock;
  let lines: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-load-'));
    path = join(folder, 'queueside.json');
    clock = new ManualClock();
    target = makeDefinitionTarget(clock);
    lines = [];
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const save = (text: string) => writeFileSync(path, text);
  const load = () => loadDefinitions(target, NAMESPACE, path);
  const reload = () => reloadDefinitions(target, NAMESPACE, path, (line) => lines.push(line));
  const countMessages = () => target.engine.findQueue('us-east-1', '000000000000', 'q')?.messageCount;

  it('is applied at the start, and its problems are reported one a line up to a bound', () => {
    save('{"queues": {"q": {"messages": [{"body": "x"}]}}}');
    assert.equal(load(), undefined);
    assert.equal(countMessages(), 1);
    const tags = Array.from({ length: 25 }, (_, n) => `"t${n}": 1`).join(',\n');
    save(`{"queues": {"q": {"tags": {${tags}}}}}`);
    const told = load()?.split('\n') ?? [];
    assert.deepEqual([told.length, told.at(-1)], [21, 'and 5 more']);
  });

  it('ends no message when it is saved, but says that it would', () => {
    save('{"queues": {"q": {"messages": [{"body": "x"}]}}}');
    load();
    clock.advance(61_000);
    save('{"queues": {"q": {"attributes": {"MessageRetentionPeriod": 60}}}}');
    reload();
    target.engine.begin();
    assert.equal(countMessages(), 1);
    assert.match(
      lines.join('\n'),
      /was not applied, because its shorter retention periods would delete messages \(1\)/,
    );
  });

  const unreadable: readonly [what: string, bytes: Buffer, problem: RegExp][] = [
    [
      'UTF-16',
      Buffer.from('\uFEFF{"queues": {}}', 'utf16le'),
      /queueside\.json is UTF-16; save it as UTF-8$/,
    ],
    ['UTF-16 without a mark', Buffer.from('{"queues": {}}', 'utf16le'), /is UTF-16; save it as UTF-8$/],
    [
      'Latin-1',
      Buffer.from('{\n"queues": {"é": {}}}', 'latin1'),
      /is not UTF-8 in line 2; save it as UTF-8$/,
    ],
    ['a file of 4 MiB and a byte', Buffer.alloc(4 * 1_048_576 + 1, ' '), /is larger than 4194304 bytes$/],
  ];
  for (const [what, bytes, problem] of unreadable) {
    it(`is refused in words when it is ${what}`, () => {
      writeFileSync(path, bytes);
      assert.match(load() ?? '', problem);
    });
  }

  it('may begin with a byte order mark', () => {
    save('\uFEFF{"queues": {"q": {}}}');
    assert.equal(load(), undefined);
    assert.equal(countMessages(), 0);
  });

  it('may be a link, and is applied again when what it leads to is changed', async () => {
    const text = join(folder, 'shared.json');
    writeFileSync(text, '{"queues": {}}');
    symlinkSync(text, path);
    assert.equal(load(), undefined);
    const told = new Promise<string>((resolve) => {
      const stop = watchDefinitions(target, NAMESPACE, path, (line) => {
        stop();
        resolve(line);
      });
    });
    writeFileSync(text, '{"queues": {"q": {}}}');
    assert.match(await told, /queueside\.json: queues created: 1/);
    assert.equal(countMessages(), 0);
  });

  it('is not applied when nothing in it is new, or when it was deleted', () => {
    save('{"queues": {"q": {}}}');
    load();
    reload();
    rmSync(path);
    reload();
    assert.deepEqual(lines, []);
    assert.equal(countMessages(), 0);
  });
});
