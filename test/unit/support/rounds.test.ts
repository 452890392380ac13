import assert from 'node:assert/strict';
import { planRounds } from '../../support/rounds.mjs';
import { type Stage, stages } from '../../support/stages.mjs';

const STAGES: readonly Stage[] = [
  { name: 'types' },
  { name: 'unit', needsBundle: true },
  { name: 'ui', needsBundle: true, inWindows: true },
  { name: 'contract', needsBundle: true },
  { name: 'panels', needsBundle: true, inWindows: true },
].map((stage) => ({ ...stage, run: () => Promise.resolve({ passed: 0, failed: 0, skipped: 0 }) }));

/** The rounds of the named stages, as `first / row + beside`. */
function plan(...names: string[]): string {
  const { first, row, beside } = planRounds(STAGES.filter(({ name }) => names.includes(name)));
  const [before, inRow, meanwhile] = [first, row, beside].map((some) =>
    some.map(({ name }) => name).join(', '),
  );
  return `${before} / ${inRow} + ${meanwhile}`;
}

describe('the rounds of a run of the tests', () => {
  it('are the checks, then the stages without windows, and those with windows beside them', () => {
    assert.equal(plan(...STAGES.map(({ name }) => name)), 'types / unit, contract + ui, panels');
  });

  it('run stages with windows alone where no others are asked for', () => {
    assert.equal(plan('types', 'ui', 'panels'), 'types / ui, panels + ');
  });

  it('run nothing beside stages without windows where no others are asked for', () => {
    assert.equal(plan('unit', 'contract'), ' / unit, contract + ');
  });

  it('have every stage once', () => {
    const { first, row, beside } = planRounds(stages);
    const planned = [...first, ...row, ...beside].map(({ name }) => name);
    assert.deepEqual(planned.sort(), stages.map(({ name }) => name).sort());
  });
});
