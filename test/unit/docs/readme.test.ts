import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { type Manifest, putSettings } from '../../support/readmeSettings.ts';

function readJson<T>(path: string, fallback: T): T {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : fallback;
}

describe('the settings in the README', () => {
  it('are those of package.json (UPDATE_README=1 writes them)', () => {
    const readme = readFileSync('README.md', 'utf8');
    const texts = readJson<Record<string, string>>('package.nls.json', {});
    const expected = putSettings(readme, readJson<Manifest>('package.json', {}), texts);
    if (process.env['UPDATE_README'] === '1') writeFileSync('README.md', expected);
    else assert.equal(readme, expected);
  });

  it('come in the order of the manifest, translated, as a table', () => {
    const manifest: Manifest = {
      contributes: {
        configuration: [
          {
            properties: {
              'queueside.port': { default: 9324, markdownDescription: '%port%', order: 2 },
              'queueside.autoStart': { default: 'onView', description: 'Starts | waits.', order: 1 },
            },
          },
        ],
      },
    };
    const texts = { port: 'Preferred port; see `#queueside.autoStart#`.' };
    const readme = 'before\n<!-- settings:begin -->\nold\n<!-- settings:end -->\nafter';
    assert.equal(
      putSettings(readme, manifest, texts),
      [
        'before',
        '<!-- settings:begin -->',
        '| setting | default | what it does |',
        '| --- | --- | --- |',
        '| `queueside.autoStart` | `"onView"` | Starts \\| waits. |',
        '| `queueside.port` | `9324` | Preferred port; see `queueside.autoStart`. |',
        '<!-- settings:end -->',
        'after',
      ].join('\n'),
    );
  });
});
