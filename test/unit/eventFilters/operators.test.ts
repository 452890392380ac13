import assert from 'node:assert/strict';
import { matchesBody } from '../../support/filterHarness.ts';
import { OPERATORS } from '../../support/filterOperators.ts';

describe('An operator of a filter:', () => {
  for (const [name, values, hits, misses] of OPERATORS) {
    const matches = (value: string | undefined) =>
      matchesBody(`{"field":${values}}`, value === undefined ? '{"other":1}' : `{"field":${value}}`);
    for (const hit of hits) it(`${name} matches ${hit ?? 'no field'}`, () => assert.ok(matches(hit)));
    for (const miss of misses)
      it(`${name} does not match ${miss ?? 'no field'}`, () => assert.ok(!matches(miss)));
  }
});
