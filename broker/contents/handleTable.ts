/** Slots of one piece of the table. The table grows by pieces: copying a table of ten million would stall the broker. */
const PIECE = 65_536;

/** Numbers that stay the same while what they stand for moves. */
export class HandleTable {
  private readonly pieces: Uint32Array[] = [];
  private used = 0;
  /** Freed slots are a list through the table itself; its end is -1. */
  private firstFree = -1;

  /** Takes a slot for a value of 32 bits. */
  add(value: number): number {
    const slot = this.firstFree;
    if (slot >= 0) {
      this.firstFree = this.get(slot) - 1;
      this.set(slot, value);
      return slot;
    }
    const added = this.used++;
    if (added % PIECE === 0) this.pieces.push(new Uint32Array(PIECE));
    this.set(added, value);
    return added;
  }

  get(slot: number): number {
    return (this.pieces[slot >>> 16] as Uint32Array)[slot & (PIECE - 1)] as number;
  }

  set(slot: number, value: number): void {
    (this.pieces[slot >>> 16] as Uint32Array)[slot & (PIECE - 1)] = value;
  }

  free(slot: number): void {
    this.set(slot, this.firstFree + 1);
    this.firstFree = slot;
  }
}
