import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { countDrawn, revealHidden, splitHidden } from '../../../../broker/protocol/hiddenCharacters.ts';
import { JsonLayout } from '../../../../broker/protocol/jsonLayout.ts';
import { JsonTree, STEP_LINES } from '../../../../webview/message/body/jsonTree.ts';
import { colourJson, markHits } from '../../../../webview/message/body/paintRow.ts';
import { RowIndex, STEP_CHARACTERS } from '../../../../webview/message/body/rowIndex.ts';
import {
  MAXIMUM_HITS,
  STEP_CHARACTERS as SEARCHED_CHARACTERS,
  TextSearch,
} from '../../../../webview/message/body/textSearch.ts';
import { makeLargeBodies } from '../../../support/largeBodies.ts';

function readRows(text: string, columns: number): { readonly index: RowIndex; readonly work: number[] } {
  const index = new RowIndex(columns);
  const work: number[] = [];
  while (!index.hasRead(text)) work.push(index.step(text));
  return { index, work };
}

function listRows(text: string, columns: number): string[] {
  const { index } = readRows(text, columns);
  return Array.from({ length: index.count }, (_, row) => {
    const { from, to } = index.row(text, row);
    return text.slice(from, to);
  });
}

function searchAll(text: string, query: string, matchesCase = false) {
  const search = new TextSearch(query, matchesCase);
  const work: number[] = [];
  while (!search.hasRead(text)) work.push(search.step(text));
  return { search, work, starts: Array.from({ length: search.count }, (_, at) => search.hit(at)?.from) };
}

function layOut(text: string): string {
  const layout = new JsonLayout(text);
  while (layout.outcome === undefined) layout.step();
  if (layout.outcome.kind !== 'done') throw new Error(layout.outcome.kind);
  return layout.outcome.text;
}

function buildTree(json: string): {
  readonly tree: JsonTree;
  readonly text: string;
  readonly work: number[];
} {
  const text = layOut(json);
  const tree = new JsonTree(text);
  const work: number[] = [];
  while (!tree.isRead) work.push(tree.step());
  return { tree, text, work };
}

/** As it is read: `name: value`, indented by its level. */
function writeTree(tree: JsonTree): string[] {
  return tree.rows.map((line) => {
    const { name, level, kind, value, childCount, place, siblings } = tree.row(line);
    const content = childCount > 0 ? `${kind} of ${childCount}` : value;
    return `${' '.repeat(level - 1)}${name === undefined ? '' : `${name}: `}${content} (${place}/${siblings})`;
  });
}

const LARGE = Object.entries(makeLargeBodies());

describe('The rows of a body', () => {
  for (const [text, columns, rows] of [
    ['', 10, ['']],
    ['one', 10, ['one']],
    ['one\ntwo\n', 10, ['one', 'two', '']],
    ['one\r\ntwo', 10, ['one', 'two']],
    ['abcdefgh', 3, ['abc', 'def', 'gh']],
    ['abc\nabcd', 3, ['abc', 'abc', 'd']],
    ['漢字かな', 5, ['漢字', 'かな']],
    ['a😀b😀', 3, ['a😀', 'b😀']],
    ['\tab\tc', 6, ['\tab', '\tc']],
    ['\n\n', 5, ['', '', '']],
  ] as const) {
    it(`of ${JSON.stringify(text)} in ${columns} columns are ${JSON.stringify(rows)}`, () => {
      assert.deepEqual(listRows(text, columns), rows);
    });
  }

  it('have the number of their line, and say which of them go on with it', () => {
    const text = 'abcdef\nx';
    const { index } = readRows(text, 4);
    const rows = [0, 1, 2].map((row) => index.row(text, row));
    assert.deepEqual(
      rows.map(({ line, isContinued }) => [line, isContinued]),
      [
        [1, false],
        [1, true],
        [2, false],
      ],
    );
    assert.deepEqual(
      [0, 3, 4, 6, 7].map((place) => index.rowOf(place)),
      [0, 0, 1, 1, 2],
    );
  });

  it('are those of the whole text, also when it grows while it is read', () => {
    const text = `${'{"id": 1},\n'.repeat(20_000)}end`;
    const whole = readRows(text, 80).index;
    const grown = new RowIndex(80);
    for (let length = 10_000; length < text.length; length *= 2) {
      const part = text.slice(0, length);
      while (!grown.hasRead(part)) grown.step(part);
    }
    while (!grown.hasRead(text)) grown.step(text);
    assert.equal(grown.count, whole.count);
    for (const row of [0, 1, 999, 1_000, 19_999, 20_000])
      assert.deepEqual(grown.row(text, row), whole.row(text, row));
  });

  for (const [shape, body] of LARGE) {
    it(`are found in short steps, each character once: ${shape}`, () => {
      for (const columns of [20, 1_000]) {
        const { index, work } = readRows(body, columns);
        assert.ok(Math.max(0, ...work) <= STEP_CHARACTERS);
        assert.equal(
          work.reduce((sum, step) => sum + step, 0),
          body.length,
        );
        // Nothing is lost between them, and none is longer than the browser can lay out.
        let at = 0;
        for (let row = 0; row < index.count; row += 1) {
          const { from, to } = index.row(body, row);
          if (from !== at && body.slice(at, from).trim() !== '') assert.fail(`row ${row} of ${columns}`);
          if (to - from > columns) assert.fail(`${to - from} characters in a row of ${columns}`);
          at = to;
        }
      }
    });
  }
});

