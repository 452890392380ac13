import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { COLUMN_NAMES, COLUMNS, DEFAULT_COLUMNS } from '../../../webview/trace/events/columns.ts';

describe('the page about the table of the trace', () => {
  it('lists each column, with its name in CSV, and which are the default', () => {
    const page = readFileSync('docs/trace-table.md', 'utf8');
    const [, part = ''] = /<!-- columns:begin[^\n]*-->([^]*)<!-- columns:end -->/.exec(page) ?? [];
    const listed = [...part.matchAll(/^\| (.+?) \| `(\w+)` \| .+ \|$/gm)].map(([, title, csvName]) => [
      title,
      csvName,
    ]);
    const expected = COLUMN_NAMES.map((name) => {
      const { title, csvName } = COLUMNS[name];
      return [DEFAULT_COLUMNS.includes(name) ? `**${title}**` : title, csvName];
    });
    assert.deepEqual(listed, expected);
  });
});
