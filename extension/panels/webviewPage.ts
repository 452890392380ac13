import { randomBytes } from 'node:crypto';
import { Uri, type Webview, type WebviewOptions } from 'vscode';
import { renderPageHtml } from './pageHtml.ts';

/** The bundles of esbuild.mjs that are shown in webviews. */
export type WebviewName = 'composer' | 'trace' | 'load';

/** Webviews may read the one folder of their bundles, and nothing else. */
export function makeWebviewOptions(extensionUri: Uri): WebviewOptions {
  return { enableScripts: true, localResourceRoots: [Uri.joinPath(extensionUri, 'dist', 'webview')] };
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
    scriptUrl: locate(`${name}.js`),
    codiconUrl: locate('codicon.css'),
    styleUrl: locate(`${name}.css`),
  });
}
