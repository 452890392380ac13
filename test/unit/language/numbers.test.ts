import assert from 'node:assert/strict';
import { chooseLanguage } from '../../../broker/language/chooseLanguage.ts';
import { setLanguage } from '../../../broker/language/language.ts';
import { formatFixed, formatNumber, formatTime, formatUsd } from '../../../broker/language/numbers.ts';

const DAY_MS = 86_400_000;

describe('times in texts of the broker', () => {
  const times: readonly (readonly [ms: number, text: string])[] = [
    [0, '0 s'],
    [1, '1 ms'],
    [45, '45 ms'],
    [100, '0.1 s'],
    [400, '0.4 s'],
    [30_000, '30 s'],
    [60_000, '60 s'],
    [90_000, '90 s'],
    [120_000, '2 minutes'],
    [3_600_000, '1 hour'],
    [43_200_000, '12 hours'],
    [DAY_MS, '1 day'],
    [4 * DAY_MS, '4 days'],
    [14 * DAY_MS, '14 days'],
    [4 * DAY_MS + 1000, '345,601 s'],
  ];
  for (const [ms, text] of times) {
    it(`are "${text}" for ${ms} ms`, () => assert.equal(formatTime(ms), text));
  }
});

describe('numbers in texts of the broker', () => {
  afterEach(() => setLanguage('en'));

  it('have the signs of the language', () => {
    setLanguage('de');
    const dollars = formatUsd(2.8).replaceAll(/\s/g, ' ');
    assert.deepEqual(
      [formatNumber(7_005_405), formatNumber(0.44, 1), formatFixed(1.5, 2), formatTime(400), dollars],
      ['7.005.405', '0,4', '1,50', '0,4 s', '2,80 $'],
    );
  });
});

describe('the language of a command', () => {
  afterEach(() => setLanguage('en'));

  const cases: readonly (readonly [
    argv: readonly string[],
    environment: NodeJS.ProcessEnv,
    language: string,
  ])[] = [
    [[], {}, 'en'],
    [[], { LANG: 'de_DE.UTF-8' }, 'de-DE'],
    [[], { LANG: 'pt_BR' }, 'pt-BR'],
    [[], { LANG: 'C' }, 'en'],
    [[], { LC_ALL: 'POSIX', LANG: 'de_DE' }, 'en'],
    [[], { LC_ALL: '', LC_MESSAGES: 'de_AT@euro', LANG: 'en_US' }, 'de-AT'],
    [[], { QUEUESIDE_LANGUAGE: 'de', LANG: 'en_US' }, 'de'],
    [['--language', 'de'], { QUEUESIDE_LANGUAGE: 'fr' }, 'de'],
    [['load', '--language=de', '--json'], {}, 'de'],
    [['--language', 'fr', '--language', 'de'], {}, 'de'],
    [['--language'], {}, 'en'],
    // These have the form of a tag, but Intl refuses them.
    [['--language', 'de-12'], {}, 'de'],
    [[], { LANG: 'de_DE_EURO' }, 'de'],
    [[], { QUEUESIDE_LANGUAGE: 'de-de-de' }, 'de'],
    [[], { LANG: 'C-12' }, 'en'],
    [['--language', '../../de'], {}, 'en'],
  ];
  for (const [argv, environment, language] of cases) {
    it(`is ${language} for ${JSON.stringify(argv)} in ${JSON.stringify(environment)}`, () => {
      const chosen = chooseLanguage(argv, environment).language;
      assert.equal(chosen, language);
      setLanguage(chosen);
      assert.match(formatNumber(1234), /^1\D?234$/);
    });
  }
});
