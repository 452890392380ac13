/** The bundles of esbuild.mjs that are shown in webviews. */
export type WebviewName =
  | 'composer'
  | 'forecast'
  | 'trace'
  | 'load'
  | 'message'
  | 'metrics'
  | 'queueEditor'
  | 'receive'
  | 'alarmForm'
  | 'scaling';

/** The pages in which code is edited. */
const WITH_CODE_EDITOR: ReadonlySet<WebviewName> = new Set(['composer', 'queueEditor']);

/** The pages with charts. */
const WITH_CHARTS: ReadonlySet<WebviewName> = new Set(['load', 'metrics', 'scaling', 'trace']);

/** The scripts of a page, in their order: what several panels are drawn with, and their controls, are in bundles of their own. */
export function listScripts(name: WebviewName): readonly string[] {
  const codeEditor = WITH_CODE_EDITOR.has(name) ? ['codeEditor.js'] : [];
  const charts = WITH_CHARTS.has(name) ? ['charts.js'] : [];
  return ['runtime.js', 'elements.js', ...codeEditor, ...charts, `${name}.js`];
}

/** The style sheets of a page: the icon font's has an id of its own, by which buttons find it. */
export function listStyles(name: WebviewName): readonly string[] {
  return ['runtime.css', `${name}.css`];
}

/** What the page of a webview is made of. */
export interface WebviewPageParts {
  /** Where VS Code serves the bundles from, as a source of a content security policy. */
  readonly cspSource: string;
  /** Random for every page. */
  readonly nonce: string;
  readonly title: string;
  /** Addresses of the scripts, in the order in which they run. */
  readonly scriptUrls: readonly string[];
  /** Addresses of the style sheets, the icon font's first. */
  readonly codiconUrl: string;
  readonly styleUrls: readonly string[];
  /** Of the texts, such as `de`. */
  readonly language: string;
  /** The translations, by their English text; absent: the texts stay English. */
  readonly texts?: Readonly<Record<string, string>>;
}

/**
 * The page of a webview. Its content security policy lets in these scripts by their nonce, and styles and fonts of the
 * bundle folder; no connection, no image, no inline script. The nonce is for styles too, because CodeMirror adds its
 * style sheet as an element.
 */
export function renderPageHtml(parts: WebviewPageParts): string {
  const { cspSource, nonce, language, texts } = parts;
  // A block of data: the policy lets it in, because nothing in it can run.
  const data =
    texts === undefined
      ? ''
      : `<script type="application/json" id="texts">${JSON.stringify(texts).replaceAll('<', '\\u003c')}</script>`;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `font-src ${cspSource}`,
  ].join('; ');
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${parts.title}</title>
    <link rel="stylesheet" id="vscode-codicon-stylesheet" nonce="${nonce}" href="${parts.codiconUrl}">
    ${parts.styleUrls.map((url) => `<link rel="stylesheet" nonce="${nonce}" href="${url}">`).join('\n    ')}
  </head>
  <body>
    <div id="root"></div>
    ${data}
    ${parts.scriptUrls.map((url) => `<script nonce="${nonce}" src="${url}"></script>`).join('\n    ')}
  </body>
</html>`;
}
