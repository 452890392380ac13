import { commands, type Disposable, l10n } from 'vscode';
import { showMissing } from '../ground/missing.ts';
import { showError } from '../ground/notices.ts';
import type { Services } from '../services.ts';
import { ALL_COMMANDS } from './allCommands.ts';

/** Registers every command. One that lacks what it needs says so, and what to do next. */
export function registerCommands(services: Services): Disposable[] {
  return ALL_COMMANDS.map(([name, { enabled, run }]) =>
    commands.registerCommand(`queueside.${name}`, async (target?: unknown, selection?: unknown) => {
      try {
        const missing = enabled.findMissing(services);
        if (missing === undefined) return await run(services, target, selection);
        void showMissing(missing);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        services.log.error(`queueside.${name}: ${message}`);
        void showError(l10n.t('Queueside: {0}', message));
      }
      return undefined;
    }),
  );
}
