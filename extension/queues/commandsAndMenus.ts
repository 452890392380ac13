import { can } from '../connections/whenCapable.ts';
import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS } from '../ground/conditions.ts';
import { CONTEXTS, VIEWS } from '../ground/ids.ts';
import {
  CONNECTION_ROW,
  IN_QUEUES,
  ONE_ROW,
  QUEUE_ROW,
  RUNNING,
  all,
  has,
  inSubmenu,
  inTitle,
  onRow,
  onSelected,
  lacks,
  not,
} from '../ground/whenClauses.ts';
import {
  groupQueues,
  hideEmptyQueues,
  pinQueues,
  showEmptyQueues,
  sortQueues,
  unpinQueues,
} from './arrangeQueues.ts';
import { FILTER_IS_SET, HAS_QUEUES } from './conditions.ts';
import { copyQueueArn, copyQueueUrl } from './copyQueue.ts';
import { createQueueCommand } from './createQueue.ts';
import { searchQueues } from './search/searchQueues.ts';
import { deleteQueues } from './deleteQueue.ts';
import { clearFilter, filterQueues, refreshQueues } from './filterQueues.ts';
import { SELECTION_ARGUMENT } from './pickQueue.ts';
import { purgeQueues } from './purgeQueue.ts';
import { redriveQueueCommand } from './redriveQueue.ts';
import { startDlqRedrive } from './startRedrive.ts';
import { undoLastChangeCommand } from './undo/undoLastChange.ts';

