import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { ContentHandle, MessageContent } from '../../broker/engine/base/content.ts';
import { PAGE_BYTES, PagedContents } from '../../broker/contents/pagedContents.ts';

const text = fc.string({ unit: 'binary', maxLength: 40 });
const bytes = fc.uint8Array({ maxLength: 2000 });
const content: fc.Arbitrary<MessageContent> = fc.record(
  {
    body: bytes,
    bodyMd5: fc.stringMatching(/^[0-9a-f]{32}$/),
    senderId: text,
    traceHeader: text,
    groupId: text,
    deduplicationId: text,
    sequenceNumber: text,
    attributes: fc.array(fc.record({ name: text, type: text, value: fc.oneof(text, bytes) }), {
      minLength: 1,
      maxLength: 10,
    }),
  },
  { requiredKeys: ['body', 'bodyMd5', 'senderId'] },
);

/** With plain arrays for bytes, so that a buffer and an array of the same bytes are the same. */
function plain({ body, attributes, ...rest }: MessageContent): unknown {
  const values = attributes?.map((attribute) => ({
    ...attribute,
    value: typeof attribute.value === 'string' ? attribute.value : [...attribute.value],
  }));
  return { ...rest, body: [...body], attributes: values };
}

function bodyOf(size: number, seed: number): MessageContent {
  return { body: new Uint8Array(size).fill(seed), bodyMd5: '0'.repeat(32), senderId: 'S' };
}

describe('PagedContents', () => {
  it('gives back what it was given, whatever was kept and dropped meanwhile', () => {
    const step = fc.oneof(
      { weight: 2, arbitrary: fc.record({ keep: content }) },
      { weight: 1, arbitrary: fc.record({ drop: fc.nat() }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const store = new PagedContents();
        const kept: [ContentHandle, MessageContent][] = [];
        for (const next of steps) {
          if ('keep' in next) kept.push([store.keep(next.keep), next.keep]);
          else if (kept.length > 0) {
            const [[handle]] = kept.splice(next.drop % kept.length, 1) as [[ContentHandle, MessageContent]];
            store.drop(handle);
          }
        }
        for (const [handle, expected] of kept) assert.deepEqual(plain(store.read(handle)), plain(expected));
      }),
    );
  });

  it('moves what is left together when most is dropped, and keeps it readable', () => {
    const store = new PagedContents();
    const handles = Array.from({ length: 60_000 }, (_, index) => store.keep(bodyOf(1000, index % 251)));
    handles.forEach((handle, index) => {
      if (index % 50 !== 0) store.drop(handle);
    });
    const { pageBytes, liveBytes } = store.usage;
    assert.ok(pageBytes <= liveBytes * 2 + 9 * PAGE_BYTES, `${pageBytes} bytes of pages for ${liveBytes}`);
    handles.forEach((handle, index) => {
      if (index % 50 === 0) assert.equal(store.read(handle).body[999], index % 251);
    });
  });

  it('finds pages that were left mostly dead while there was no need to move', () => {
    const store = new PagedContents();
    const left = Array.from({ length: 30_000 }, () => store.keep(bodyOf(1000, 1)));
    const drained = Array.from({ length: 60_000 }, () => store.keep(bodyOf(1000, 2)));
    left.forEach((handle, index) => {
      if (index % 100 !== 0) store.drop(handle);
    });
    for (const handle of drained) store.drop(handle);
    const { pageBytes, liveBytes } = store.usage;
    assert.ok(pageBytes <= liveBytes * 2 + 9 * PAGE_BYTES, `${pageBytes} bytes of pages for ${liveBytes}`);
  });

  it('gives all pages back, long contents too', () => {
    const store = new PagedContents();
    const handles = Array.from({ length: 40 }, (_, index) => store.keep(bodyOf(index * 50_000, index)));
    handles.forEach((handle, index) => assert.equal(store.read(handle).body.length, index * 50_000));
    for (const handle of handles) store.drop(handle);
    assert.ok(store.usage.pageBytes <= PAGE_BYTES);
    assert.equal(store.usage.liveBytes, 0);
  });
});
