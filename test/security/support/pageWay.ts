/**
 * What a page is given to attack with. The browser runs the functions of this file inside the page, so they use nothing
 * but their argument.
 */
export interface Target {
  /** Purges the queue. */
  readonly purge: string;
  /** Receives from it. */
  readonly receive: string;
  /** Shows its messages. */
  readonly view: string;
  /** The queue's URL, without a call. */
  readonly queue: string;
  /** The page's own server. */
  readonly home: string;
  /** The way's own. */
  readonly argument: string;
}

export interface PageWay {
  readonly name: string;
  readonly argument?: string;
  /** Runs in the page; resolves with what the page could read of an answer, if with anything. */
  readonly run: (target: Target) => Promise<string | undefined>;
  /** Chromium keeps these from leaving the page, or may do so: they count, but need not reach the broker. */
  readonly mayStay?: true;
  /** Only pages of HTTP and HTTPS have it. */
  readonly needsServer?: true;
}
