import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '../../../broker/engine/clock.ts';
import type { DefinitionTarget } from '../../../broker/definitions/definition.ts';
import { loadDefinitions, reloadDefinitions } from '../../../broker/loadDefinitions.ts';
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

  it('is applied at the start, and its problems are told one a line up to a bound', async () => {
    save('{"queues": {"q": {"messages": [{"body": "x"}]}}}');
    assert.equal(await load(), undefined);
    assert.equal(countMessages(), 1);
    const tags = Array.from({ length: 25 }, (_, n) => `"t${n}": 1`).join(',\n');
    save(`{"queues": {"q": {"tags": {${tags}}}}}`);
    const told = (await load())?.split('\n') ?? [];
    assert.deepEqual([told.length, told.at(-1)], [21, 'and 5 more']);
  });

  it('ends no message when it is saved, but says that it would', async () => {
    save('{"queues": {"q": {"messages": [{"body": "x"}]}}}');
    await load();
    clock.advance(61_000);
    save('{"queues": {"q": {"attributes": {"MessageRetentionPeriod": 60}}}}');
    await reload();
    target.engine.begin();
    assert.equal(countMessages(), 1);
    assert.match(lines.join('\n'), /would end messages by a shorter retention \(1\)/);
  });

  it('is left alone when nothing in it is new, and when it is gone', async () => {
    save('{"queues": {"q": {}}}');
    await load();
    await reload();
    rmSync(path);
    await reload();
    assert.deepEqual(lines, []);
    assert.equal(countMessages(), 0);
  });
});
