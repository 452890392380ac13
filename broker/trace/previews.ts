import { isAscii } from 'node:buffer';
import { PREVIEW_LENGTH, previewBody } from './preview.ts';

/** Previews of one page; pages come with use, so that an idle trace has none. */
const PREVIEWS_PER_PAGE = 512;

/**
 * The previews of kept events, by the event's place in the ring. Nearly all of them are plain ASCII: those are bytes in
 * pages that are written over and over. A string each would be most of what a send leaves to the garbage collector.
 */
export class Previews {
  private readonly pages: Buffer[] = [];
  private readonly lengths: number[] = [];
  /** What is not plain ASCII. */
  private readonly texts = new Map<number, string>();

  /** Keeps the preview of a body in a place, over the one before. */
  write(place: number, body: Uint8Array): void {
    const page = this.pageOf(place);
    const start = (place % PREVIEWS_PER_PAGE) * PREVIEW_LENGTH;
    const length = Math.min(body.length, PREVIEW_LENGTH);
    page.set(body.length === length ? body : body.subarray(0, length), start);
    if (isAscii(page.subarray(start, start + length))) this.texts.delete(place);
    else this.texts.set(place, previewBody(body));
    this.lengths[place] = length;
  }

  read(place: number): string {
    const start = (place % PREVIEWS_PER_PAGE) * PREVIEW_LENGTH;
    const end = start + (this.lengths[place] ?? 0);
    return this.texts.get(place) ?? this.pageOf(place).toString('latin1', start, end);
  }

  clear(): void {
    this.pages.length = 0;
    this.lengths.length = 0;
    this.texts.clear();
  }

  private pageOf(place: number): Buffer {
    const number = Math.floor(place / PREVIEWS_PER_PAGE);
    return (this.pages[number] ??= Buffer.allocUnsafeSlow(PREVIEWS_PER_PAGE * PREVIEW_LENGTH));
  }
}
