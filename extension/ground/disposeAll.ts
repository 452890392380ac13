import type { Disposable } from 'vscode';

/** Ends what a store or a view has made and follows. */
export function disposeAll(parts: Iterable<Pick<Disposable, 'dispose'>>): void {
  for (const part of parts) part.dispose();
}
