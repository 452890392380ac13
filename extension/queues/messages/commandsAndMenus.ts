import { can } from '../../connections/whenCapable.ts';
import type { CommandTable } from '../../ground/commandTable.ts';
import { ALWAYS } from '../../ground/conditions.ts';
import {
  IN_FLIGHT_ROW,
  MESSAGE_ROW,
  ONE_ROW,
  QUEUE_ROW,
  has,
  inSubmenu,
  onRow,
  onSelected,
} from '../../ground/whenClauses.ts';
import { SELECTION_ARGUMENT } from '../pickQueue.ts';
import { copyMessageBody } from './copyMessageBody.ts';
import { decryptMessage } from './decryptMessage.ts';
import { deleteMessagesCommand } from './deleteMessages.ts';
import { extendMessagesCommand } from './extendMessages.ts';
import { loadMoreMessages } from './loadMoreMessages.ts';
import { openBodyAsText } from './openBodyAsText.ts';
import { releaseMessagesCommand } from './releaseMessages.ts';
import { COPY, MOVE, REDRIVE, SEND_AGAIN, sendMessages } from './sendMessages.ts';

export const MESSAGE_COMMANDS = {
  openBodyAsText: {
    title: 'Open Body as Text',
    icon: 'go-to-file',
    enabled: ALWAYS,
    menus: [onRow('1_messages@3', MESSAGE_ROW, ONE_ROW), onRow('1_messages@3', IN_FLIGHT_ROW, ONE_ROW)],
    run: openBodyAsText,
  },
  loadMoreMessages: {
    title: 'Load More Messages',
    enabled: ALWAYS,
    palette: false,
    run: loadMoreMessages,
  },
  copyMessageBody: {
    title: 'Copy Message Body',
    icon: 'copy',
    enabled: ALWAYS,
    menus: [onRow('3_copy@1', MESSAGE_ROW), onRow('3_copy@1', IN_FLIGHT_ROW)],
    keys: [{ key: 'ctrl+c', mac: 'cmd+c', args: SELECTION_ARGUMENT, when: onSelected('message') }],
    run: copyMessageBody,
  },
  decryptMessage: {
    title: 'Decrypt Message…',
    icon: 'unlock',
    enabled: ALWAYS,
    menus: [onRow('1_messages@2', MESSAGE_ROW, ONE_ROW)],
    run: decryptMessage,
  },
  extendMessages: {
    title: 'Extend Visibility…',
    icon: 'add',
    enabled: ALWAYS,
    menus: [
      inSubmenu('messageTime', '1_time@1', MESSAGE_ROW, can('change'), has('inFlight')),
      onRow('inline@1', IN_FLIGHT_ROW),
      inSubmenu('messageTime', '1_time@1', IN_FLIGHT_ROW),
    ],
    run: extendMessagesCommand,
  },
  releaseMessages: {
    title: 'Make Visible Now…',
    icon: 'debug-step-back',
    enabled: ALWAYS,
    menus: [
      inSubmenu('messageTime', '1_time@2', MESSAGE_ROW, can('change'), has('(inFlight|delayed)')),
      inSubmenu('messageTime', '1_time@2', IN_FLIGHT_ROW),
    ],
    run: releaseMessagesCommand,
  },
  deleteMessages: {
    title: 'Delete Messages…',
    icon: 'trash',
    enabled: ALWAYS,
    menus: [onRow('9_destructive@1', MESSAGE_ROW, can('change')), onRow('9_destructive@1', IN_FLIGHT_ROW)],
    keys: [{ key: 'delete', mac: 'cmd+backspace', args: SELECTION_ARGUMENT, when: onSelected('message') }],
    run: deleteMessagesCommand,
  },
  sendAgain: {
    title: 'Send Again…',
    icon: 'redo',
    enabled: ALWAYS,
    menus: [
      inSubmenu('messageSend', '1_send@1', MESSAGE_ROW, can('transfer')),
      inSubmenu('messageSend', '1_send@1', IN_FLIGHT_ROW),
    ],
    run: sendMessages(SEND_AGAIN),
  },
  copyMessages: {
    title: 'Copy Messages to Queue…',
    icon: 'copy',
    enabled: ALWAYS,
    menus: [
      inSubmenu('messageSend', '1_send@3', MESSAGE_ROW, can('transfer')),
      inSubmenu('messageSend', '1_send@3', IN_FLIGHT_ROW),
      inSubmenu('queueTransfer', '1_transfer@1', QUEUE_ROW, can('exchange'), has('nonempty'), ONE_ROW),
    ],
    run: sendMessages(COPY),
  },
  moveMessages: {
    title: 'Move Messages to Queue…',
    icon: 'export',
    enabled: ALWAYS,
    menus: [
      inSubmenu('messageSend', '1_send@4', MESSAGE_ROW, can('transfer')),
      inSubmenu('queueTransfer', '1_transfer@2', QUEUE_ROW, can('exchange'), has('nonempty'), ONE_ROW),
    ],
    run: sendMessages(MOVE),
  },
  redriveMessages: {
    title: 'Redrive Messages…',
    icon: 'reply',
    enabled: ALWAYS,
    menus: [inSubmenu('messageSend', '1_send@5', MESSAGE_ROW, can('redrive'), has('dlq'))],
    run: sendMessages(REDRIVE),
  },
} satisfies CommandTable<never>;
