import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { MemoryLimit, MESSAGE_BYTES } from '../../../broker/contents/memoryLimit.ts';

const LIMIT_BYTES = 100_000;

describe('The limit of messages in memory', () => {
  let usage: { pageBytes: number; count: number; idBytes: number };
  let changes: boolean[];
  let limit: MemoryLimit;

  beforeEach(() => {
    usage = { pageBytes: 0, count: 0, idBytes: 0 };
    changes = [];
    limit = create(LIMIT_BYTES, LIMIT_BYTES);
  });

  function create(limitBytes: number, heapBytes: number): MemoryLimit {
    const made: MemoryLimit = new MemoryLimit({
      limitBytes,
      heapBytes,
      measure: () => usage,
      onChange: () => changes.push(made.failure !== undefined),
    });
    return made;
  }

  it('refuses the first message that goes beyond it, and names what to do', () => {
    assert.equal(limit.refuse(LIMIT_BYTES), undefined);
    const refused = limit.refuse(LIMIT_BYTES + 1);
    assert.equal(refused?.code, 'ServiceUnavailable');
    assert.match(refused.message, /--max-memory.*--data/);
    assert.equal(limit.failure, refused.message);
  });

  it('counts what a message costs beside what it says', () => {
    usage = { pageBytes: 0, idBytes: 0, count: LIMIT_BYTES / MESSAGE_BYTES };
    assert.equal(limit.refuse(1)?.code, 'ServiceUnavailable');
  });

  it('keeps the objects of messages below what V8 takes, whatever memory the machine has', () => {
    const large = create(1000 * LIMIT_BYTES, LIMIT_BYTES);
    usage = { pageBytes: 10 * LIMIT_BYTES, count: LIMIT_BYTES / MESSAGE_BYTES - 1, idBytes: 0 };
    assert.equal(large.refuse(1), undefined);
    usage.count += 2;
    assert.equal(large.refuse(1)?.code, 'ServiceUnavailable');
  });

  it('counts the ids that FIFO queues remember, as memory and as objects, and says when it is they', () => {
    usage.idBytes = LIMIT_BYTES;
    const refused = limit.refuse(1);
    assert.equal(refused?.code, 'ServiceUnavailable');
    assert.match(refused.message, /IDs.*5 minutes.*--max-memory.*--data/);
    assert.equal(create(1000 * LIMIT_BYTES, LIMIT_BYTES - 1).refuse(1)?.code, 'ServiceUnavailable');
  });

  it('says once that it is reached, and that there is room when a tenth is free', () => {
    usage.pageBytes = LIMIT_BYTES;
    for (let count = 0; count < 3; count++) limit.refuse(1);
    usage.pageBytes = 0.95 * LIMIT_BYTES;
    limit.noticeRoom();
    assert.equal(limit.refuse(1), undefined);
    assert.deepEqual(changes, [true]);
    usage.pageBytes = 0.9 * LIMIT_BYTES;
    limit.noticeRoom();
    assert.deepEqual(changes, [true, false]);
  });
});
