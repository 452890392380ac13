import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { RULES } from '../../../broker/findings/allRules.ts';
import { listRuleNames, printAllRules, printFindingRules } from '../../support/findingTables.ts';

describe('the lists of findings', () => {
  it('have each rule of the folder', () => {
    assert.deepEqual(RULES.map(({ name }) => name).toSorted(), listRuleNames().toSorted());
  });

  it('are what the files of the rules say: npm run protocol', () => {
    assert.equal(readFileSync('broker/findings/allRules.ts', 'utf8'), printAllRules(RULES));
    assert.equal(readFileSync('broker/protocol/findingRules.ts', 'utf8'), printFindingRules(RULES));
  });

  it('do not take two rules with one order', () => {
    const [first, second] = RULES;
    assert.ok(first && second);
    assert.throws(
      () => printAllRules([first, { ...second, order: first.order }]),
      /Another rule has the order/,
    );
  });
});