describe('A search within a body', () => {
  it('finds all places, whatever their case, or with it', () => {
    const text = 'Task, task and TASKS';
    assert.deepEqual(searchAll(text, 'task').starts, [0, 6, 15]);
    assert.deepEqual(searchAll(text, 'task', true).starts, [6]);
    assert.deepEqual(searchAll(text, 'nothing').starts, []);
  });

  it('takes signs as they are', () => {
    assert.deepEqual(searchAll('a.b*c a+b*c {"x": [1]} a-b', '.b*').starts, [1]);
    assert.deepEqual(searchAll('{"x": [1]}', '": [1]').starts, [3]);
    assert.deepEqual(searchAll('a-b/c', '-b/').starts, [1]);
  });

  it('finds what lies over the end of a step, and counts nothing twice', () => {
    for (let offset = -6; offset <= 2; offset += 1) {
      const text = `${'x'.repeat(SEARCHED_CHARACTERS + offset)}needle${'x'.repeat(10)}`;
      assert.deepEqual(searchAll(text, 'needle').starts, [SEARCHED_CHARACTERS + offset]);
    }
    const { starts } = searchAll('a'.repeat(SEARCHED_CHARACTERS + 5), 'aaaa');
    assert.deepEqual(starts.slice(0, 3), [0, 4, 8]);
    assert.ok(starts.every((start, at) => start === 4 * at));
  });

  it('goes on from a place, and after the last hit from the first', () => {
    const { search } = searchAll('a b a b a', 'a');
    assert.deepEqual(
      [0, 1, 4, 5, 9].map((place) => search.indexFrom(place)),
      [0, 1, 1, 2, 0],
    );
    assert.deepEqual(
      [...search.between(4, 5)].map(({ index }) => index),
      [1],
    );
    assert.equal(search.hit(3), undefined);
  });

  it('stops at so many hits', () => {
    const { search, work } = searchAll('a'.repeat(200_000), 'a');
    assert.equal(search.count, MAXIMUM_HITS);
    assert.ok(search.isFull);
    assert.ok(work.length <= 2);
  });

  for (const [shape, body] of LARGE) {
    it(`takes short steps: ${shape}`, () => {
      const { work } = searchAll(body, 'not to be found');
      assert.ok(Math.max(...work) <= SEARCHED_CHARACTERS);
      assert.equal(
        work.reduce((sum, step) => sum + step, 0),
        body.length,
      );
    });
  }
});

