import assert from 'node:assert/strict';
import { isSelected, readSelection } from '../../support/selection.mjs';
import { findProjectRoot } from '../../support/project.mjs';

const STAGES = ['types', 'unit', 'panels', 'contract', 'host', 'ui'];
const read = (...words: string[]) => readSelection(words, STAGES, findProjectRoot());

describe('what `npm test` is asked for', () => {
  const cases: [string, string[], { readonly stages: string[]; readonly tests: string[] }][] = [
    ['nothing', [], { stages: [], tests: [] }],
    ['stages', ['types', 'unit'], { stages: ['types', 'unit'], tests: [] }],
    ['e2e', ['e2e'], { stages: ['panels', 'host', 'ui'], tests: [] }],
    [
      'a file',
      ['test/unit/support/selection.test.ts'],
      { stages: ['unit'], tests: ['test/unit/support/selection.test.ts'] },
    ],
    [
      'a folder, as the shell completes it',
      ['./test/unit/support/'],
      { stages: ['unit'], tests: ['test/unit/support'] },
    ],
    ['a folder of the editor', ['test/e2e/host'], { stages: ['host'], tests: ['test/e2e/host'] }],
    [
      'files of two stages',
      ['test/contract/limits.test.ts', 'test/unit/support'],
      { stages: ['contract', 'unit'], tests: ['test/contract/limits.test.ts', 'test/unit/support'] },
    ],
  ];
  for (const [what, words, selection] of cases) {
    it(`is ${what}`, () => assert.deepEqual(read(...words), selection));
  }

  for (const word of ['units', 'broker/main.ts', 'test/unit/none.test.ts', 'test/support', '../x']) {
    it(`is refused for ${word}`, () => assert.throws(() => read(word), /neither a stage nor a test file/));
  }

  it('selects a file by its name and by its folders', () => {
    const file = 'test/unit/support/selection.test.ts';
    for (const tests of [[], [file], ['test/unit/support'], ['test/unit']])
      assert.ok(isSelected(file, tests));
    assert.ok(!isSelected(file, ['test/unit/sup']));
  });
});
