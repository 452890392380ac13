import type { ContentHandle, ContentStore, MessageContent } from '../engine/base/content.ts';
import { ByteReader } from '../bytes/byteReader.ts';
import { ByteWriter } from '../bytes/byteWriter.ts';
import { maxContentBytes, encodeWholeContent, viewWholeContent } from '../bytes/contentCodec.ts';
import { HandleTable } from './handleTable.ts';

/** Bytes of a page. Contents that are longer than half of it get one of their own. */
export const PAGE_BYTES = 1_048_576;
/** Records start at multiples of this; positions count in it, so that 32 bits reach 32 GiB. */
const UNIT = 8;
const UNITS_PER_PAGE = PAGE_BYTES / UNIT;
/** In front of each content: its slot, and the bytes of the whole record. */
const HEAD_BYTES = 8;
/** In place of the slot of a dropped content. */
const DROPPED = 0xffff_ffff;
/** Empty pages kept for the next contents: taking memory from the system costs more than the copy into it. */
const SPARE_PAGES = 4;
/** Dead bytes that are never worth moving the others for. */
const SLACK_BYTES = 8 * PAGE_BYTES;

interface Page {
  readonly number: number;
  readonly buffer: Buffer;
  usedBytes: number;
  liveBytes: number;
}

/**
 * Keeps contents as bytes in large pages, one after the other. A content costs no object of the JavaScript heap, so
 * that a backlog is nothing for the garbage collector to look at, and a send makes nothing that survives it but its
 * message (measured in docs/performance.md). A page is given back when all of it is dead; when more than half of all
 * bytes are dead, the living ones of mostly-dead pages are moved together, a page at a time.
 */
export class PagedContents implements ContentStore {
  private readonly pages: (Page | undefined)[] = [];
  private readonly freeNumbers: number[] = [];
  private readonly spares: Buffer[] = [];
  private readonly slots = new HandleTable();
  /** Pages of which more than half is dead. */
  private readonly sparse = new Set<Page>();
  private readonly writer = new ByteWriter(Buffer.alloc(0));
  private readonly reader = new ByteReader(Buffer.alloc(0));
  private current: Page | undefined;
  private pageBytes = 0;
  private liveBytes = 0;
  private count = 0;

  /** Bytes of all pages in use, and of the contents in them; how many those are. */
  get usage(): { readonly pageBytes: number; readonly liveBytes: number; readonly count: number } {
    return { pageBytes: this.pageBytes, liveBytes: this.liveBytes, count: this.count };
  }

  keep(content: MessageContent): ContentHandle {
    const page = this.pageWithRoom(HEAD_BYTES + maxContentBytes(content));
    const start = page.usedBytes;
    this.writer.turnTo(page.buffer, start + HEAD_BYTES);
    encodeWholeContent(this.writer, content);
    const bytes = Math.ceil((this.writer.position - start) / UNIT) * UNIT;
    const slot = this.slots.add(positionOf(page, start));
    page.buffer.writeUInt32LE(slot, start);
    page.buffer.writeUInt32LE(bytes, start + 4);
    this.use(page, bytes);
    this.count++;
    return slot;
  }

  /** The returned body is a view, valid until the end of the turn of the event loop. */
  read(handle: ContentHandle): MessageContent {
    const position = this.slots.get(handle as number);
    this.reader.turnTo(this.pageAt(position).buffer, offsetOf(position) + HEAD_BYTES);
    return viewWholeContent(this.reader);
  }

  drop(handle: ContentHandle): void {
    const slot = handle as number;
    const position = this.slots.get(slot);
    const page = this.pageAt(position);
    const start = offsetOf(position);
    const bytes = page.buffer.readUInt32LE(start + 4);
    page.buffer.writeUInt32LE(DROPPED, start);
    this.slots.free(slot);
    this.count--;
    page.liveBytes -= bytes;
    this.liveBytes -= bytes;
    if (page.liveBytes === 0) this.release(page);
    else if (page !== this.current && page.liveBytes < page.buffer.length / 2) this.sparse.add(page);
    if (this.pageBytes - this.liveBytes > Math.max(SLACK_BYTES, this.liveBytes)) this.moveTogether();
  }

  private use(page: Page, bytes: number): void {
    page.usedBytes += bytes;
    page.liveBytes += bytes;
    this.liveBytes += bytes;
  }

  private pageAt(position: number): Page {
    return this.pages[Math.floor(position / UNITS_PER_PAGE)] as Page;
  }

  /** A page with room for so many bytes and the rounding up to a unit. */
  private pageWithRoom(bytes: number): Page {
    if (bytes > PAGE_BYTES / 2) return this.addPage(Buffer.allocUnsafeSlow(bytes + UNIT));
    const { current } = this;
    if (current !== undefined && current.usedBytes + bytes + UNIT <= PAGE_BYTES) return current;
    if (current !== undefined && current.liveBytes < PAGE_BYTES / 2) this.sparse.add(current);
    this.current = this.addPage(this.spares.pop() ?? Buffer.allocUnsafeSlow(PAGE_BYTES));
    return this.current;
  }

  private addPage(buffer: Buffer): Page {
    const page: Page = {
      number: this.freeNumbers.pop() ?? this.pages.length,
      buffer,
      usedBytes: 0,
      liveBytes: 0,
    };
    this.pages[page.number] = page;
    this.pageBytes += buffer.length;
    return page;
  }

  private release(page: Page): void {
    if (page === this.current) {
      page.usedBytes = 0;
      return;
    }
    this.sparse.delete(page);
    this.pages[page.number] = undefined;
    this.freeNumbers.push(page.number);
    this.pageBytes -= page.buffer.length;
    if (page.buffer.length === PAGE_BYTES && this.spares.length < SPARE_PAGES) this.spares.push(page.buffer);
  }

  /** Empties one mostly-dead page; as long as half of all bytes are dead there is one, or it is the current page. */
  private moveTogether(): void {
    for (const page of this.sparse) {
      this.evacuate(page);
      return;
    }
  }

  private evacuate(page: Page): void {
    const { buffer } = page;
    for (let start = 0; start < page.usedBytes; ) {
      const slot = buffer.readUInt32LE(start);
      const bytes = buffer.readUInt32LE(start + 4);
      if (slot !== DROPPED) {
        const target = this.pageWithRoom(bytes);
        buffer.copy(target.buffer, target.usedBytes, start, start + bytes);
        this.slots.set(slot, positionOf(target, target.usedBytes));
        this.use(target, bytes);
      }
      start += bytes;
    }
    this.liveBytes -= page.liveBytes;
    this.release(page);
  }
}

/** Offsets beyond a page's length belong to pages with one content, which starts at 0. */
function positionOf(page: Page, offset: number): number {
  return page.number * UNITS_PER_PAGE + offset / UNIT;
}

function offsetOf(position: number): number {
  return (position % UNITS_PER_PAGE) * UNIT;
}
