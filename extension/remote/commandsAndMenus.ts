import type { Connections } from '../connections/connections.ts';
import type { CommandTable } from '../ground/commandTable.ts';
import { IN_TRUSTED_WORKSPACE } from '../ground/conditions.ts';
import { CONNECTION_ROW, has, inSubmenu, lacks, onRow, PROBLEM_ROW } from '../ground/whenClauses.ts';
import type { LoadRemote } from './registerRemote.ts';

interface Needs {
  readonly connections: Connections;
  readonly loadRemote: LoadRemote;
}

const IS_REMOTE = [CONNECTION_ROW, has('remote')] as const;

export const REMOTE_COMMANDS = {
  addConnection: {
    title: 'Add Connection…',
    icon: 'add',
    enabled: IN_TRUSTED_WORKSPACE,
    menus: [inSubmenu('broker', '3_connections@1')],
    run: ({ loadRemote, connections }: Needs) => loadRemote().add(connections),
  },
  openConnection: {
    title: 'Connect',
    icon: 'plug',
    enabled: IN_TRUSTED_WORKSPACE,
    menus: [
      onRow('inline@1', ...IS_REMOTE, lacks('connected')),
      onRow('1_open@1', ...IS_REMOTE, lacks('connected')),
      // What failed calls nothing until you connect again, or for up to 15 minutes.
      onRow('1_open@1', ...IS_REMOTE, has('connected'), has('failing')),
    ],
    run: ({ loadRemote, connections }: Needs, target?: unknown) => loadRemote().open(connections, target),
  },
  closeConnection: {
    title: 'Disconnect',
    icon: 'debug-disconnect',
    enabled: IN_TRUSTED_WORKSPACE,
    menus: [
      onRow('inline@1', ...IS_REMOTE, has('connected')),
      onRow('1_open@2', ...IS_REMOTE, has('connected')),
    ],
    run: ({ loadRemote, connections }: Needs, target?: unknown) => loadRemote().close(connections, target),
  },
  copyRequiredPolicy: {
    title: 'Copy Required Policy',
    icon: 'copy',
    enabled: IN_TRUSTED_WORKSPACE,
    menus: [
      onRow('3_copy@1', ...IS_REMOTE),
      onRow('inline@1', PROBLEM_ROW, has('denied')),
      onRow('1_copy@1', PROBLEM_ROW, has('denied')),
    ],
    run: ({ loadRemote, connections }: Needs, target?: unknown) =>
      loadRemote().copyPolicy(connections, target),
  },
  addQueueByUrl: {
    title: 'Add Queue by URL…',
    icon: 'link',
    enabled: IN_TRUSTED_WORKSPACE,
    menus: [onRow('2_change@1', ...IS_REMOTE)],
    run: ({ loadRemote, connections }: Needs, target?: unknown) => loadRemote().addQueue(connections, target),
  },
  removeConnection: {
    title: 'Remove Connection…',
    icon: 'trash',
    enabled: IN_TRUSTED_WORKSPACE,
    menus: [onRow('9_remove@1', ...IS_REMOTE)],
    run: ({ loadRemote, connections }: Needs, target?: unknown) => loadRemote().remove(connections, target),
  },
  loadMoreQueues: {
    title: 'Load More Queues',
    enabled: IN_TRUSTED_WORKSPACE,
    palette: false,
    run: ({ loadRemote }: Needs, target?: unknown) => loadRemote().readMore(target),
  },
} satisfies CommandTable<never>;
