// Style sheets are bundled by esbuild into dist/webview/<name>.css.
declare module '*.css';
