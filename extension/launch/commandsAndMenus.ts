import type { ExtensionContext } from 'vscode';
import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS } from '../ground/conditions.ts';
import { CONTEXTS } from '../ground/ids.ts';
import { RUNNING, inSubmenu, not } from '../ground/whenClauses.ts';
import { copyEndpoint, copyShellExports } from './copyShellExports.ts';
import type { openSample } from './openSample.ts';
import { openTerminal } from './openTerminal.ts';

/** What it does is in a bundle of its own. */
interface SampleNeeds {
  readonly context: ExtensionContext;
  readonly loadPages: () => { readonly openSample: typeof openSample };
}

export const LAUNCH_COMMANDS = {
  copyEndpoint: {
    title: 'Copy Endpoint',
    icon: 'copy',
    enabled: ALWAYS,
    menus: [inSubmenu('programs', '1_endpoint@1', RUNNING)],
    run: copyEndpoint,
  },
  copyShellExports: {
    title: 'Copy Shell Exports…',
    enabled: ALWAYS,
    menus: [inSubmenu('programs', '1_endpoint@2', RUNNING)],
    run: copyShellExports,
  },
  openTerminal: {
    title: 'Open Queueside Terminal',
    icon: 'terminal',
    enabled: ALWAYS,
    menus: [inSubmenu('programs', '1_endpoint@3', RUNNING)],
    run: openTerminal,
  },
  openSample: {
    title: 'Open Sample…',
    icon: 'repo',
    enabled: ALWAYS,
    menus: [inSubmenu('help', '1_learn@2', not(CONTEXTS.inSample))],
    run: (services: SampleNeeds) => services.loadPages().openSample(services),
  },
} satisfies CommandTable<never>;
