/** What VS Code gives a webview's script, once. */
interface WebviewApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): WebviewApi;

/** A webview's typed door to the extension host. */
export interface HostChannel<Incoming, Outgoing> {
  post(message: Outgoing): void;
  /** Messages from the host, in order. */
  listen(handler: (message: Incoming) => void): void;
  /** What was last saved, over hiding and reloading; never trust its shape. */
  readState(): unknown;
  saveState(state: unknown): void;
}

/** Takes the API, which VS Code hands out only once, and keeps it private to the bundle. */
export function openHostChannel<Incoming, Outgoing>(): HostChannel<Incoming, Outgoing> {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    listen: (handler) =>
      window.addEventListener('message', (event: MessageEvent<Incoming>) => handler(event.data)),
    readState: () => api.getState(),
    saveState: (state) => api.setState(state),
  };
}

/** The nonce of the running script, for libraries that add style elements under the page's content security policy. */
export function readScriptNonce(): string {
  return document.currentScript?.nonce ?? '';
}
