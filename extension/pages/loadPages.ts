import { join } from 'node:path';
import { type ExtensionContext, l10n } from 'vscode';
import { readLanguage } from '../ground/language.ts';
import { loadBundle } from '../ground/loadBundle.ts';
import type * as Bundle from './pages.ts';

export type LoadPages = () => Bundle.Pages;

/**
 * Gets the code behind the pages that have a bundle of its own: every start would read it, and few days open each of them.
 * What a page shares with the extension, it is given; a class that the extension recognizes by `instanceof` stays there.
 * @returns loads the bundle when it is first called
 */
export function loadPagesLater(context: Pick<ExtensionContext, 'asAbsolutePath'>): LoadPages {
  let pages: Bundle.Pages | undefined;
  return () => {
    if (pages === undefined) {
      const bundle = loadBundle(context.asAbsolutePath(join('dist', 'pages.js'))) as typeof Bundle;
      pages = bundle.createPages(readLanguage(), l10n.bundle);
    }
    return pages;
  };
}
