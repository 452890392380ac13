import assert from 'node:assert/strict';
import { parseDefinitions } from '../../../broker/definitions/parse.ts';

const GOOD = { folder: 'bucket', queue: 'tasks' };

/** The problems of a file with these buckets, each with the text that it marks. */
function listProblems(buckets: unknown, hasFolder = true): string[] {
  const text = JSON.stringify({ queues: { tasks: {}, 'steps.fifo': {} }, buckets });
  return parseDefinitions(text, hasFolder).problems.map(
    ({ character, endCharacter, message }) => `${text.slice(character, endCharacter)}: ${message}`,
  );
}

describe('buckets in the queue definitions', () => {
  it('have a folder, a queue, and a prefix and a suffix if they are given', () => {
    const buckets = { 'my.bucket-1': { ...GOOD, prefix: 'up/', suffix: '.png' }, other: GOOD };
    const parsed = parseDefinitions(JSON.stringify({ queues: { tasks: {} }, buckets }));
    assert.deepEqual(parsed.problems, []);
    assert.deepEqual(parsed.buckets, [
      { name: 'my.bucket-1', folder: 'bucket', queue: 'tasks', prefix: 'up/', suffix: '.png' },
      { name: 'other', folder: 'bucket', queue: 'tasks', prefix: '', suffix: '' },
    ]);
  });

  it('have names of Amazon S3', () => {
    for (const name of ['ab', 'Abc', 'a_bc', '-abc', 'abc.', 'a..b', 'a'.repeat(64)])
      assert.match(listProblems({ [name]: GOOD })[0] ?? '', /: Use 3 to 63 lowercase letters/, name);
  });

  it('have a folder inside that of the file', () => {
    const outside = ['', '/tmp', '..', 'a/../..', '../other', 'C:/x', 'c:x', 'a\\b', '\\\\host\\share'];
    for (const folder of outside) {
      const [problem = '', ...others] = listProblems({ pictures: { ...GOOD, folder } });
      assert.ok(problem.startsWith(`${JSON.stringify(folder)}: Write the path of a folder inside`), problem);
      assert.deepEqual(others, []);
    }
    for (const folder of ['.', 'a', 'a/b', './a', 'a..b', 'with blank'])
      assert.deepEqual(listProblems({ pictures: { ...GOOD, folder } }), []);
  });

  it('send to a standard queue of the file', () => {
    assert.deepEqual(listProblems({ pictures: { ...GOOD, queue: 'other' } }), [
      '"other": This file has no queue "other".',
    ]);
    assert.deepEqual(listProblems({ pictures: { ...GOOD, queue: 'steps.fifo' } }), [
      '"steps.fifo": Amazon S3 sends events to standard queues only.',
    ]);
  });

  it('need both members, and have no others', () => {
    assert.deepEqual(listProblems({ pictures: { folder: 'bucket' } }), [
      '{"folder":"bucket"}: A bucket must have the members "folder" and "queue".',
    ]);
    assert.match(
      listProblems({ pictures: { ...GOOD, events: [] } })[0] ?? '',
      /A bucket has no member "events"/,
    );
    assert.match(listProblems({ pictures: { ...GOOD, prefix: 1 } })[0] ?? '', /prefix must be a string/);
    assert.match(
      listProblems({ pictures: { ...GOOD, suffix: 'x'.repeat(1025) } })[0] ?? '',
      /suffix may have at most 1024 characters/,
    );
    assert.match(listProblems([])[0] ?? '', /buckets must be an object/);
  });

  it('are at most 20, and only in a file on this machine', () => {
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`bucket-${index}`, GOOD]));
    assert.deepEqual(listProblems(many), ['"bucket-20": A file may have at most 20 buckets.']);
    assert.deepEqual(listProblems({ pictures: GOOD }, false), [
      '"pictures": This file is not in a folder of this machine, so it cannot have buckets.',
    ]);
    assert.deepEqual(listProblems({}, false), []);
  });
});
