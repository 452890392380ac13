import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { MAXIMUM_ALARMS } from '../../../broker/alarms/alarmBook.ts';
import { OPERATIONS } from '../../../broker/cloudwatch/operations/operations.ts';
import { ERRORS } from '../../../broker/cloudwatch/wire/errors.ts';

describe('the page of CloudWatch', () => {
  const page = readFileSync('docs/cloudwatch.md', 'utf8');
  const readTable = (name: string): readonly string[][] => {
    const [part = ''] = new RegExp(`<!-- ${name}:begin[^]*<!-- ${name}:end -->`).exec(page) ?? [];
    const rows = part.split('\n').filter((line) => line.startsWith('| `'));
    return rows.map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
  };

  it('has the operations that are served', () => {
    assert.deepEqual(
      readTable('operations').map(([name]) => name),
      Object.keys(OPERATIONS),
    );
  });

  it('has the errors', () => {
    const rows = Object.values(ERRORS).map(({ queryCode, jsonType, status }) => [
      queryCode,
      jsonType.slice(jsonType.indexOf('#') + 1),
      String(status),
    ]);
    assert.deepEqual(readTable('errors'), rows);
  });

  it('has the number of alarms', () => {
    assert.ok(page.includes(`| alarms | ${MAXIMUM_ALARMS.toLocaleString('en')},`));
  });
});
