import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { type Manifest, putSettings } from '../../support/docs/settingsPage.ts';

describe('the page of settings', () => {
  it('has those of package.json: npm run manifest', () => {
    const page = readFileSync('docs/settings.md', 'utf8');
    const manifest: Manifest = JSON.parse(readFileSync('package.json', 'utf8'));
    const texts: Record<string, string> = JSON.parse(readFileSync('package.nls.json', 'utf8'));
    assert.ok(page.includes('| `queueside.port` |'));
    assert.equal(putSettings(page, manifest, texts), page);
  });

  it('has them in the order of the manifest, translated, as a table', () => {
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
    const page = 'before\n<!-- settings:begin: npm run manifest -->\nold\n<!-- settings:end -->\nafter';
    assert.equal(
      putSettings(page, manifest, texts),
      [
        'before',
        '<!-- settings:begin: npm run manifest -->',
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