export const QUEUE_COMMANDS = {
  createQueue: {
    title: 'Create Queue…',
    icon: 'add',
    enabled: ALWAYS,
    menus: [
      inTitle('navigation@1', IN_QUEUES, RUNNING),
      onRow('2_change@0', CONNECTION_ROW, has('remote'), can('create')),
    ],
    run: createQueueCommand,
  },
  deleteQueue: {
    title: 'Delete Queue…',
    icon: 'trash',
    enabled: ALWAYS,
    menus: [onRow('9_destructive@2', QUEUE_ROW, can('delete'))],
    keys: [
      {
        key: 'delete',
        mac: 'cmd+backspace',
        args: SELECTION_ARGUMENT,
        when: onSelected('queue'),
      },
    ],
    run: deleteQueues,
  },
  purgeQueue: {
    title: 'Purge Queue…',
    icon: 'clear-all',
    enabled: ALWAYS,
    menus: [onRow('9_destructive@1', QUEUE_ROW, can('purge'), has('nonempty'))],
    run: purgeQueues,
  },
  redriveQueue: {
    title: 'Redrive Queue…',
    icon: 'reply',
    enabled: ALWAYS,
    menus: [onRow('1_messages@4', QUEUE_ROW, can('peek', 'redrive'), has('dlq'), has('nonempty'), ONE_ROW)],
    run: redriveQueueCommand,
  },
  startDlqRedrive: {
    title: 'Start DLQ Redrive…',
    icon: 'reply',
    enabled: ALWAYS,
    // Where messages can be looked at, Redrive Queue moves them, and says so of each.
    menus: [
      inSubmenu('queueMessages', '4_redrive@1', QUEUE_ROW, can('moveTasks'), lacks('canPeek'), ONE_ROW),
    ],
    run: startDlqRedrive,
  },
  copyQueueUrl: {
    title: 'Copy Queue URL',
    icon: 'link',
    enabled: ALWAYS,
    menus: [inSubmenu('queueCopy', '1_copy@1', QUEUE_ROW)],
    keys: [
      {
        key: 'ctrl+c',
        mac: 'cmd+c',
        args: SELECTION_ARGUMENT,
        when: onSelected('queue'),
      },
    ],
    run: copyQueueUrl,
  },
  copyQueueArn: {
    title: 'Copy Queue ARN',
    enabled: ALWAYS,
    menus: [inSubmenu('queueCopy', '1_copy@2', QUEUE_ROW)],
    run: copyQueueArn,
  },
  undoLastChange: {
    title: 'Undo Last Change…',
    icon: 'discard',
    enabled: ALWAYS,
    menus: [inSubmenu('storage', '1_undo@1', RUNNING), inSubmenu('view', '3_undo@1', RUNNING)],
    keys: [
      { key: 'ctrl+z', mac: 'cmd+z', when: all(`focusedView == ${VIEWS.queues}`, RUNNING, '!inputFocus') },
    ],
    run: undoLastChangeCommand,
  },
  refreshQueues: {
    title: 'Refresh Queues',
    icon: 'refresh',
    enabled: ALWAYS,
    menus: [inSubmenu('view', '9_refresh@1', RUNNING)],
    run: refreshQueues,
  },
  filterQueues: {
    title: 'Filter Queues…',
    icon: 'filter',
    enabled: HAS_QUEUES,
    menus: [inSubmenu('view', '1_find@1', CONTEXTS.hasQueues)],
    keys: [
      {
        key: 'ctrl+f',
        mac: 'cmd+f',
        args: SELECTION_ARGUMENT,
        when: all(`focusedView == ${VIEWS.queues}`, '!inputFocus'),
      },
    ],
    run: filterQueues,
  },
  searchQueues: {
    title: 'Search Queues and Messages…',
    icon: 'search',
    enabled: HAS_QUEUES,
    menus: [
      inSubmenu('view', '1_find@0', CONTEXTS.hasQueues),
      inSubmenu('queueMessages', '1_look@3', QUEUE_ROW, can('peek'), has('nonempty'), ONE_ROW),
    ],
    keys: [
      {
        key: 'ctrl+shift+f',
        mac: 'cmd+shift+f',
        when: all(`focusedView == ${VIEWS.queues}`, CONTEXTS.hasQueues, '!inputFocus'),
      },
    ],
    run: searchQueues,
  },
  sortQueues: {
    title: 'Sort Queues By…',
    icon: 'list-ordered',
    enabled: ALWAYS,
    menus: [inSubmenu('view', '2_order@1')],
    run: sortQueues,
  },
  groupQueues: {
    title: 'Group Queues By…',
    icon: 'group-by-ref-type',
    enabled: ALWAYS,
    menus: [inSubmenu('view', '2_order@2')],
    run: groupQueues,
  },
  hideEmptyQueues: {
    title: 'Hide Empty Queues',
    icon: 'eye-closed',
    enabled: ALWAYS,
    palette: not(CONTEXTS.emptyHidden),
    menus: [inSubmenu('view', '2_order@3', not(CONTEXTS.emptyHidden))],
    run: hideEmptyQueues,
  },
  showEmptyQueues: {
    title: 'Show Empty Queues',
    icon: 'eye',
    enabled: ALWAYS,
    palette: CONTEXTS.emptyHidden,
    menus: [inSubmenu('view', '2_order@3', CONTEXTS.emptyHidden)],
    run: showEmptyQueues,
  },
  pinQueues: {
    title: 'Pin Queue',
    icon: 'pin',
    enabled: ALWAYS,
    menus: [onRow('8_pin@1', QUEUE_ROW, lacks('pinned'))],
    run: pinQueues,
  },
  unpinQueues: {
    title: 'Unpin Queue',
    icon: 'pinned',
    enabled: ALWAYS,
    menus: [onRow('8_pin@1', QUEUE_ROW, has('pinned'))],
    run: unpinQueues,
  },
  clearFilter: {
    title: 'Clear Filter',
    icon: 'filter-filled',
    enabled: FILTER_IS_SET,
    palette: CONTEXTS.filterActive,
    menus: [inTitle('navigation@0', IN_QUEUES, CONTEXTS.filterActive)],
    keys: [
      {
        key: 'escape',
        when: all(`focusedView == ${VIEWS.queues}`, CONTEXTS.filterActive, '!inputFocus'),
      },
    ],
    run: clearFilter,
  },
} satisfies CommandTable<never>;
