import * as l10n from '@vscode/l10n';
import type { Recognition } from '../launch/consumerRegistry.ts';

/** A program that is paused, whose messages are to be held. */
export type PausedProgram = Recognition & {
  readonly name: string;
  /** It has messages in flight, as far as it is recognized. */
  readonly hasOwn: boolean;
};

/**
 * Says why nothing is held for a program that is paused, where that is so.
 * @param hasAny any program has messages in flight; without them there is nothing to hold
 */
export function describeUnheld(paused: readonly PausedProgram[], hasAny: boolean): string | undefined {
  if (!hasAny) return undefined;
  const [first] = paused.filter(
    ({ kind, hasOwn }) => kind !== 'launched' && !(kind === 'attached' && hasOwn),
  );
  switch (first?.kind) {
    case 'unknownProcess':
      return l10n.t(
        'No message is held for “{0}”: its debugger does not report a process on this machine. Launch the program from the editor instead of attaching to it.',
        first.name,
      );
    case 'unknownCalls':
      return l10n.t(
        'No message is held for “{0}”: this system does not show which process makes a call. Launch the program from the editor instead of attaching to it.',
        first.name,
      );
    case 'attached':
      return l10n.t(
        'No message is held for “{0}”: none is known to be in flight in its process {1}. Programs in containers and of other users are not recognized.',
        first.name,
        String(first.processId),
      );
    case 'launched':
    case undefined:
      return undefined;
  }
}
