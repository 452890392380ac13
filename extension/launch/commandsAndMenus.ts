import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS } from '../ground/conditions.ts';
import { CONTEXTS } from '../ground/ids.ts';
import { IN_QUEUES, RUNNING, inTitle, not } from '../ground/whenClauses.ts';
import { copyEndpoint, copyShellExports } from './copyShellExports.ts';
import { openSample } from './openSample.ts';
import { openTerminal } from './openTerminal.ts';

export const LAUNCH_COMMANDS = {
  copyEndpoint: {
    title: 'Copy Endpoint',
    icon: 'copy',
    enabled: ALWAYS,
    menus: [inTitle('2_endpoint@1', IN_QUEUES, RUNNING)],
    run: copyEndpoint,
  },
  copyShellExports: {
    title: 'Copy Shell Exports…',
    enabled: ALWAYS,
    menus: [inTitle('2_endpoint@2', IN_QUEUES, RUNNING)],
    run: copyShellExports,
  },
  openTerminal: {
    title: 'Open Queueside Terminal',
    icon: 'terminal',
    enabled: ALWAYS,
    menus: [inTitle('2_endpoint@3', IN_QUEUES, RUNNING)],
    run: openTerminal,
  },
  openSample: {
    title: 'Open Sample…',
    icon: 'repo',
    enabled: ALWAYS,
    menus: [inTitle('7_help@1', IN_QUEUES, not(CONTEXTS.inSample))],
    run: openSample,
  },
} satisfies CommandTable<never>;
