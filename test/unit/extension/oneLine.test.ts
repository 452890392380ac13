import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import { escapeIcons, oneLine as oneLineInHost } from '../../../extension/ground/oneLine.ts';
import { oneLine as oneLineInPanel } from '../../../webview/shared/oneLine.ts';
import { COLUMN_NAMES } from '../../../webview/trace/events/columns.ts';
import { formatRow } from '../../../webview/trace/events/copiedRow.ts';
import { summarizeStep } from '../../../webview/shared/life/timeline.ts';

const HEBREW = '\u05E9\u05DC\u05D5\u05DD';
const ARABIC = '\u0645\u0631\u062D\u0628\u0627';

const BODIES: readonly [what: string, body: string, line: string][] = [
  ['nothing', '', ''],
  ['blanks only', ' \r\n\t\u00A0\u2028', ''],
  ['a pretty-printed object', '{\n  "id": 1,\r\n\t"name": "bob"\n}\n', '{ "id": 1, "name": "bob" }'],
  ['other line ends', 'a\u2028b\u2029c\u0085d\u000Be\u000Cf', 'a b c d e f'],
  [
    'control characters',
    '\u001B[31mred\u0000\u0007\u009Bdone\u007F',
    '\\u001B[31mred\\u0000\\u0007\\u009Bdone\\u007F',
  ],
  ['emoji of several characters', '👩‍👩‍👧\n🇩🇪', '👩‍👩‍👧 🇩🇪'],
  ['half an emoji', 'ok\uD83E', 'ok\uFFFD'],
  ['right-to-left text', `${HEBREW}\n1`, `\u2068${HEBREW} 1\u2069`],
  ['right-to-left text inside', `{"a": "${ARABIC}"}`, `\u2068{"a": "${ARABIC}"}\u2069`],
  ['marks that turn the rest of the row around', 'a\u202Eb\u2067c\u2069d\u200Fe', 'abcde'],
];

describe('one line of a body', () => {
  for (const [what, body, line] of BODIES) {
    it(`shows ${what}, in the editor and in the panels`, () => {
      assert.equal(oneLineInHost(body), line);
      assert.equal(oneLineInPanel(body), line);
    });

    it(`shows ${what} in a row of the trace`, () => {
      const event: TraceEvent = { sequence: 1, at: 1, kind: 'sent', preview: body, timeoutMs: 5000 };
      assert.equal(summarizeStep(event), line === '' ? 'delayed 5 s' : `${line} · delayed 5 s`);
      assert.doesNotMatch(formatRow(event, COLUMN_NAMES, () => undefined).replaceAll('\t', ''), /\p{Cc}/u);
    });
  }

  it('shows the start of a line of 1 MiB', () => {
    const body = 'x'.repeat(1_048_576);
    assert.equal(oneLineInPanel(body), 'x'.repeat(4096));
    assert.equal(oneLineInHost(body, 40), `${'x'.repeat(39)}…`);
  });

  it('shows errors on one line', () => {
    const error = { code: 'InvalidParameterValue', message: 'Not\nallowed' };
    assert.equal(
      summarizeStep({ sequence: 1, at: 1, kind: 'rejected', error }),
      'InvalidParameterValue: Not allowed',
    );
    assert.equal(summarizeStep({ sequence: 1, at: 1, kind: 'rejected', detail: 'a\n b' }), 'a b');
  });

  it('is cut between characters as people see them', () => {
    assert.equal(oneLineInHost(`${'x'.repeat(8)}👩‍👩‍👧 and more`, 10), `${'x'.repeat(8)}…`);
    assert.equal(oneLineInHost('x'.repeat(40), 40), 'x'.repeat(40));
    assert.equal(oneLineInHost(HEBREW.repeat(4), 5), `\u2068${HEBREW}…\u2069`);
  });

  it('is cut by how wide it is, whatever its characters are made of', () => {
    // [text, letters, line]
    for (const [text, letters, line] of [
      ['❤️‍🔥 done', 7, '❤️‍🔥 done'],
      ['❤️‍🔥 done', 6, '❤️‍🔥 do…'],
      ['👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 6, '👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧'],
      ['👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 5, '👩‍👩‍👧👩‍👩‍👧…'],
      ['注文を処理する', 14, '注文を処理する'],
      ['注文を処理する', 13, '注文を処理す…'],
      ['Cafe\u0301 au lait', 12, 'Cafe\u0301 au lait'],
    ] as const)
      assert.equal(oneLineInHost(text, letters), line);
  });

  it('says icons of lists as text', () => {
    assert.equal(escapeIcons('$(trash) $(sync~spin) $x $( y'), '\\$(trash) \\$(sync~spin) $x $( y');
  });
});