describe('The tree of a body', () => {
  const JSON_TEXT = '{"a":[],"b":{"c":1,"d":[true,{"x":null}]},"quote\\"d":"x{","n":12345678901234567890}';

  it('has a row for each value, as it was written', () => {
    assert.deepEqual(writeTree(buildTree(JSON_TEXT).tree), [
      'object of 4 (1/1)',
      ' a: [] (1/4)',
      ' b: object of 2 (2/4)',
      '  c: 1 (1/2)',
      '  d: list of 2 (2/2)',
      '   0: true (1/2)',
      '   1: object of 1 (2/2)',
      '    x: null (1/1)',
      ' quote\\"d: "x{" (3/4)',
      ' n: 12345678901234567890 (4/4)',
    ]);
  });

  it('closes and opens values', () => {
    const { tree } = buildTree(JSON_TEXT);
    const [, , b = 0] = tree.rows;
    tree.setOpen(b, false);
    assert.equal(tree.isOpen(b), false);
    assert.deepEqual(
      tree.rows.map((line) => tree.row(line).name),
      [undefined, 'a', 'b', 'quote\\"d', 'n'],
    );
    tree.setAllOpen(false);
    assert.equal(tree.rows.length, 5);
    tree.setAllOpen(true);
    assert.equal(tree.rows.length, 10);
  });

  it('opens what hides a place that was searched for', () => {
    const { tree, text } = buildTree(JSON_TEXT);
    tree.setAllOpen(false);
    const row = tree.reveal(text.indexOf('null'));
    assert.equal(tree.row(tree.rows[row] ?? -1).name, 'x');
    // The end of a value is on a line without a row.
    const end = tree.reveal(text.lastIndexOf(']'));
    assert.equal(tree.row(tree.rows[end] ?? -1).name, 'd');
  });

  it('of a value alone is one row', () => {
    assert.deepEqual(writeTree(buildTree('"hello"').tree), ['"hello" (1/1)']);
    assert.deepEqual(writeTree(buildTree('{}').tree), ['{} (1/1)']);
  });

  it('of a large body is read in short steps, and has only its first level open', () => {
    const { tree, work } = buildTree(makeLargeBodies()['records on one line'] ?? '');
    assert.ok(Math.max(...work) <= STEP_LINES);
    assert.ok(work.length > 10);
    const { childCount } = tree.row(0);
    assert.ok(childCount > 20_000);
    assert.equal(tree.rows.length, childCount + 1);
  });
});

describe('A row of JSON', () => {
  it('has colours by what its parts are', () => {
    const looks = colourJson('  "a": ["x\\"y", -1.5e3, true],').filter(({ look }) => look !== '');
    assert.deepEqual(
      looks.map(({ text, look }) => `${look} ${text}`),
      ['json-name "a"', 'json-string "x\\"y"', 'json-number -1.5e3', 'json-word true'],
    );
  });

  it('loses nothing by colours and marks', () => {
    const row = '  "key": "value with key", 12';
    const hits = [
      { from: 103, to: 106, index: 0 },
      { from: 121, to: 124, index: 1 },
    ];
    const pieces = markHits(colourJson(row), 100, hits, 1);
    assert.equal(pieces.map(({ text }) => text).join(''), row);
    assert.deepEqual(
      pieces.filter(({ look }) => look.includes('hit')).map(({ text, look }) => `${text} ${look}`),
      ['key json-name hit', 'key json-string hit current'],
    );
  });
});

describe('characters that cannot be seen', () => {
  for (const [what, text, shown] of [
    ['control characters', 'a\0b\x1B[31m\x07\x7F', 'a\\u0000b\\u001B[31m\\u0007\\u007F'],
    ['controls without a sign, and other line ends', '\x85\u2028\u2029\x9B', '\\u0085\\u2028\\u2029\\u009B'],
    ['marks that turn the text around', '\u202Eabc\u202C', '\\u202Eabc\\u202C'],
    ['characters without a width', 'a\u200Bb\xADc\uFEFF', 'a\\u200Bb\\u00ADc\\uFEFF'],
    ['line ends and tabs', 'a\tb\r\nc\nd', 'a\tb\r\nc\nd'],
    ['a return without a line feed', 'a\rb', 'a\\u000Db'],
    ['emoji of several characters', '👩‍👩‍👧', '👩‍👩‍👧'],
  ] as const) {
    it(`shows ${what}`, () => assert.equal(revealHidden(text), shown));
  }

  it('can be told from what was typed like them', () => {
    assert.deepEqual(splitHidden('a\0\x1Bb\\u0000'), [
      { text: 'a' },
      { text: '\\u0000\\u001B', codePoints: 'U+0000 U+001B' },
      { text: 'b\\u0000' },
    ]);
    assert.deepEqual(splitHidden('plain'), [{ text: 'plain' }]);
  });

  it('are written out in few pieces, however many there are', () => {
    const body = 'a\0'.repeat(100_000);
    const pieces = splitHidden(body);
    assert.ok(pieces.length <= 501, `${pieces.length}`);
    assert.equal(pieces.map(({ text }) => text).join(''), revealHidden(body));
  });

  it('have the room in a row that their signs take', () => {
    assert.equal(countDrawn('\u202E'.charCodeAt(0)), 6);
    assert.deepEqual(listRows('abcd\r\nef', 6), ['abcd', 'ef']);
    assert.deepEqual(listRows('\u202E\u202Eab', 8), ['\u202E', '\u202Eab']);
    assert.deepEqual(listRows('\0\0\0\0', 18), ['\0\0\0', '\0']);
  });
});
