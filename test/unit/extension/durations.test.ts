import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { after, before, describe, it } from 'mocha';
import { parseDuration } from '../../../broker/protocol/duration.ts';
import { describeOffset, formatDuration } from '../../../extension/ground/durations.ts';

describe('lengths of time', () => {
  for (const [text, ms] of [
    ['90s', 90_000],
    ['2h30m', 9_000_000],
    ['2 h 30 min', 9_000_000],
    ['3d', 259_200_000],
    ['1.5h', 5_400_000],
    ['250ms', 250],
    ['20', 20_000],
    ['1D 1H', 90_000_000],
  ] as const) {
    it(`reads ${text}`, () => assert.equal(parseDuration(text), ms));
  }

  for (const text of ['', ' ', 'soon', '5 x', '-5s', '2h30', 'h', '1..5h']) {
    it(`takes “${text}” for none`, () => assert.equal(parseDuration(text), undefined));
  }

  describe('in the language of the user', () => {
    before(async () => {
      const file = 'extension/l10n/bundle.l10n.de.json';
      l10n.config({ contents: await readFile(file, 'utf8') });
    });
    after(() => l10n.config({ contents: {} }));

    for (const [text, ms] of [
      ['4 Tage', 345_600_000],
      ['1 Tag', 86_400_000],
      ['2 Stunden 1 Minute', 7_260_000],
      ['90 Sekunden', 90_000],
      ['1 min', 60_000],
      ['90 seconds', 90_000],
    ] as const) {
      it(`reads ${text}`, () => assert.equal(parseDuration(text), ms));
    }
  });

  for (const [ms, text] of [
    [0, '0 s'],
    [1, '1 s'],
    [20_400, '21 s'],
    [60_000, '1 min'],
    [125_000, '2 min 5 s'],
    [43_200_000, '12 h'],
    [3_600_000 + 59_000, '1 h'],
    [273_600_000, '3 d 4 h'],
    [-5_000, '5 s'],
  ] as const) {
    it(`writes ${ms} ms as ${text}`, () => assert.equal(formatDuration(ms), text));
  }
});

describe('where the broker’s clock is', () => {
  for (const [offsetMs, text] of [
    [0, 'The broker’s clock shows real time.'],
    [43_200_000, 'The broker’s clock is 12 h ahead of this machine’s.'],
    [-3_600_000, 'The broker’s clock is 1 h behind this machine’s.'],
  ] as const) {
    it(`reads “${text}”`, () => assert.equal(describeOffset(offsetMs), text));
  }
});
