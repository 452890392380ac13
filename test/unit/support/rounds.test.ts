import assert from 'node:assert/strict';
import { planRounds } from '../../support/rounds.mjs';
import { type Stage, stages } from '../../support/stages.mjs';

const STAGES: readonly Stage[] = [
  { name: 'unit' },
  { name: 'panels', beside: ['property', 'contract'] },
  { name: 'property' },
  { name: 'contract' },
  { name: 'host' },
].map((stage) => ({ ...stage, run: () => Promise.resolve({ passed: 0, failed: 0, skipped: 0 }) }));

/** The rounds of the named stages, each as `first, second + beside`. */
function plan(...names: string[]): string[] {
  return planRounds(STAGES.filter(({ name }) => names.includes(name))).map(({ row, beside }) => {
    const inOrder = row.map(({ name }) => name).join(', ');
    return beside === undefined ? inOrder : `${inOrder} + ${beside.name}`;
  });
}

describe('the rounds of a run of the tests', () => {
  it('are the stages one by one, but for one that runs beside a row of others', () => {
    const names = STAGES.map(({ name }) => name);
    assert.deepEqual(plan(...names), ['unit', 'property, contract + panels', 'host']);
  });

  it('run a stage beside those of its row that are asked for', () => {
    assert.deepEqual(plan('panels', 'contract', 'host'), ['contract + panels', 'host']);
  });

  it('run a stage alone where none of its row is asked for', () => {
    assert.deepEqual(plan('unit', 'panels', 'host'), ['unit', 'panels', 'host']);
  });

  it('leave a row alone where the stage beside it is not asked for', () => {
    assert.deepEqual(plan('property', 'contract'), ['property', 'contract']);
  });

  it('have every stage once, and only stages that exist beside each other', () => {
    const rounds = planRounds(stages);
    const planned = rounds.flatMap(({ row, beside }) => (beside === undefined ? row : [...row, beside]));
    assert.deepEqual(planned.map(({ name }) => name).sort(), stages.map(({ name }) => name).sort());
    for (const { row, beside } of rounds)
      if (beside !== undefined)
        assert.deepEqual(
          row.map(({ name }) => name),
          beside.beside,
        );
  });
});
