import { showError } from './notices.ts';

/** For what a page, a view or a notification starts and no one waits for: says so when it fails. */
export function tellFailure(work: PromiseLike<unknown>): void {
  work.then(undefined, (error: unknown) => {
    void showError(error instanceof Error ? error.message : String(error));
  });
}
