import assert from 'node:assert/strict';
import { signal } from '@preact/signals';
import { describe, it } from 'mocha';
import { followBody } from '../../../webview/composer/bodyFacts.ts';
import { BodyScan, scanBody, STEP_CHARACTERS } from '../../../webview/composer/bodyScan.ts';
import { findIllegalCharacters } from '../../../webview/composer/characterRules.ts';
import { makeLargeBodies } from '../../support/largeBodies.ts';

function readWork(body: string): number[] {
  const scan = new BodyScan(body);
  const work: number[] = [];
  while (scan.facts === undefined) work.push(scan.step());
  return work;
}

describe('What is read of a body', () => {
  const edge = 'x'.repeat(STEP_CHARACTERS - 1);
  const BODIES: Readonly<Record<string, string>> = {
    nothing: '',
    'a line': 'hello',
    'two-, three- and four-byte characters': '\u00e9 \u20ac \ud83d\ude00',
    'a pair over the end of a step': `${edge}\ud83d\ude00 y`,
    'half a pair at the end of a step': `${edge}\ud83d`,
    'half a pair at the end of a step, and more': `${edge}\ud83dy\n\u0000`,
    'the other half alone': 'a\n\ude00',
    'two first halves': '\ud83d\ud83d\ude00',
    'what may stand in a message': '\t\r\n ~\u007f\u0080\ud7ff\ue000\ufffd\u{10000}\u{1ffff}\u{10ffff}',
    'a control character in line 3': '\n\n\u0001\u0002',
    'a noncharacter': '\ufffe',
    ...makeLargeBodies(),
  };
  for (const [name, body] of Object.entries(BODIES)) {
    it(`is size, lines and what is refused: ${name}`, () => {
      const { bytes, lines, illegal } = scanBody(body);
      assert.equal(bytes, Buffer.byteLength(body));
      assert.equal(lines, body.split('\n').length);
      assert.deepEqual(illegal, findIllegalCharacters(body));
    });

    it(`is read in short steps, each character once: ${name}`, () => {
      const work = readWork(body);
      // A pair is never cut in two.
      assert.ok(work.every((characters) => characters <= STEP_CHARACTERS + 1));
      assert.equal(
        work.reduce((sum, characters) => sum + characters, 0),
        body.length,
      );
    });
  }

  it('is known at once of a short body', () => {
    const body = signal('');
    const { facts } = followBody(body, () => assert.fail('nothing is left for later'));
    body.value = 'a\nb';
    assert.deepEqual(facts.value, { bytes: 3, lines: 2, illegal: undefined });
  });

  it('of a long one comes with a step a turn, and only of the current body', () => {
    const turns: (() => void)[] = [];
    const body = signal('short');
    const { facts } = followBody(body, (work) => turns.push(work));
    body.value = 'x'.repeat(4 * STEP_CHARACTERS);
    assert.equal(facts.value.bytes, 5);
    turns.shift()?.();
    body.value = '\u00e9'.repeat(3 * STEP_CHARACTERS);
    let count = 0;
    for (let turn = turns.shift(); turn !== undefined; turn = turns.shift()) {
      turn();
      count += 1;
    }
    assert.equal(facts.value.bytes, 6 * STEP_CHARACTERS);
    // The one of the body before, and one for each step of this one.
    assert.equal(count, 4);
  });

  it('is available for callers that cannot wait', () => {
    const turns: (() => void)[] = [];
    const body = signal('');
    const { facts, finish } = followBody(body, (work) => turns.push(work));
    body.value = 'x'.repeat(2 * STEP_CHARACTERS);
    finish();
    assert.equal(facts.value.bytes, 2 * STEP_CHARACTERS);
    for (const turn of turns) turn();
    assert.equal(facts.value.bytes, 2 * STEP_CHARACTERS);
  });
});
