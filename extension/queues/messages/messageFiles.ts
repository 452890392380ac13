import {
  Disposable,
  type Event,
  EventEmitter,
  type FileChangeEvent,
  type FileStat,
  FilePermission,
  type FileSystemProvider,
  FileSystemError,
  FileType,
  type Uri,
} from 'vscode';
import { getMessage, type MessageDetails } from '../../../broker/protocol/message.ts';
import type { BrokerSession } from '../../broker/session.ts';
import type { QueueStore } from '../queueStore.ts';
import { formatBody } from './bodyText.ts';
import { parseMessagePath } from './messageUri.ts';

export interface MessageFilesOptions {
  readonly session: BrokerSession;
  readonly queues: QueueStore;
  readonly shouldFormat: () => boolean;
}

interface MessageFile {
  readonly content: Uint8Array;
  readonly sentAt: number;
}

/** The editor asks for the status and the content of a file one right after the other. */
const REUSE_MS = 2000;

/** Message bodies as read-only files. Reading one is a peek: it changes nothing about the message. */
export class MessageFiles implements FileSystemProvider {
  readonly onDidChangeFile: Event<FileChangeEvent[]> = new EventEmitter<FileChangeEvent[]>().event;
  readonly #options: MessageFilesOptions;
  #last: { readonly key: string; readonly at: number; readonly file: Promise<MessageFile> } | undefined;

  constructor(options: MessageFilesOptions) {
    this.#options = options;
  }

  /** A message's body never changes, so there is nothing to watch. */
  watch(): Disposable {
    return new Disposable(() => undefined);
  }

  async stat(uri: Uri): Promise<FileStat> {
    const { content, sentAt } = await this.#read(uri);
    return {
      type: FileType.File,
      ctime: sentAt,
      mtime: sentAt,
      size: content.byteLength,
      permissions: FilePermission.Readonly,
    };
  }

  async readFile(uri: Uri): Promise<Uint8Array> {
    return (await this.#read(uri)).content;
  }

  readDirectory(): [string, FileType][] {
    return [];
  }

  createDirectory(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  delete(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  rename(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  #read(uri: Uri): Promise<MessageFile> {
    const key = `${uri.path} ${this.#options.shouldFormat()}`;
    if (this.#last?.key === key && performance.now() - this.#last.at < REUSE_MS) return this.#last.file;
    const file = this.#load(uri);
    this.#last = { key, at: performance.now(), file };
    return file;
  }

  async #load(uri: Uri): Promise<MessageFile> {
    const address = parseMessagePath(uri.path);
    // Editors that a window restores must not start a broker: the messages of the last one are gone with it.
    if (!address || this.#options.session.state.kind !== 'running') throw FileSystemError.FileNotFound(uri);
    const queue = this.#options.queues.findByName(address.queueName);
    if (!queue) throw FileSystemError.FileNotFound(uri);
    let message: MessageDetails;
    try {
      message = await this.#options.session.request(getMessage, {
        queueArn: queue.arn,
        messageId: address.messageId,
      });
    } catch {
      throw FileSystemError.FileNotFound(uri);
    }
    const shouldFormat = address.isJson && this.#options.shouldFormat();
    const text = shouldFormat ? await formatBody(message.body) : message.body;
    return { content: Buffer.from(text, 'utf8'), sentAt: message.sentAt };
  }
}
