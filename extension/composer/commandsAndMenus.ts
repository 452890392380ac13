import { refOf } from '../connections/connection.ts';
import { can } from '../connections/whenCapable.ts';
import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS } from '../ground/conditions.ts';
import {
  IN_FLIGHT_ROW,
  IN_QUEUES,
  MESSAGE_ROW,
  ONE_ROW,
  QUEUE_ROW,
  RUNNING,
  inSubmenu,
  inTitle,
  onRow,
} from '../ground/whenClauses.ts';
import { findQueue, type FindQueueNeeds, narrow } from '../queues/pickQueue.ts';
import type { ComposerPanels } from './composerPanel.ts';
import { editAndResend } from './editAndResend.ts';
import { sendFilesCommand } from './sendFiles.ts';
import { manageBodyKeys } from './manageBodyKeys.ts';

interface OpenNeeds extends FindQueueNeeds {
  readonly composers: ComposerPanels;
}

export const COMPOSER_COMMANDS = {
  sendMessage: {
    title: 'Send Message…',
    icon: 'send',
    enabled: ALWAYS,
    menus: [
      inTitle('navigation@2', IN_QUEUES, RUNNING),
      onRow('inline@1', QUEUE_ROW, can('send'), ONE_ROW),
      onRow('1_messages@1', QUEUE_ROW, can('send'), ONE_ROW),
    ],
    // In the composer. For the queue of the row that it was called on.
    run: async (services: OpenNeeds, target?: unknown) => {
      const found = findQueue(services, target);
      if (!found) services.composers.openComposer();
      else if (narrow(found, ['send'])) services.composers.openComposer(refOf(found));
    },
  },
  sendFiles: {
    title: 'Send Files as Messages…',
    icon: 'files',
    enabled: ALWAYS,
    menus: [inSubmenu('queueMessages', '3_files@1', QUEUE_ROW, can('send'), ONE_ROW)],
    run: sendFilesCommand,
  },
  editAndResend: {
    title: 'Edit and Send Again…',
    icon: 'edit',
    enabled: ALWAYS,
    menus: [
      inSubmenu('messageSend', '1_send@2', MESSAGE_ROW, can('recall', 'send'), ONE_ROW),
      inSubmenu('messageSend', '1_send@2', IN_FLIGHT_ROW, ONE_ROW),
    ],
    run: editAndResend,
  },
  manageBodyKeys: {
    title: 'Manage Body Keys…',
    icon: 'key',
    enabled: ALWAYS,
    menus: [inSubmenu('security', '1_keys@3', RUNNING)],
    run: manageBodyKeys,
  },
} satisfies CommandTable<never>;
