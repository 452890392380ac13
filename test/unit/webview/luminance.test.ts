import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { chooseInk, contrastOf, luminanceOf } from '../../../webview/shared/luminance.ts';
import { WEBVIEW_THEMES } from '../../support/webviewThemes.ts';

function readLuminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return luminanceOf(red, green, blue);
}

describe('the ink of names in bars', () => {
  it('differs from every colour of a consumer, in every theme', () => {
    const tooWeak = Object.entries(WEBVIEW_THEMES).flatMap(([theme, { variables }]) =>
      Object.entries(variables)
        .filter(([name]) => name.startsWith('--vscode-charts-'))
        .map(([name, color]) => {
          const ground = readLuminance(color);
          return [theme, name, contrastOf(ground, readLuminance(chooseInk(ground)))] as const;
        })
        .filter(([, , contrast]) => !(contrast >= 4.5)),
    );
    assert.deepEqual(tooWeak, []);
  });

  it('is dark on the orange of dark and light themes', () => {
    assert.equal(chooseInk(readLuminance('#d18616')), '#000000');
    assert.equal(contrastOf(readLuminance('#000000'), readLuminance('#ffffff')), 21);
  });
});
