import { randomBytes } from 'node:crypto';
import { Uri, type Webview, type WebviewOptions } from 'vscode';

/** The bundles of esbuild.mjs that are shown in webviews. */
export type WebviewName = 'composer' | 'trace';

/** Webviews may read the one folder of their bundles, and nothing else. */
export function makeWebviewOptions(extensionUri: Uri): WebviewOptions {
  return { enableScripts: true, localResourceRoots: [Uri.joinPath(extensionUri, 'dist', 'webview')] };
}

/**
 * The page of a webview. Its content security policy lets in the one script by its nonce, and styles and fonts of the
 * bundle folder; no connection, no image, no inline script. The nonce is for styles too, because CodeMirror adds its
 * style sheet as an element.
 */
export function renderWebviewPage(
  webview: Webview,
  extensionUri: Uri,
  name: WebviewName,
  title: string,
): string {
  const nonce = randomBytes(16).toString('base64');
  const locate = (file: string): string =>
    webview.asWebviewUri(Uri.joinPath(extensionUri, 'dist', 'webview', file)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <link rel="stylesheet" id="vscode-codicon-stylesheet" nonce="${nonce}" href="${locate('codicon.css')}">
    <link rel="stylesheet" nonce="${nonce}" href="${locate(`${name}.css`)}">
  </head>
  <body>
    <div id="root"></div>
    <script nonce="${nonce}" src="${locate(`${name}.js`)}"></script>
  </body>
</html>`;
}
