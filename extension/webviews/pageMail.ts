import type { Disposable, WebviewPanel } from 'vscode';

/** What the page of a panel is sent. A page that is hidden is destroyed, and says again that it is ready when it is shown. */
export class PageMail<ToPage> implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #follower: Disposable;
  #isReady = false;
  /** Answers that came while the page did not exist, oldest first. */
  #undelivered: ToPage[] = [];

  constructor(panel: WebviewPanel) {
    this.#panel = panel;
    this.#follower = panel.onDidChangeViewState(() => {
      if (!panel.visible) this.#isReady = false;
    });
  }

  dispose(): void {
    this.#isReady = false;
    this.#follower.dispose();
  }

  /** Whether the page listens. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Does nothing while the page does not exist; it gets everything once it does. */
  post(message: ToPage): void {
    if (this.#isReady) void this.#panel.webview.postMessage(message);
  }

  /** For what the page asked for: it gets that also when it was hidden meanwhile, once it is shown again. */
  async deliver(answer: ToPage): Promise<void> {
    const isDelivered = this.#isReady && (await this.#panel.webview.postMessage(answer));
    if (!isDelivered) this.#undelivered.push(answer);
  }

  /** The page listens: it gets what it starts with, and then the answers that it has missed. */
  open(...start: readonly ToPage[]): void {
    // It may have been hidden again while that was read.
    if (!this.#panel.visible) return;
    this.#isReady = true;
    for (const message of start) this.post(message);
    const undelivered = this.#undelivered;
    this.#undelivered = [];
    for (const answer of undelivered) void this.deliver(answer);
  }
}
