import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { l10n, Uri, type Webview, type WebviewOptions } from 'vscode';
import { readLanguage } from '../ground/language.ts';
import { listScripts, listStyles, renderPageHtml, type WebviewName } from './pageHtml.ts';

/** Webviews may read the one folder of their bundles, and nothing else. */
export function makeWebviewOptions(extensionUri: Uri): WebviewOptions {
  return { enableScripts: true, localResourceRoots: [Uri.joinPath(extensionUri, 'dist', 'webview')] };
}

/** The icon on the tab of an editor: VS Code colours those of views, but not these. */
export function findTabIcon(extensionUri: Uri): { readonly light: Uri; readonly dark: Uri } {
  const locate = (file: string): Uri => Uri.joinPath(extensionUri, 'extension', 'media', file);
  return { light: locate('tabLight.svg'), dark: locate('tabDark.svg') };
}

/** Those that the panel shows: the others are seven times as many. The build writes the list. */
function chooseTexts(
  extensionUri: Uri,
  name: WebviewName,
  all: Readonly<Record<string, string>>,
): Record<string, string> {
  const list = Uri.joinPath(extensionUri, 'dist', 'webview', `${name}.texts.json`);
  const keys = JSON.parse(readFileSync(list.fsPath, 'utf8')) as readonly string[];
  return Object.fromEntries(keys.map((key) => [key, all[key] ?? key]));
}

/** The page that shows a bundle in a webview. */
export function renderWebviewPage(
  webview: Webview,
  extensionUri: Uri,
  name: WebviewName,
  title: string,
): string {
  const locate = (file: string): string =>
    webview.asWebviewUri(Uri.joinPath(extensionUri, 'dist', 'webview', file)).toString();
  return renderPageHtml({
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('base64'),
    title,
    scriptUrls: listScripts(name).map(locate),
    codiconUrl: locate('codicon.css'),
    styleUrls: listStyles(name).map(locate),
    language: readLanguage(),
    ...(l10n.bundle === undefined ? {} : { texts: chooseTexts(extensionUri, name, l10n.bundle) }),
  });
}
