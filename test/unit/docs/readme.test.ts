import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { type Manifest, putSettings } from '../../support/readmeSettings.ts';

describe('the settings in the README', () => {
  it('are those of package.json: npm run manifest', () => {
    const readme = readFileSync('README.md', 'utf8');
    const manifest: Manifest = JSON.parse(readFileSync('package.json', 'utf8'));
    const texts: Record<string, string> = JSON.parse(readFileSync('package.nls.json', 'utf8'));
    assert.ok(readme.includes('| `queueside.port` |'));
    assert.equal(putSettings(readme, manifest, texts), readme);
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
