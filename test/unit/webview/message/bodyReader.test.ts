import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { BodyReader } from '../../../../webview/message/body/bodyReader.ts';
import { STEP_LINES } from '../../../../webview/message/body/jsonTree.ts';
import { STEP_CHARACTERS } from '../../../../webview/message/body/rowIndex.ts';
import { formatBody } from '../../../../extension/queues/messages/bodyText.ts';
import { makeLargeBodies } from '../../../support/largeBodies.ts';

/** Turns of the page, taken when the test says so. */
function createTurns() {
  const waiting: (() => void)[] = [];
  return {
    later: (work: () => void) => void waiting.push(work),
    take: (): boolean => {
      const work = waiting.shift();
      work?.();
      return work !== undefined;
    },
    takeAll: (): number => {
      let taken = 0;
      for (let work = waiting.shift(); work !== undefined; work = waiting.shift()) {
        work();
        taken += 1;
        if (taken > 10_000) throw new Error('It never ends.');
      }
      return taken;
    },
  };
}

/** The most characters that one step may read or write, and those that the last token of a layout writes. */
const MOST_WORK = STEP_CHARACTERS + 8 * 1024;
const SCREEN_ROWS = 60;

function readFirstRow(reader: BodyReader): string {
  const { from, to } = reader.rows.row(reader.text, 0);
  return reader.text.slice(from, to);
}

describe('A body that is read for showing', () => {
  for (const [shape, body] of Object.entries(makeLargeBodies())) {
    it(`is shown from its start within four steps, and read in short ones: ${shape}`, async () => {
      for (const form of ['raw', 'pretty'] as const) {
        const turns = createTurns();
        const reader = new BodyReader(turns.later);
        reader.setColumns(100);
        turns.takeAll();
        reader.show(body, form);
        const before = reader.revision.value;
        let steps = 0;
        const hasScreen = () =>
          reader.revision.value > before && (reader.rows.count >= SCREEN_ROWS || !reader.isReading);
        // White space, a number or brackets only may need all of it to be known as one thing or another.
        const isHard = /white space|brackets|nested|number|line feeds/u.test(shape) && form === 'pretty';
        while (!hasScreen() && steps < 300) {
          turns.take();
          steps += 1;
        }
        assert.ok(steps <= (isHard ? 300 : 4), `${form}: ${steps} steps`);
        while (reader.isReading) {
          const work = reader.step() ?? 0;
          assert.ok(work <= MOST_WORK, `${form}: ${work} in one step`);
        }
        assert.equal(reader.text, form === 'raw' ? body : await formatBody(body));
      }
    });
  }

  it('draws seldom while it reads: as often as what is shown doubles', () => {
    const turns = createTurns();
    const reader = new BodyReader(turns.later);
    reader.show(makeLargeBodies()['records on one line'] ?? '', 'pretty');
    const before = reader.revision.value;
    const steps = turns.takeAll();
    assert.ok(steps > 60);
    assert.ok(reader.revision.value - before < 25, String(reader.revision.value - before));
  });

  it('is shown as it was sent when it is no JSON, and says where not', () => {
    const turns = createTurns();
    const reader = new BodyReader(turns.later);
    reader.show('{"id": bob}', 'pretty');
    turns.takeAll();
    assert.deepEqual(reader.problem, { kind: 'notJson', at: 7 });
    assert.equal(reader.text, '{"id": bob}');
    reader.setForm('raw');
    turns.takeAll();
    assert.equal(reader.problem, undefined);
  });

  it('forgets the one before, whatever was read of it', () => {
    const turns = createTurns();
    const reader = new BodyReader(turns.later);
    reader.show(makeLargeBodies()['records on one line'] ?? '', 'pretty');
    turns.take();
    turns.take();
    reader.show('{"id":1}', 'pretty');
    turns.takeAll();
    assert.equal(reader.text, '{\n  "id": 1\n}');
    assert.equal(reader.rows.count, 3);
    assert.equal(readFirstRow(reader), '{');
  });

  it('is searched again in each form, and in what is shown next', () => {
    const turns = createTurns();
    const reader = new BodyReader(turns.later);
    reader.show('{"a":1,"b":1}', 'pretty');
    reader.setSearch('1', false);
    turns.takeAll();
    assert.deepEqual([reader.hits?.count, reader.hits?.hit(0)?.from], [2, reader.text.indexOf('1')]);
    reader.setForm('raw');
    turns.takeAll();
    assert.deepEqual([reader.hits?.count, reader.hits?.hit(0)?.from], [2, 5]);
    reader.show('111', 'raw');
    turns.takeAll();
    assert.equal(reader.hits?.count, 3);
    reader.setSearch('', false);
    assert.equal(reader.hits, undefined);
  });

  it('becomes a tree in steps of lines', () => {
    const turns = createTurns();
    const reader = new BodyReader(turns.later);
    const body = makeLargeBodies()['a list of numbers on one line'] ?? '';
    reader.show(body, 'pretty');
    turns.takeAll();
    reader.setForm('tree');
    const work: number[] = [];
    while (reader.isReading) work.push(reader.step() ?? 0);
    assert.ok(work.length > 100);
    assert.ok(Math.max(...work) <= STEP_LINES);
    const { tree } = reader;
    assert.ok(tree);
    assert.equal(tree.row(0).childCount, (JSON.parse(body) as unknown[]).length);
  });

  it('is bytes: those of the text, or what its base64 says', () => {
    const turns = createTurns();
    const reader = new BodyReader(turns.later);
    reader.show('AP8Q', 'bytes');
    assert.deepEqual([...reader.bytes], [0, 255, 16]);
    reader.setForm('hex');
    assert.deepEqual([...reader.bytes], [65, 80, 56, 81]);
    assert.equal(reader.isReading, false);
  });
});
